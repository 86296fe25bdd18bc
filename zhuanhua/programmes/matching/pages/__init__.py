"""What do people see of matching?"""
