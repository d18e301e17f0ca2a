"""総括表: strategies, measures and indicators with actual (target), achieved or not, review, and the totals at the foot."""
