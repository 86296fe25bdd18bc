"""What do people see about organisations, accounts and themselves?"""
