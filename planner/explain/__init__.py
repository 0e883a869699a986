"""Answers to every why: by solving again with something else forced, not by counting failed tries."""
