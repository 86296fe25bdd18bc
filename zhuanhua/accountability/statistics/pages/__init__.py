"""What do people see of the indicators? The catalogue with its frozen versions, and the reference series of others."""
