"""`zhuanhua backup`: database, files and their proofs in one file, taken while the site is at work."""

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

import zhuanhua
from zhuanhua.cli import archive, dump
from zhuanhua.cli.codes import OK
from zhuanhua.cli.words import say, say_json
from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Refusal


def add_commands(commands: Any) -> None:
    """Add `backup`."""
    parser = commands.add_parser(
        "backup",
        help=_("把数据库和文件备份为一个文件"),
        description=_(
            "把数据库和文件备份为一个文件，附行数、日志链头和每个文件的SHA-256。网站可以照常运行。密钥不在其中，请另行保管。"
        ),
        epilog=_(
            "例：zhuanhua backup --to /srv/backup\n    zhuanhua backup --to /srv/backup/today.tar.gz --json"
        ),
    )
    parser.add_argument("--to", type=Path, required=True, metavar=_("目录或文件"))
    parser.add_argument("--json", action="store_true", help=_("供程序读取"))
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Make the backup and say where it lies and what is in it."""
    began = time.monotonic()
    target = place_for(asked.to)
    manifest = make(target)
    result = {
        "file": str(target),
        "bytes": target.stat().st_size,
        "sha256": archive.fingerprint(target),
        "rows": sum(manifest.rows.values()),
        "files": len(manifest.sha256) - 1,
        "journal": manifest.journal,
        "seconds": round(time.monotonic() - began, 1),
    }
    if asked.json:
        say_json(result)
    else:
        say(
            _(
                "已备份到%(file)s：%(rows)d行，%(files)d个文件，日志到第%(seq)d条，%(bytes)d字节，%(seconds)s秒。"
            )
            % {**result, "seq": manifest.journal["seq"]}
        )
        say(f"SHA-256  {result['sha256']}")
    return OK


def place_for(wanted: Path) -> Path:
    """The file to write: named by the moment inside a folder, or as asked; an existing file is never overwritten."""
    target = (
        wanted / f"zhuanhua-{city_now():%Y%m%d-%H%M%S}.tar.gz"
        if wanted.is_dir() or not wanted.suffix
        else wanted
    )
    if target.exists():
        raise Refusal(
            _("%(file)s已经存在，备份不覆盖旧文件。") % {"file": target}, way_out=_("请换一个名字。")
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise Refusal(
            _("不能写入%(folder)s：%(fault)s。") % {"folder": target.parent, "fault": fault.strerror}
        ) from fault
    return target


def make(target: Path) -> archive.Manifest:
    """Write the backup beside its final name and move it there only when it is whole and on disk."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as name:
        folder = Path(name) / "content"
        folder.mkdir()
        manifest = archive.Manifest(
            made_at=city_now().isoformat(timespec="seconds"),
            version=zhuanhua.__version__,
            engine=connection.vendor,
            migrations=[],
            rows={},
            journal={},
            demo=settings.DEMO,
        )

        def look() -> None:
            manifest.migrations = archive.applied_migrations()
            manifest.rows = archive.row_counts()
            manifest.journal = archive.journal_head()

        copy_files(folder / "files")
        dump.dump(folder / archive.DATABASE[connection.vendor], look)
        copy_files(
            folder / "files"
        )  # a file is written before its row and goes after it: two looks have them all
        manifest.sha256 = archive.fingerprints(folder)
        manifest.write(folder)
        packed = Path(name) / "packed"
        archive.pack(folder, packed)
        with packed.open("rb") as content:
            os.fsync(content.fileno())
        packed.chmod(0o600)  # it holds contract texts and personal data
        packed.rename(target)
    return manifest


def copy_files(target: Path) -> None:
    """Copy what is not there yet or has changed; a file that goes meanwhile belongs to no row of the copy."""
    for path in sorted(settings.FILES_DIR.rglob("*")) if settings.FILES_DIR.exists() else ():
        copy = target / path.relative_to(settings.FILES_DIR)
        try:
            if path.is_file() and not (copy.exists() and _mark(copy) == _mark(path)):
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, copy)
        except FileNotFoundError:
            continue


def _mark(path: Path) -> tuple[int, int]:
    """Size and moment of the last change."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns
