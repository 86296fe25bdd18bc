"""Every permission, every role, the one door."""
