"""Interception and logistics planner for the English Channel."""
