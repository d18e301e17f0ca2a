"""Settings of a plan: levels, vocabularies, rule sets, years."""
