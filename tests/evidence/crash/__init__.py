"""A site of its own whose workers, server and database are killed at random: `python -m tests.evidence.crash --seed 7`.

Workers say in a file what they are about to do and what they were told; at the end the books are held against these files.
"""
