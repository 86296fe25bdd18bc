"""What do people see of proposals and letters? One file for each kind of page."""
