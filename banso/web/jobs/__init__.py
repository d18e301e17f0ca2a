"""Long work: progress, result."""
