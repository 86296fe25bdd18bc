"""Template filters of policy."""
