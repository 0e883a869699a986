"""What the planner speaks of, frozen and typed; needs nothing but Python."""
