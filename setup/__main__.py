"""Entry of set-up: `python3 setup demo|test|check|format|evidence|bench|spark|messages|lock` prepares what a goal needs, then runs it."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  an older Python reads this far and can still say what is missing
    sys.exit(
        "Zhuanhua needs Python 3.11 or newer, not "
        + sys.version.split()[0]
        + ". 需要 Python 3.11 或更新版本。"
    )

import goals

sys.exit(goals.main(sys.argv[1:]))
