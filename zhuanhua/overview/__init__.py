"""Home, inbox, search, exports."""
