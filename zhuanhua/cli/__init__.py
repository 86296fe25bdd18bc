"""The console script `zhuanhua`: one door for people who run the site and for programs that read `--json`."""

import sys


def main() -> None:
    """Run the command named by the arguments and leave with its exit code."""
    from zhuanhua.cli.door import run  # Django is loaded only when a command runs

    sys.exit(run(sys.argv[1:]))
