"""Home: what waits, what is missing, what changed, how the plan stands."""
