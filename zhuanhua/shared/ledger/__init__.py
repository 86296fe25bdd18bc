"""Public money in double entry: budgets of a programme and year, reserve → post | void, limits held by the database."""
