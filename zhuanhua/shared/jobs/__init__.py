"""Background jobs, retries and the schedule."""
