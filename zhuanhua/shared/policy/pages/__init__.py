"""What do people see of the rules: values, rules with their worked cases, replays, local confirmations?"""
