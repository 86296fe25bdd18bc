"""What does the report of the proofs say? Rounds on SQLite and PostgreSQL become latest.json and one page."""

import importlib.metadata
import json
import os
import platform
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django import get_version
from django.db import connection
from django.template import Context, Engine

from tests.support import postgres
from tests.support.promises import PROMISES
from zhuanhua import __version__

ROOT = Path(__file__).resolve().parents[2]
STYLES = ("tokens", "base", "shell", "table", "marks")
LIBRARIES = ("django", "django-ninja", "hypothesis", "schemathesis", "pytest", "cryptography", "duckdb")
WORDS = {
    "proven": ("已证明", "proven", "done"),
    "partly": ("部分证明", "in part", "warn"),
    "failed": ("未通过", "failed", "stopped"),
    "open": ("未证明", "open", ""),
}
NOT_CHOSEN = ("本次没有运行它的测试。", "Its tests were not run this time.")


def surroundings(seed: int) -> dict[str, Any]:
    """Say when, on which commit, with what and where a round ran; no name of the machine."""
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    return {
        "date": now.isoformat(timespec="seconds"),
        "commit": _git("rev-parse", "HEAD"),
        "changed": bool(_git("status", "--porcelain")),
        "seed": seed,
        "database": _database(),
        "versions": {
            "zhuanhua": __version__,
            "python": platform.python_version(),
            "django": get_version(),
            **{name: importlib.metadata.version(name) for name in LIBRARIES if name != "django"},
        },
        "machine": {
            "system": f"{platform.system()} {platform.machine()}",
            "cores": os.cpu_count(),
            "memory_mib": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        },
    }


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _database() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {connection.Database.sqlite_version}"
    server = postgres.installed()
    return f"PostgreSQL {server.parent.name if server else ''}".strip()


