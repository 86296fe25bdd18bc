"""What does `make check` ask of the code, and how do database tests run a second time on PostgreSQL?"""

import os
import subprocess
import time
from pathlib import Path

from places import BIN, PYTHON, ROOT
from steps import say

SPREAD = (
    "-n",
    "auto",
    "--dist",
    "loadfile",  # whole test files over all cores
    "--no-loadscope-reorder",  # in the order of the folders: the long proofs and journeys first, the many short ones fill the end
    "--durations=15",  # the slowest are named in every run
)
PYTHON_FOLDERS = ("config", "zhuanhua", "tests", "setup", "bench", "manage.py")
TEMPLATES = ("zhuanhua",)
CHECKS: tuple[tuple[str, tuple[str | Path, ...]], ...] = (
    ("format", (BIN / "ruff", "format", "--check", "--quiet", *PYTHON_FOLDERS)),
    ("lint", (BIN / "ruff", "check", "--quiet", *PYTHON_FOLDERS)),
    ("types", (BIN / "mypy",)),
    ("imports", (BIN / "lint-imports", "--no-cache")),
    ("templates", (BIN / "djlint", *TEMPLATES, "--lint", "--quiet")),
    ("migrations", (PYTHON, "manage.py", "makemigrations", "--check", "--dry-run")),
    ("django", (PYTHON, "manage.py", "check", "--fail-level", "WARNING")),
    ("house", (PYTHON, "-m", "pytest", "tests/house", "-q", "--no-header")),
)


def check() -> int:
    """Run every check, also after one has failed, so that one run shows all there is to mend."""
    failed = []
    environment = {**os.environ, "ZHUANHUA_DEMO": "1"}
    for name, command in CHECKS:
        began = time.monotonic()
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        took = f"{time.monotonic() - began:.1f} s"
        if done.returncode:
            failed.append(name)
            print((done.stdout + done.stderr).rstrip())
        say(f"  {'✗' if done.returncode else '✓'} {name}  {took}")
    if failed:
        say(f"\n{len(failed)} of {len(CHECKS)} checks found something: {', '.join(failed)}")
    return 1 if failed else 0


def rewrite() -> int:
    """Let ruff set the format and mend what it can mend safely."""
    subprocess.run([BIN / "ruff", "check", "--fix", "--quiet", *PYTHON_FOLDERS], cwd=ROOT, check=False)
    return subprocess.run([BIN / "ruff", "format", *PYTHON_FOLDERS], cwd=ROOT, check=False).returncode


def has_postgres() -> bool:
    """Tell whether the server's programs are installed."""
    found = subprocess.run(
        [PYTHON, "-c", "from tests.support.postgres import installed; print(installed() or '')"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return bool(found.stdout.strip())


def test_on_postgres() -> int:
    """Run the tests that touch the database again on a throw-away cluster; say so where there is no server."""
    environment = {**os.environ, "ZHUANHUA_TEST_DATABASE": "postgres"}
    say("\n  · 数据库测试，PostgreSQL · database tests on PostgreSQL")
    if not has_postgres():
        say("  – skipped: no PostgreSQL server binaries (Debian: apt install postgresql)")
        return 1 if os.environ.get("CI") else 0
    command = [
        PYTHON,
        "-m",
        "pytest",
        "-q",
        "--no-header",
        *SPREAD,
        "-m",
        "not browser and not evidence",
        "--ignore=tests/house",
    ]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    return 0 if done.returncode == 5 else done.returncode  # 5: no test was chosen
