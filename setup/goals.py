"""What does each goal of the Makefile need, in which order, and which program does it run at the end?"""

import argparse
import os
import secrets
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import checks
import lock
from environment import ensure_packages, ensure_product, ensure_venv
from frontend import bring_font, ensure_frontend, has_own_npm
from places import BIN, PYTHON, ROOT
from steps import StepFailed, run, say, stop

LEVELS = {
    "demo": "base",
    "prepare": "production",
    "fonts": "base",
    "bench": "bench",
}  # every other goal needs the test set


def prepare(level: str) -> None:
    """Bring environment, packages, front-end files and catalogues; npm works while pip does."""
    began = time.monotonic()
    ensure_venv()
    if has_own_npm():
        side_by_side(ensure_frontend, lambda: python_side(level))
    else:
        python_side(level)
        ensure_frontend()
    run(
        [PYTHON, ROOT / "setup" / "catalogues.py"],
        way_out="A catalogue under zhuanhua/**/locale is damaged. 语言文件有误。",
    )
    say(f"  ✓ 准备就绪 · ready  {time.monotonic() - began:.1f} s")


def python_side(level: str) -> None:
    """Packages first, then the product on top of them."""
    ensure_packages(level)
    ensure_product()


def side_by_side(first: Callable[[], None], second: Callable[[], None]) -> None:
    """Run two steps at once; a failure of either is raised when both have ended."""
    failures: list[BaseException] = []

    def guarded() -> None:
        try:
            first()
        except BaseException as failure:  # noqa: BLE001  carried over to the main thread below
            failures.append(failure)

    other = threading.Thread(target=guarded)
    other.start()
    try:
        second()
    finally:
        other.join()
    if failures:
        raise failures[0]


def replace_by(command: Sequence[str | Path], **environment: str) -> int:
    """Become that program, so that signals and the exit code are its own."""
    os.environ.update(environment)
    os.chdir(ROOT)
    sys.stdout.flush()
    words = [str(part) for part in command]
    os.execv(words[0], words)


def demo(port: int, _rest: list[str]) -> int:
    """Build the demo city if it is not there, and serve it."""
    return replace_by([BIN / "zhuanhua", "demo", "--port", str(port)])


def test(_port: int, rest: list[str]) -> int:
    """Run all tests on SQLite, then those of the database on PostgreSQL where its server is installed."""
    first = subprocess.run(
        [PYTHON, "-m", "pytest", *(rest or checks.SPREAD)], cwd=ROOT, check=False
    ).returncode
    if rest or first not in {0, 5}:
        return first
    second = checks.test_on_postgres()
    return first or second


def evidence(_port: int, rest: list[str]) -> int:
    """Run the proofs on SQLite, then those of the database on PostgreSQL, and write evidence/latest.json with its page."""
    folder = ROOT / "evidence"
    for earlier in (folder / "rounds").glob("*.json"):
        earlier.unlink()
    seed = os.environ.get("SEED") or str(secrets.randbelow(2**32))
    say(f"  · 证明，种子 {seed} · proofs, seed {seed} (again: make evidence SEED={seed})")
    chosen = ["-q", "--no-header", "-m", "proof", f"--hypothesis-seed={seed}"]
    command = [PYTHON, "-m", "pytest", *chosen, *checks.SPREAD, *rest]
    environment = {**os.environ, "ZHUANHUA_EVIDENCE": str(folder)}
    first = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    second = 0
    if checks.has_postgres():
        say("  · PostgreSQL")
        environment["ZHUANHUA_TEST_DATABASE"] = "postgres"
        second = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    else:
        say("  – PostgreSQL skipped: no server binaries (Debian: apt install postgresql)")
    say(f"  {folder / 'index.html'}")
    return first or (0 if second == 5 else second)  # 5: no test was chosen


def bench(_port: int, rest: list[str]) -> int:
    """Run every bench and write bench/results.md."""
    return replace_by([PYTHON, "bench/run.py", *rest])


def spark(_port: int, _rest: list[str]) -> int:
    """Bring pyspark beside the test set, and say whether the Java it needs is here."""
    ensure_packages("spark")
    java = shutil.which("java")
    if java is None:
        say("  – 缺少Java：Spark需要Java 17 · no Java (Debian: apt install default-jre-headless)")
        return 1
    say(f"  ✓ Java：{java}")
    return 0


def messages(_port: int, rest: list[str]) -> int:
    """Collect texts into catalogues."""
    return replace_by([PYTHON, "manage.py", "messages", *rest], ZHUANHUA_DEMO="1")


RUN: dict[str, Callable[[int, list[str]], int]] = {
    "demo": demo,
    "prepare": lambda _port, _rest: 0,
    "fonts": lambda _port, _rest: bring_font(),
    "test": test,
    "check": lambda _port, _rest: checks.check(),
    "format": lambda _port, _rest: checks.rewrite(),
    "evidence": evidence,
    "bench": bench,
    "spark": spark,
    "messages": messages,
    "lock": lambda _port, _rest: lock.renew(),
}


def main(arguments: list[str]) -> int:
    """Prepare, then run; a step that fails ends with its reason and exit 3."""
    parser = argparse.ArgumentParser(prog="python3 setup", description=__doc__)
    parser.add_argument("goal", choices=RUN)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("rest", nargs="*")
    asked = parser.parse_args(arguments)
    try:
        if asked.goal == "lock":
            ensure_venv()
        else:
            prepare(LEVELS.get(asked.goal, "test"))
        return RUN[asked.goal](asked.port, asked.rest)
    except (StepFailed, OSError) as failure:
        stop(str(failure))
    except KeyboardInterrupt:
        stop("已中断；再次运行会从这里继续。Interrupted; the next run goes on from here.", 130)
    return 3
