"""Template filters of statistics."""
