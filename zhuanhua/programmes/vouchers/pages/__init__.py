"""What do people see of vouchers? Holders, districts, the city's desk, providers, everybody."""
