"""Does a backup that was taken while people work bring everything back: money, journal, rows and files? (R12, both databases)"""

import gzip
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.support import postgres
from tests.support.evidence import Evidence, size

pytestmark = [pytest.mark.evidence, pytest.mark.proof("R12")]
ROOT = Path(__file__).resolve().parents[2]
ENGINES = ("sqlite", "postgresql")
ENOUGH = 5  # acknowledged writes before the backup begins and while it runs


@dataclass
class Site:
    """A site of its own: a folder, and a database file or a database of the throw-away cluster."""

    folder: Path
    engine: str
    database: str

    @property
    def environment(self) -> dict[str, str]:
        """What a process of this site is told."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("ZHUANHUA_") and name != "DATABASE_URL"
        }
        told = {
            "ZHUANHUA_DEBUG": "1", "ZHUANHUA_DATA_DIR": str(self.folder), "ZHUANHUA_JOBS_IMMEDIATE": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONWARNINGS": "ignore", "ZHUANHUA_LANG": "zh",
        }  # fmt: skip
        if self.engine == "postgresql":
            told["DATABASE_URL"] = postgres.cluster_url().rpartition("/")[0] + f"/{self.database}"
        return kept | told

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start a process of the drill."""
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "tests.evidence.restore_site", *words]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def examined(self) -> dict[str, Any]:
        """Ask a restored site what is there; this writes one more reservation."""
        process = self.start("examine")
        said, wrong = process.communicate()
        assert process.returncode == 0, wrong[-2000:]
        return json.loads(said)

    def zhuanhua(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of the house."""
        command = [sys.executable, "-c", "from zhuanhua.cli import main; main()", *words]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )


def sql(statement: str) -> None:
    """Tell the throw-away cluster something outside of any site."""
    psycopg = pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    with psycopg.connect(postgres.cluster_url(), autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(params=ENGINES)
def make_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[object]:
    """Give a function that makes an empty site of one engine."""
    engine, made = request.param, []
    if engine == "postgresql" and postgres.installed() is None:
        pytest.skip("no PostgreSQL server binaries (Debian: apt install postgresql)")

    def make(name: str) -> Site:
        site = Site(tmp_path / name, engine, f"drill_{name}_{os.getpid()}")
        if engine == "postgresql":
            sql(f"DROP DATABASE IF EXISTS {site.database}")
            sql(f"CREATE DATABASE {site.database}")
        made.append(site)
        return site

    yield make
    for site in made if engine == "postgresql" else ():
        sql(f"DROP DATABASE IF EXISTS {site.database} WITH (FORCE)")


def backed_up_under_load(site: Site, count: int, target: Path) -> tuple[list[str], dict[str, Any]]:
    """Fill a site and take a backup while it goes on; give what was acknowledged before it began, and what it says of itself."""
    writer = site.start("fill", str(count))
    assert writer.stdout is not None
    before = [writer.stdout.readline().strip() for _number in range(ENOUGH + 1)]
    done = site.zhuanhua("backup", "--to", str(target), "--json")
    meanwhile = [writer.stdout.readline().strip() for _number in range(ENOUGH)]
    writer.kill()
    wrong = writer.communicate()[1]
    assert (done.returncode, before[:1], "" in [*before, *meanwhile]) == (0, ["filled"], False), (
        done.stderr + wrong
    )
    return before[1:], json.loads(done.stdout)


def destroy(site: Site) -> None:
    """Lose the machine: database and folder."""
    shutil.rmtree(site.folder)
    if site.engine == "postgresql":
        sql(f"DROP DATABASE {site.database} WITH (FORCE)")


def bring_keys(keys: dict[str, bytes], site: Site) -> None:
    """Signing key and signed heads are kept elsewhere and brought back by hand."""
    (site.folder / "journal").mkdir(parents=True, exist_ok=True)
    for name, content in keys.items():
        (site.folder / "journal" / name).write_bytes(content)


def test_destroyed_site_comes_back_whole(make_site, tmp_path: Path, evidence: Evidence) -> None:
    lost, fresh, target = make_site("lost"), make_site("fresh"), tmp_path / "backup.tar.gz"
    count = size(20, 2_000)
    acknowledged, told = backed_up_under_load(lost, count, target)
    keys = {path.name: path.read_bytes() for path in (lost.folder / "journal").iterdir()}
    destroy(lost)
    bring_keys(keys, fresh)

    began = time.monotonic()
    done = fresh.zhuanhua("restore", str(target), "--json")
    seconds = time.monotonic() - began

    restored = json.loads(done.stdout)
    assert (done.returncode, restored["differences"]) == (0, []), done.stderr
    assert (restored["rows"], restored["journal"]) == (told["rows"], told["journal"])
    found = fresh.examined()
    assert {f"F-{number}" for number in range(count)} | set(acknowledged) <= set(found["reservations"])
    assert [found[name] for name in ("signs_in", "goes_on", "chain_whole", "books_whole")] == [True] * 4
    assert found["files"] >= count // 5
    for name, value, zh in (
        ("rows restored", restored["rows"], "恢复的行"),
        ("files restored", restored["files"], "恢复的文件"),
        ("seconds to restore", round(seconds, 1), "恢复用时（秒）"),
    ):
        evidence.figure(f"{name}, {lost.engine}", value, zh=f"{zh}，{lost.engine}")
    if fresh.engine == "postgresql":  # zhuanhua/cli/tests/test_backup.py asks the same of SQLite
        again = fresh.zhuanhua("restore", str(target))
        assert (again.returncode, again.stderr.startswith("目标数据库不是空的")) == (2, True)


# --- a backup whose manifest was made to fit what somebody changed inside ---------------------------------------------
def repacked(backup: Path, target: Path, changes: tuple[Callable[[Path], None], ...]) -> None:
    """Unpack, let the changes at the folder, write a manifest that fits again, pack."""
    folder = target.with_suffix(".content")
    with tarfile.open(backup) as tar:
        tar.extractall(folder, filter="data")
    for change in changes:
        change(folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    for name in manifest["sha256"]:
        manifest["sha256"][name] = sha256((folder / name).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                tar.add(path, arcname=path.relative_to(folder).as_posix())
    target.write_bytes(gzip.compress(packed.getvalue(), 1))


def alter(folder: Path, *statements: str) -> None:
    """Change rows of the copied database as somebody would who has the file: without its triggers."""
    with sqlite3.connect(folder / "database.sqlite3") as copy:
        triggers = copy.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _text in triggers:
            copy.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            assert copy.execute(statement).rowcount == 1
        for _name, text in triggers:
            copy.execute(text)


def bent_money(folder: Path) -> None:
    alter(folder, "UPDATE ledger_reservation SET posted_fen = posted_fen + 1 WHERE business_key = 'F-0'")


def bent_journal(folder: Path) -> None:
    alter(folder, "UPDATE journal_entry SET actor_name = '别人' WHERE seq = 3")


def bent_file(folder: Path) -> None:
    path = next(path for path in sorted((folder / "files").rglob("*")) if path.is_file())
    path.write_bytes(path.read_bytes() + b" ")


def test_backup_changed_inside_is_found_by_its_own_books(tmp_path: Path, evidence: Evidence) -> None:
    origin, target = Site(tmp_path / "origin", "sqlite", ""), tmp_path / "backup.tar.gz"
    backed_up_under_load(origin, 6, target)
    bends = (bent_money, bent_journal, bent_file)
    repacked(target, tmp_path / "bent.tar.gz", bends)

    done = Site(tmp_path / "site", "sqlite", "").zhuanhua("restore", str(tmp_path / "bent.tar.gz"))

    assert done.returncode == 1
    for words in ("预留“F-0”的金额和它的资金变动不符。", "第3", "与登记的指纹不符"):
        assert words in done.stderr
    evidence.figure("changes inside a backup found", len(bends), zh="备份内的改动，已发现")
