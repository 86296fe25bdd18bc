"""What do people see of project calls?"""
