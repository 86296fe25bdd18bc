"""Does public money survive when workers, server and database are killed at random, and is a planted bug of durability noticed? (R1, R2, R3)

`python -m tests.evidence.crash --engine postgresql --seed 7 --seconds 60` runs the kills of a seed again.
"""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.evidence.crash.nemesis import durability
from tests.support import postgres
from tests.support.evidence import FOLDER, Evidence, size

pytestmark = [pytest.mark.proof("R1"), pytest.mark.proof("R3")]
ROOT = Path(__file__).resolve().parents[2]
SECONDS = {"sqlite": size(5, 90), "postgresql": size(7, 180)}
NAMES = {
    "workers": "杀死的工作进程",
    "processes of the server": "杀死的网站进程",
    "whole servers": "杀死的整个网站",
    "lines to the database": "杀死的数据库连接",
    "whole databases": "杀死的整个数据库",
    "acknowledged": "确认过的写入",
    "acknowledged over HTTP": "其中经网页确认的写入",
    "answer lost": "没有收到答复的写入",
    "refused": "被拒绝的写入",
    "reads": "运行中的总额核对",
}
Crash = Callable[..., dict[str, Any]]


@pytest.fixture
def crash(db: None, tmp_path: Path, evidence: Evidence) -> Crash:
    """Give a function that runs the crash run on the engine of this round, with tables made from the test database's."""
    tables = tmp_path / "tables"
    (_dump if connection.vendor == "postgresql" else _copy)(tables)

    def run(seconds: float, *more: str) -> dict[str, Any]:
        words = ["--engine", connection.vendor, "--tables", str(tables), "--seed", str(evidence.seed)]
        command = [sys.executable, "-m", "tests.evidence.crash", *words, "--seconds", str(seconds), *more]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.stdout.strip().startswith("{"), done.stderr[-3000:]
        return json.loads(done.stdout)

    return run


def _copy(target: Path) -> None:
    """Make the same tables, indexes and triggers in a file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid")  # fmt: skip
        made = [row[0] for row in cursor.fetchall()]
    with sqlite3.connect(target) as copy:
        for statement in made:
            copy.execute(statement)


def _dump(target: Path) -> None:
    """Have pg_dump write the tables; the server's own user reads them."""
    server = postgres.installed()
    url = f"{postgres.cluster_url().rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    done = subprocess.run(
        [str(server / "pg_dump"), "--schema-only", "--no-owner", url], capture_output=True, check=True
    )
    target.write_bytes(done.stdout)


def test_nothing_acknowledged_is_lost_doubled_or_out_of_balance(crash: Crash, evidence: Evidence) -> None:
    engine = connection.vendor
    told = crash(SECONDS[engine], "--acks", str(size(3, 200)), *(["--disk"] if size(0, 1) else []))

    assert told["broken"] == [], f"python -m tests.evidence.crash --engine {engine} --seed {told['seed']} --seconds {SECONDS[engine]}"  # fmt: skip
    assert min(told["counts"][name] for name in ("acknowledged", "acknowledged over HTTP", "reads")) > 0
    assert told["kills"]["workers"] > 0
    assert engine == "sqlite" or told["kills"]["whole databases"] > 0
    for name, value in (told["kills"] | told["counts"]).items():
        if name in NAMES:
            evidence.figure(f"{name}, {engine}", value, zh=f"{NAMES[name]}，{engine}")
    evidence.figure(f"seconds, {engine}", told["seconds"], zh=f"用时（秒），{engine}")
    if engine == "postgresql":
        evidence.figure("slowest restart of the database, seconds", told["slowest_restart"], zh="数据库重新可用最慢（秒）")  # fmt: skip


@pytest.mark.evidence
@pytest.mark.skipif(not FOLDER, reason="minutes long: make evidence")
@pytest.mark.proof("R2")
@pytest.mark.parametrize(
    ("plant", "words"),
    [
        ("told_before_commit", "提交前就答复，进程随后被杀 · the answer leaves before the commit, then the process is killed"),
        ("synchronous_commit_off", "提交不等落盘 · synchronous_commit=off, then the whole database is killed"),
    ],
)  # fmt: skip
def test_a_bug_of_durability_is_caught(crash: Crash, evidence: Evidence, plant: str, words: str) -> None:
    if plant == "synchronous_commit_off" and connection.vendor != "postgresql":
        pytest.skip("a setting of PostgreSQL")
    for seed in range(4):
        told = crash(size(6, 12), "--plant", plant, "--databases", "2", "--seed", str(evidence.seed + seed))
        lost = [each for each in told["broken"] if "acknowledged" in each or "was told" in each]
        if lost:
            break

    assert lost, told
    evidence.caught(words, "R1")


@pytest.mark.postgres
@pytest.mark.proof("R2")
def test_settings_that_lose_commits_are_named(db: None, evidence: Evidence) -> None:
    """The quick cluster of the tests has them; no kill could show it, so `zhuanhua doctor` asks."""
    said = " ".join(durability())

    assert [name for name in ("fsync=off", "full_page_writes=off", "synchronous_commit=off") if name not in said] == []  # fmt: skip
    evidence.caught("数据库不落盘 · fsync=off", "R1")
