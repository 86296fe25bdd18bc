"""`zhuanhua restore`: bring a backup back into an empty site, and prove that it is the same."""

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from zhuanhua.cli import archive, dump
from zhuanhua.cli.codes import FOUND, OK
from zhuanhua.cli.words import note, say, say_json
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.journal import heads
from zhuanhua.shared.journal import verifier as journal
from zhuanhua.shared.journal.queries import check_chain
from zhuanhua.shared.ledger import verifying as ledger


def add_commands(commands: Any) -> None:
    """Add `restore`."""
    parser = commands.add_parser(
        "restore",
        help=_("把备份恢复到一个空的站点，并逐项核对"),
        epilog=_(
            "例：zhuanhua restore /srv/backup/zhuanhua-20261101-030000.tar.gz\n    zhuanhua restore FILE --check-only   只核对备份文件"
        ),
    )
    parser.add_argument("file", type=Path, metavar=_("备份文件"))
    parser.add_argument("--check-only", action="store_true", help=_("只核对备份文件本身，不恢复"))
    parser.add_argument("--json", action="store_true", help=_("供程序读取"))
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Prove the backup, then the target, then restore, then prove the result."""
    began = time.monotonic()
    if not asked.file.is_file():
        raise Refusal(_("没有文件%(file)s。") % {"file": asked.file})
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restore-") as name:
        folder = Path(name)
        manifest = archive.unpack(asked.file, folder)
        differences: list[str] = []
        if not asked.check_only:
            refuse_newer(manifest)
            refuse_occupied(manifest)
            bring_back(folder, manifest)
            differences = compare(manifest) + unsound()
    report(asked, manifest, differences, round(time.monotonic() - began, 1))
    return FOUND if differences else OK


def refuse_newer(manifest: archive.Manifest) -> None:
    """A backup of newer code has tables and meanings that this code does not know."""
    known = {
        f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    }
    unknown = sorted(set(manifest.migrations) - known)
    if unknown:
        raise Refusal(
            _("备份来自较新的程序（%(version)s），此程序不认识其中的%(migration)s。")
            % {"version": manifest.version, "migration": unknown[0]},
            way_out=_("请先安装不旧于该版本的程序。"),
        )


def refuse_occupied(manifest: archive.Manifest) -> None:
    """Only an empty site is filled; another database engine is another matter."""
    if manifest.engine != connection.vendor:
        raise Refusal(
            _("备份来自%(theirs)s，这里是%(ours)s，不能互相恢复。")
            % {"theirs": manifest.engine, "ours": connection.vendor}
        )
    if manifest.demo != settings.DEMO:
        raise Refusal(_("演示城市的备份只能恢复为演示城市，正式站点的备份只能恢复为正式站点。"))
    if connection.introspection.table_names():
        raise Refusal(
            _("目标数据库不是空的，恢复不会覆盖已有的数据。"),
            way_out=_("请指向一个新建的空数据库（DATABASE_URL 或 ZHUANHUA_DATA_DIR）。"),
        )
    if settings.FILES_DIR.exists() and any(settings.FILES_DIR.iterdir()):
        raise Refusal(
            _("目标文件目录%(folder)s不是空的。") % {"folder": settings.FILES_DIR},
            way_out=_("请移走其中的文件。"),
        )


def bring_back(folder: Path, manifest: archive.Manifest) -> None:
    """Database first, then files."""
    dump.load(folder / archive.DATABASE[manifest.engine])
    if (folder / "files").exists():
        shutil.copytree(folder / "files", settings.FILES_DIR, dirs_exist_ok=True)


def compare(manifest: archive.Manifest) -> list[str]:
    """Every difference between the restored site and the manifest, in sentences."""
    found = []
    rows = archive.row_counts()
    for table in sorted({*rows, *manifest.rows}):
        if rows.get(table) != manifest.rows.get(table):
            found.append(
                _("表%(table)s应有%(wanted)s行，现有%(found)s行。")
                % {"table": table, "wanted": manifest.rows.get(table), "found": rows.get(table)}
            )
    if archive.journal_head() != manifest.journal:
        found.append(_("日志的最后一条与清单不符。"))
    wanted = {
        name.removeprefix("files/"): mark
        for name, mark in manifest.sha256.items()
        if name.startswith("files/")
    }
    present = archive.fingerprints(settings.FILES_DIR) if settings.FILES_DIR.exists() else {}
    found += [
        _("文件%(name)s与清单不符。") % {"name": name}
        for name in sorted(wanted)
        if present.get(name) != wanted[name]
    ]
    return found


def unsound() -> list[str]:
    """What the journal's chain and the ledger's books say against themselves; a manifest cannot vouch for them."""
    chain, books = check_chain(), ledger.verify()
    return [
        *([] if chain.is_whole else journal.tell(chain, _)),
        *(ledger.speak(fault) for fault in books.in_order),
        *(_("文件“%(name)s”（%(case)s）不在，或与登记的指纹不符。") % each for each in damaged_files()),
    ]


def damaged_files() -> Iterator[dict[str, str]]:
    """Name every kept file whose bytes are not those that its row knows."""
    for stored in (
        apps.get_model("documents", "StoredFile").objects.filter(removed_at__isnull=True).iterator()
    ):
        path = settings.FILES_DIR / stored.content.name
        if not path.is_file() or archive.fingerprint(path) != stored.sha256:
            yield {"name": stored.name, "case": stored.case_number}


def report(
    asked: argparse.Namespace, manifest: archive.Manifest, differences: list[str], seconds: float
) -> None:
    """Say what was restored and what is not as it should be."""
    files = sum(name.startswith("files/") for name in manifest.sha256)
    result = {
        "made_at": manifest.made_at,
        "rows": sum(manifest.rows.values()),
        "files": files,
        "journal": manifest.journal,
        "restored": not asked.check_only,
        "differences": differences,
        "seconds": seconds,
    }
    if asked.json:
        say_json(result)
        return
    for line in differences:
        note(line)
    words = (
        _("备份完好：") if asked.check_only else _("已恢复：") if not differences else _("已恢复，但有不符：")
    )
    say(words + _("%(made_at)s的%(rows)d行和%(files)d个文件，%(seconds)s秒。") % result)
    if asked.check_only or differences:
        return
    say(_("行数、文件、日志链和资金账都已核对。"))
    if not (heads.folder() / "journal.key").exists():
        note(
            _("%(folder)s里没有日志的签名密钥和已签的首：请从另存处放回，再启动网站。")
            % {"folder": heads.folder()}
        )
    say(_("下一步：zhuanhua serve --migrate。"))
