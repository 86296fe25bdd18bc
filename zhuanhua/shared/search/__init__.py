"""One search over everything a reader may see: an index that follows the journal and can be rebuilt at any time; the database is the truth."""
