"""What do people see of spreadsheets coming in and going out?"""
