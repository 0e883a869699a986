"""Doubtful rows, a file for each subject: what may be wrong, and what the plan does with it. Nothing is mended in silence."""
