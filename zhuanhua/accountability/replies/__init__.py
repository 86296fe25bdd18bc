"""Letters: read, audited, answered."""
