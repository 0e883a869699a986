"""Checks across rows and tables, a file for each subject; each check gives every fault it finds."""
