"""One folder is one programme."""
