"""Settings and addresses: the parts put together."""
