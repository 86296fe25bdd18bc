"""States, moves, tasks, clocks, returns and public notice."""
