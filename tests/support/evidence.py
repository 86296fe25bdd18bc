"""How do proofs leave their evidence? A test module carries `pytest.mark.proof("R6")` and tells figures to the fixture `evidence`.

With ZHUANHUA_EVIDENCE=<folder> a run writes rounds/<database>.json there, then latest.json and index.html from all rounds of the
same commit and seed. On PostgreSQL only what touches the database runs again.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support import evidence_report
from tests.support.promises import PROMISES

FOLDER = os.environ.get("ZHUANHUA_EVIDENCE", "")
ON_POSTGRES = os.environ.get("ZHUANHUA_TEST_DATABASE") == "postgres"
ON_DATABASE = {"db", "transactional_db", "django_db_setup"}


def size(ordinary: int, full: int) -> int:
    """Give how many cases a proof tries: `ordinary` in a test run, `full` in `make evidence`."""
    return full if FOLDER else ordinary


@dataclass(frozen=True)
class Evidence:
    """Where a proof tells what it has found; figures of one name are added up over the tests of one number."""

    node: Any
    seed: int

    def figure(self, name: str, value: float | str, zh: str = "") -> None:
        """Tell a figure, a number or a word, with its Chinese name; a number told again is added, a word replaced."""
        self.node.user_properties.append(("figure", [name, value, zh or name]))

    def caught(self, fault: str | None, by: str) -> None:
        """Tell a planted bug, in the words "中文 · English", and the number of the proof that failed because of it."""
        self.node.user_properties.append(("caught", [fault, by]))
        self.figure("planted faults noticed", 1, "抓住的种错")

    def not_run(self, zh: str, en: str, command: str = "") -> None:
        """Tell what this run could not look at, and the command that does it elsewhere; the number is then proven in part."""
        self.node.user_properties.append(("not_run", [zh, en, command]))


@pytest.fixture
def evidence(request: pytest.FixtureRequest) -> Evidence:
    """Take down figures for the report."""
    assert request.node.get_closest_marker("proof"), "give the module pytestmark = pytest.mark.proof('R…')"
    return Evidence(request.node, seed_of(request.config))


def seed_of(config: pytest.Config) -> int:
    """Give the seed of this run, as Hypothesis has it; without one it is 1."""
    return int(config.getoption("--hypothesis-seed") or 1)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Write its number on every proof; every round on PostgreSQL leaves out what touches no database."""
    for item in items:
        for number in numbers_of(item):
            item.user_properties.append(("proof", number))
    if ON_POSTGRES:
        left = [item for item in items if not touches_database(item)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if touches_database(item)]


def numbers_of(item: pytest.Item) -> list[str]:
    """Give the numbers that a test carries; an unknown one stops the run."""
    numbers = list(dict.fromkeys(mark.args[0] for mark in item.iter_markers("proof")))
    for number in numbers:
        if number not in PROMISES:
            raise pytest.UsageError(f"{item.nodeid} proves {number}, which tests/support/promises.py lacks")
    return numbers


def touches_database(item: pytest.Item) -> bool:
    """Tell whether a test asks for the database."""
    return bool(item.get_closest_marker("django_db") or ON_DATABASE & set(getattr(item, "fixturenames", ())))


def is_whole(config: pytest.Config) -> bool:
    """Tell whether every proof was asked for, and not a choice of files or names."""
    return config.args_source == pytest.Config.ArgsSource.TESTPATHS and not config.getoption("keyword")


class Round:
    """Collects what the reports of one run say."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.tests: dict[str, dict[str, Any]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take down one phase of one test."""
        told = list(report.user_properties)
        numbers = [value for name, value in told if name == "proof"]
        if not numbers:
            return
        test = self.tests.setdefault(
            report.nodeid, {"proofs": numbers, "outcome": "passed", "seconds": 0.0, "reason": "", "told": []}
        )
        test["seconds"] += report.duration
        test["told"] = [[name, value] for name, value in told if name != "proof"]
        if report.failed:
            test["outcome"] = "failed"
        elif report.skipped and test["outcome"] == "passed":
            test["outcome"] = "skipped"
            test["reason"] = (
                str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
            )

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print every planted bug with the proof that caught it."""
        rows = evidence_report.caught(list(self.tests.values()))
        if rows:
            terminalreporter.section("planted bugs, each with the proof that caught it")
            for row in rows:
                terminalreporter.line(f"{row['by']:>4}  {row['en']}")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the round, then the report over all rounds."""
        if not self.tests or hasattr(self.config, "workerinput"):
            return
        folder = Path(FOLDER)
        (folder / "rounds").mkdir(parents=True, exist_ok=True)
        made = evidence_report.surroundings(seed_of(self.config)) | {
            "whole": is_whole(self.config),
            "tests": self.tests,
        }
        path = folder / "rounds" / f"{made['database'].split()[0].lower()}.json"
        path.write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")
        evidence_report.write(folder)


def pytest_configure(config: pytest.Config) -> None:
    """Collect only where somebody asked for evidence."""
    if FOLDER:
        config.pluginmanager.register(Round(config), "zhuanhua-evidence")
