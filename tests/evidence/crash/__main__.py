"""How long, how often, with which seed? Builds a site, lets it be worked on and killed, judges it, prints what happened as JSON.

`python -m tests.evidence.crash --engine postgresql --seed 7 --seconds 60` runs the kills of seed 7 again.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import django

from tests.support.postgres import Cluster

SHARED_MEMORY = Path("/dev/shm")


def asked(words: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.evidence.crash", description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument(
        "--acks",
        type=int,
        default=1,
        help="go on until so many writes are acknowledged over HTTP, however slow the machine is",
    )
    parser.add_argument("--workers", type=int, default=4, help="through the service layer")
    parser.add_argument("--visitors", type=int, default=2, help="over HTTP, against a server of their own")
    parser.add_argument(
        "--databases", type=float, default=5, help="seconds between two kills of the database"
    )
    parser.add_argument("--plant", default="", help="told_before_commit, synchronous_commit_off")
    parser.add_argument(
        "--tables", default="", help="a file with the empty tables, where they are made already"
    )
    parser.add_argument("--disk", action="store_true", help="the cluster's files on the disk, not in memory")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """Make the folder and the database, run, print; 1 when a promise was broken."""
    wanted = asked(words)
    folder = Path(tempfile.mkdtemp(prefix="zh-crash-", dir="/tmp"))
    cluster = None
    try:
        if wanted.engine == "postgresql":
            at = SHARED_MEMORY if SHARED_MEMORY.is_dir() and not wanted.disk else Path("/tmp")
            cluster = Cluster(durable=True, at=at)
            cluster.start()
        told = _run(wanted, folder, cluster)
    finally:
        if cluster is not None:
            cluster.remove()
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(told, ensure_ascii=False))
    return 1 if told["broken"] else 0


def _run(wanted: argparse.Namespace, folder: Path, cluster: Cluster | None) -> dict[str, Any]:
    os.environ.update(environment_of(folder, cluster))
    if wanted.tables:
        _load(Path(wanted.tables), folder, cluster)
    django.setup()
    if not wanted.tables:
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
    from tests.evidence.crash.run import Run

    return Run(wanted, folder, cluster).told()


def environment_of(folder: Path, cluster: Cluster | None) -> dict[str, str]:
    """The settings of the site: full durability, as in production; a frozen day, and no mail."""
    for name in [each for each in os.environ if each.startswith("ZHUANHUA_")] + ["DATABASE_URL"]:
        os.environ.pop(name, None)
    told = {
        "DJANGO_SETTINGS_MODULE": "config.settings", "ZHUANHUA_DEBUG": "1", "ZHUANHUA_DATA_DIR": str(folder),
        "ZHUANHUA_JOBS_IMMEDIATE": "1", "ZHUANHUA_TODAY": "2018-11-05", "ZHUANHUA_LANG": "zh",
        "ZHUANHUA_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
    }  # fmt: skip
    return told | ({"DATABASE_URL": cluster.url} if cluster else {})


def _load(tables: Path, folder: Path, cluster: Cluster | None) -> None:
    """Take over tables that were made before."""
    if cluster is None:
        shutil.copy(tables, folder / "city.sqlite3")
        return
    command = [str(cluster.bin / "psql"), "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", str(tables), cluster.url]
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
