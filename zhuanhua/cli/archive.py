"""What stands in a backup, and how is it proved whole: one tar file with a manifest of counts, journal head and SHA-256."""

import hashlib
import json
import tarfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.core.errors import Refusal

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


@dataclass
class Manifest:
    """What a backup says of itself."""

    made_at: str
    version: str
    engine: str
    migrations: list[str]
    rows: dict[str, int]
    journal: dict[str, Any]
    demo: bool = False
    sha256: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Store it beside what it describes."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / MANIFEST).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an unpacked backup; what is not one is refused."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(**content)
    except (OSError, ValueError, TypeError) as fault:
        raise Refusal(_("这个文件不是转化的备份：没有可读的清单。")) from fault
    if manifest.format != FORMAT:
        raise Refusal(
            _("备份的格式是%(theirs)s，此程序只认识%(ours)s。") % {"theirs": manifest.format, "ours": FORMAT},
            way_out=_("请用较新的程序恢复。"),
        )
    return manifest


def fingerprint(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def fingerprints(folder: Path) -> dict[str, str]:
    """SHA-256 of every file under a folder except the manifest, by relative path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): fingerprint(path) for path in paths}


def row_counts() -> dict[str, int]:
    """Rows of every table, as this connection sees them now."""
    names = sorted(connection.introspection.table_names())
    counts = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608  a name from the catalogue, quoted
            counts[name] = int(cursor.fetchone()[0])
    return counts


def journal_head() -> dict[str, Any]:
    """The last line of the journal: the whole chain before it hangs on its hash."""
    entry = apps.get_model("journal", "Entry").objects.order_by("-seq").first()
    return {"seq": entry.seq, "hash": entry.hash} if entry else {"seq": 0, "hash": ""}


def applied_migrations() -> list[str]:
    """Migrations that this database has."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def pack(folder: Path, target: Path) -> None:
    """Write the folder as one tar file, manifest first."""
    with tarfile.open(target, "w:gz", compresslevel=3) as tar:
        tar.add(folder / MANIFEST, arcname=MANIFEST)
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name != MANIFEST:
                tar.add(path, arcname=path.relative_to(folder).as_posix())


def unpack(source: Path, folder: Path) -> Manifest:
    """Unpack into an empty folder and prove every byte against the manifest."""
    try:
        with tarfile.open(source, "r:*") as tar:
            tar.extractall(folder, filter="data")
    except (tarfile.TarError, OSError, EOFError) as fault:
        raise Refusal(
            _("备份文件%(name)s损坏或不是备份：%(fault)s。") % {"name": source.name, "fault": fault},
            way_out=_("请换一个备份文件。"),
        ) from fault
    manifest = read_manifest(folder)
    found = fingerprints(folder)
    wrong = sorted(
        name for name in {*found, *manifest.sha256} if found.get(name) != manifest.sha256.get(name)
    )
    if wrong:
        raise Refusal(
            ngettext(
                "备份与其清单不符，第一处是%(name)s，共%(count)d处。",
                "备份与其清单不符，第一处是%(name)s，共%(count)d处。",
                len(wrong),
            )
            % {"name": wrong[0], "count": len(wrong)},
            way_out=_("请换一个备份文件。"),
        )
    return manifest
