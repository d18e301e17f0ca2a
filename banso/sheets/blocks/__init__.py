"""A paper as blocks: what a form says is printed once, and written to every format from there."""
