"""Collect front-end files from node_modules where npm has already run, as in the container image."""

from frontend import collect

if __name__ == "__main__":
    collect()
