"""The plan check and what was set aside."""
