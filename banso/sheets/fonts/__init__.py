"""The fonts that the papers are printed with; see README.md. Nothing is taken from the system."""
