"""Sweeps: many scenarios side by side, every combination of ranges or one more of everything there is."""
