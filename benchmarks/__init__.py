"""Measures the planner against other ways of planning; nothing here is needed to make a plan."""
