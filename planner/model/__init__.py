"""The optimiser: cohorts, itineraries, and the proof that no plan is better."""
