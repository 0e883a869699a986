"""The checks of a plan, by theme; each takes the book and writes into the findings."""