def write(folder: Path) -> dict[str, Any]:
    """Write latest.json and index.html over all rounds of the newest round's commit and seed; returns what was written."""
    rounds = sorted(
        (json.loads(path.read_text(encoding="utf-8")) for path in (folder / "rounds").glob("*.json")),
        key=lambda each: each["date"],
    )
    newest = rounds[-1]
    same = [each for each in rounds if (each["commit"], each["seed"]) == (newest["commit"], newest["seed"])]
    report = {key: value for key, value in newest.items() if key not in {"tests", "database"}}
    report["whole"] = all(each["whole"] for each in same)
    report["rounds"] = [{"database": each["database"], "date": each["date"]} for each in same]
    report["proofs"] = [proof(number, same) for number in PROMISES]
    (folder / "latest.json").write_text(
        json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    (folder / "index.html").write_text(page(report), encoding="utf-8")
    return report


def proof(number: str, rounds: list[dict[str, Any]]) -> dict[str, Any]:
    """Sum up one number over the rounds."""
    promise = PROMISES[number]
    done = {name for each in rounds for name, test in each["tests"].items() if test["outcome"] == "passed"}
    by_round = [
        (
            each["database"],
            [
                test
                for name, test in each["tests"].items()
                if number in test["proofs"] and not (test["outcome"] == "skipped" and name in done)
            ],  # skipped here and passed in the other round: it was looked at
        )
        for each in rounds
    ]
    tests = [test for _database, some in by_round for test in some]
    not_run = _unique(value for test in tests for name, value in test["told"] if name == "not_run")
    skipped = _unique(test["reason"] for test in tests if test["outcome"] == "skipped")
    whole = all(each["whole"] for each in rounds)
    status = _status(tests, bool(not_run) or not whole)
    return {
        "id": number,
        "title": dict(zip(("zh", "en"), promise.title, strict=True)),
        "promise": dict(zip(("zh", "en"), promise.sentence, strict=True)),
        "status": status,
        "reason": dict(zip(("zh", "en"), _reason(number, tests, skipped), strict=True)),
        "tests": _tally(tests),
        "seconds": round(sum(test["seconds"] for test in tests), 1),
        "rounds": [
            {
                "database": database,
                "tests": _tally(some),
                "figures": _figures(some),
                "seconds": round(sum(test["seconds"] for test in some), 1),
            }
            for database, some in by_round
            if some
        ],
        "caught": caught(tests),
        "skipped_because": skipped,
        "not_run": [
            {"status": "not run", "zh": zh, "en": en, "command": command} for zh, en, command in not_run
        ],
    }


def _status(tests: list[dict[str, Any]], something_left: bool) -> str:
    tally = _tally(tests)
    if tally["failed"]:
        return "failed"
    if not tally["passed"]:
        return "open"
    return "partly" if something_left or tally["skipped"] else "proven"


def _reason(number: str, tests: list[dict[str, Any]], skipped: list[str]) -> tuple[str, str]:
    if not tests:
        return NOT_CHOSEN if number in carried() else PROMISES[number].open_because
    if not _tally(tests)["passed"] and skipped:
        return (f"测试没有运行：{skipped[0]}", f"The tests did not run: {skipped[0]}")
    return ("", "")


def carried() -> set[str]:
    """Give the numbers that some test of the repository carries, run or not."""
    files = [
        path for folder in ("tests", "zhuanhua", "config") for path in (ROOT / folder).rglob("test_*.py")
    ]
    texts = [path.read_text(encoding="utf-8") for path in files]
    return {number for number in PROMISES if any(f'mark.proof("{number}"' in text for text in texts)}


def _tally(tests: list[dict[str, Any]]) -> dict[str, int]:
    return {
        outcome: sum(test["outcome"] == outcome for test in tests)
        for outcome in ("passed", "failed", "skipped")
    }


def _figures(tests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add numbers of one name up; of words the last stands."""
    found: dict[str, dict[str, Any]] = {}
    for test in tests:
        for kind, told in test["told"]:
            if kind != "figure":
                continue
            name, value, zh = told
            known = found.get(name)
            if known and isinstance(value, int | float) and isinstance(known["value"], int | float):
                value += known["value"]
            found[name] = {"name": name, "zh": zh, "value": value}
    return list(found.values())


def caught(tests: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Give the planted bugs that some test told of, each once, in both languages, with the proof that caught it."""
    told = _unique(value for test in tests if test["outcome"] == "passed" for name, value in test["told"] if name == "caught")  # fmt: skip
    rows = [(fault.partition(" · "), by) for fault, by in told]
    return [{"zh": zh, "en": en.rstrip("."), "by": by} for (zh, _dot, en), by in rows]


def _unique(values: Any) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found


def page(report: dict[str, Any]) -> str:
    """Draw the page; it stands alone, with the look's own style sheets inside."""
    sheets = [
        (ROOT / "zhuanhua/ui/static/ui/css" / f"{name}.css").read_text(encoding="utf-8") for name in STYLES
    ]
    sheets.append((Path(__file__).parent / "evidence.css").read_text(encoding="utf-8"))
    rows = [_row(each) for each in report["proofs"]]
    counts = [
        (word, sum(row["status"] == name for row in rows), name)
        for name, word in WORDS.items()
        if any(row["status"] == name for row in rows)
    ]
    template = Engine(dirs=[Path(__file__).parent]).get_template("evidence.html")
    moment = datetime.fromisoformat(report["date"])
    return template.render(
        Context(
            {
                "report": report,
                "rows": rows,
                "counts": counts,
                "sheets": sheets,
                "moment": moment,
                "versions": list(report["versions"].items()),
            }
        )
    )


def _row(proof_: dict[str, Any]) -> dict[str, Any]:
    rounds = [
        each | {"figures": [figure | {"shown": _shown(figure["value"])} for figure in each["figures"]]}
        for each in proof_["rounds"]
    ]
    return proof_ | {"rounds": rounds, "word": WORDS[proof_["status"]]}


def _shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)
