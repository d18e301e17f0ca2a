"""Published rule sets as data files: one per body, each with its source and worked examples. A new one needs no code."""
