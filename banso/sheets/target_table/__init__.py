"""目標一覧: all indicators of a plan with their values before it, targets by year and, for one year, their results."""
