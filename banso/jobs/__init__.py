"""Long work with progress: calls services, is called by the faces."""
