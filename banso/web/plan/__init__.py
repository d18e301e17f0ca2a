"""The plan: its tree, its editing, its targets."""
