"""事業費一覧: a plan's money, as items by year (別表3) or as projects by year with their sums."""
