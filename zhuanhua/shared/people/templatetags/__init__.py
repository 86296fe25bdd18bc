"""Tags of the people templates."""
