"""The money of a year: amounts of every project in its stages, and their sums."""
