"""What does an exit code say? The same four everywhere."""

OK = 0  # done, nothing to report
FOUND = 1  # done, and something is wrong: a broken chain, a failed case, a refused row
WRONG_USE = 2  # the command or its input cannot be understood
IMPOSSIBLE = 3  # cannot be done here: a setting, a program, a database is missing or refuses
