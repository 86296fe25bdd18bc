"""Does a backup come back the same, and is everything refused that would lose or mix records?"""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

SEED_ROWS = """
import django; django.setup()
from django.contrib.sessions.models import Session
from django.utils import timezone
Session.objects.bulk_create(Session(session_key=f"k{n}", session_data="甲", expire_date=timezone.now()) for n in range(25))
"""
ADD_ROW = SEED_ROWS.replace("range(25)", "range(100, 101)")


def site(folder: Path) -> dict[str, str]:
    """The environment of a site of its own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ZHUANHUA_") and name != "DATABASE_URL"
    }
    return kept | {
        "ZHUANHUA_DEBUG": "1",
        "ZHUANHUA_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONWARNINGS": "ignore",
    }


def python(folder: Path, code: str) -> None:
    subprocess.run([sys.executable, "-c", code], env=site(folder), check=True, capture_output=True)


def zhuanhua(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from zhuanhua.cli import main; main()", *words]
    return subprocess.run(command, env=site(folder), capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def origin(tmp_path_factory) -> Path:
    """A site with a database, some rows and two files."""
    folder = tmp_path_factory.mktemp("origin")
    python(
        folder,
        "import django; django.setup(); from django.core.management import call_command as c; c('migrate', verbosity=0)",
    )
    python(folder, SEED_ROWS)
    (folder / "files" / "ab").mkdir(parents=True)
    (folder / "files" / "ab" / "one").write_bytes(b"contract text")
    (folder / "files" / "two").write_bytes(b"\0" * 1000)
    return folder


@pytest.fixture(scope="module")
def backup(origin, tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("backups") / "one.tar.gz"
    done = zhuanhua(origin, "backup", "--to", str(target), "--json")
    assert (done.returncode, json.loads(done.stdout)["files"]) == (0, 2), done.stderr
    return target


def test_backup_restores_the_same_rows_and_files(backup, tmp_path):
    done = zhuanhua(tmp_path, "restore", str(backup), "--json")

    said = json.loads(done.stdout)
    assert (done.returncode, said["differences"], said["files"], said["rows"] > 25) == (0, [], 2, True)
    assert (tmp_path / "files" / "ab" / "one").read_bytes() == b"contract text"


def test_restored_site_without_its_signing_key_is_told_so(backup, tmp_path):
    done = zhuanhua(tmp_path, "restore", str(backup))

    assert (done.returncode, "没有日志的签名密钥" in done.stderr) == (0, True)


def test_backup_is_readable_by_its_owner_only(backup):
    assert backup.stat().st_mode & 0o777 == 0o600


def test_backup_never_overwrites(backup, origin):
    before = backup.read_bytes()

    done = zhuanhua(origin, "backup", "--to", str(backup))

    assert (done.returncode, backup.read_bytes() == before) == (2, True)


def test_restore_refuses_an_occupied_site(backup, origin):
    python(origin, ADD_ROW)

    done = zhuanhua(origin, "restore", str(backup))

    assert (done.returncode, done.stderr.startswith("目标数据库不是空的")) == (2, True)


def test_restore_refuses_a_damaged_backup(backup, tmp_path):
    broken = tmp_path / "broken.tar.gz"
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 0xFF
    broken.write_bytes(content)

    done = zhuanhua(tmp_path / "site", "restore", str(broken))

    assert (done.returncode, (tmp_path / "site" / "city.sqlite3").exists()) == (2, False)


def altered(backup: Path, folder: Path, **changes: object) -> Path:
    """The same backup whose manifest says something else."""
    with tarfile.open(backup) as tar:
        tar.extractall(folder / "content", filter="data")
    path = folder / "content" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    target = folder / "altered.tar.gz"
    with tarfile.open(target, "w:gz") as tar:
        for file in sorted(path.parent.rglob("*")):
            if file.is_file():
                tar.add(file, arcname=file.relative_to(path.parent).as_posix())
    return target


def test_restore_refuses_a_backup_of_newer_code(backup, tmp_path):
    newer = altered(backup, tmp_path, migrations=["journal.9999_from_the_future"], version="9.0")

    done = zhuanhua(tmp_path / "site", "restore", str(newer))

    assert (done.returncode, "journal.9999_from_the_future" in done.stderr) == (2, True)


def test_restore_names_what_differs_from_the_manifest(backup, tmp_path):
    wrong = altered(backup, tmp_path, journal={"seq": 7, "hash": "not this one"})

    done = zhuanhua(tmp_path / "site", "restore", str(wrong), "--json")

    assert (done.returncode, json.loads(done.stdout)["differences"]) == (1, ["日志的最后一条与清单不符。"])


def test_restore_refuses_a_file_that_is_no_backup(tmp_path):
    other = tmp_path / "other.tar.gz"
    other.write_text("合同")

    done = zhuanhua(tmp_path / "site", "restore", str(other))

    assert (done.returncode, "损坏或不是备份" in done.stderr) == (2, True)
