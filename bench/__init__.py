"""What Banso costs, measured beside what people use today, as ratios of one run. Never part of the suite."""
