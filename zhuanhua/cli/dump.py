"""How does a whole database go into a file and come back, consistently while the site is at work?"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal


def dump(target: Path, look: Callable[[], None]) -> None:
    """Copy the database into a file; `look` runs on exactly the state that is copied."""
    if connection.vendor == "sqlite":
        dump_sqlite(target, look)
    else:
        dump_postgres(target, look)


def dump_sqlite(target: Path, look: Callable[[], None]) -> None:
    """SQLite's own online backup, inside a write transaction so that nothing moves between copy and counts."""
    with transaction.atomic():
        look()
        with (
            closing(sqlite3.connect(connection.settings_dict["NAME"])) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if answer != "ok":
        raise Refusal(
            _("数据库文件已损坏：%(answer)s。") % {"answer": answer}, way_out=_("请从上一个完好的备份恢复。")
        )


def dump_postgres(target: Path, look: Callable[[], None]) -> None:
    """pg_dump on an exported snapshot; the counts are taken on the same snapshot."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        look()
        postgres_program(
            "pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}"
        )


def load(source: Path) -> None:
    """Fill the empty database from a file."""
    if connection.vendor == "sqlite":
        target = Path(connection.settings_dict["NAME"])
        connection.close()
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(target)) as fresh:
            copy.backup(fresh)
    else:
        name = connection.settings_dict["NAME"]
        connection.close()
        postgres_program(
            "pg_restore",
            "--no-owner",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={name}",
            str(source),
        )


def postgres_program(name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs with the site's connection; the password travels by environment, not by arguments."""
    program = shutil.which(name)
    if program is None:
        raise Refusal(
            _("此处没有%(name)s程序。") % {"name": name},
            way_out=_("请安装与服务器版本相同的 postgresql-client。"),
        )
    done = subprocess.run(
        [program, *arguments],
        env={**os.environ, **postgres_environment()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refusal(_("%(name)s没有完成：%(said)s") % {"name": name, "said": done.stderr.strip()[-800:]})


def postgres_environment() -> dict[str, str]:
    """The site's connection in the words of libpq."""
    base = settings.DATABASES["default"]
    options = connection.settings_dict.get("OPTIONS", {})
    words = {
        "PGHOST": base.get("HOST"),
        "PGPORT": base.get("PORT"),
        "PGUSER": base.get("USER"),
        "PGPASSWORD": base.get("PASSWORD"),
        "PGDATABASE": connection.settings_dict["NAME"],
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
    }
    return {name: str(value) for name, value in words.items() if value}
