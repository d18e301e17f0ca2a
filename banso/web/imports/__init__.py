"""Papers come in: difference, doubts, confirm, undo."""
