"""The kinds of change: each a frozen value that turns one problem into another and touches nothing else."""
