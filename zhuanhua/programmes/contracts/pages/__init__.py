"""What do people see of technology contracts? Applicant, desk, afterwards, and the public."""
