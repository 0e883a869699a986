"""Arrivals as published, day by day, and their forecast as a distribution: counts only, never a person, never a boat at sea."""
