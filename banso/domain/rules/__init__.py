"""The arithmetic of achievement: small pure functions over exact numbers. A rule is a function of values."""
