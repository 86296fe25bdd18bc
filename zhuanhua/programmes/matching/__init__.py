"""供需对接: needs meet achievements, and what becomes of it."""
