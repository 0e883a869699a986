"""The commands, a file for each group; `planner.cli` puts them together."""
