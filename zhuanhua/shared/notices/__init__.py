"""In-site messages and mail."""
