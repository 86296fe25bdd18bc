"""What every programme borrows."""
