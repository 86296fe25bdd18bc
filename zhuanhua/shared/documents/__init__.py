"""Private files and their checks."""
