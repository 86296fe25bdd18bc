"""Base page, components and static files."""
