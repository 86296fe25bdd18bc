"""What do people see of public money: the list of budgets, one budget with its movements, and finance's forms?"""
