"""`zhuanhua verify journal`, `zhuanhua export journal|heads|key`: does the chain hold, and how does it leave the house?"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal
from zhuanhua.shared.journal import heads
from zhuanhua.shared.journal.queries import check_chain, lines
from zhuanhua.shared.journal.verifier import as_json, tell

OK, FAILED = 0, 1


def add_commands(commands: Any) -> None:
    """Add `verify journal` and `export journal|heads|key`; each part sets `run`."""
    verify = _parts(commands, "verify", _("核对记录是否被改动"))
    part = verify.add_parser(
        "journal", help=_("核对日志链；有断点，退出码为1"), epilog=_("例：zhuanhua verify journal --json")
    )
    part.add_argument("--heads", type=Path, help=_("另存他处的签名首；不给，就用本机留存的"))
    part.add_argument("--json", action="store_true", help=_("供程序读取"))
    part.set_defaults(run=verify_journal)
    export = _parts(commands, "export", _("导出记录"))
    ways: tuple[tuple[str, str, Callable[[argparse.Namespace], int]], ...] = (
        ("journal", _("全部日志，每行一个JSON"), export_journal),
        ("heads", _("签下当前链尾，导出全部签名首；应存到别的机器上"), export_heads),
        ("key", _("核对签名首的公钥"), export_key),
    )
    for name, words, run in ways:
        part = export.add_parser(name, help=words)
        part.add_argument("--out", type=Path, help=_("写到哪个文件；不给，写到屏幕"))
        part.set_defaults(run=run)


def _parts(commands: Any, name: str, words: str) -> Any:
    """Make a command with parts, or find the one that another room has made."""
    known = commands.choices.get(name)
    if known is None:
        return commands.add_parser(name, help=words).add_subparsers(dest="part", required=True)
    return next(each for each in known._actions if isinstance(each, argparse._SubParsersAction))  # noqa: SLF001 - argparse offers no other way


def verify_journal(arguments: argparse.Namespace) -> int:
    """Check the chain in the database."""
    given = arguments.heads
    if given is not None and not given.exists():
        raise Refusal(_("没有文件%(name)s。") % {"name": given}, way_out=_("请核对路径。"))
    report = check_chain(heads.kept_heads(given) if given else None)
    told = [json.dumps(as_json(report, _), ensure_ascii=False)] if arguments.json else tell(report, _)
    print("\n".join(told))
    return OK if report.is_whole else FAILED


def export_journal(arguments: argparse.Namespace) -> int:
    """Write every line."""
    written = _write(arguments.out, (json.dumps(line, ensure_ascii=False) for line in lines()))
    return _said(arguments.out, _("%(count)d行日志写入%(name)s。"), written)


def export_heads(arguments: argparse.Namespace) -> int:
    """Sign the present end, and write every head."""
    heads.sign_head()
    written = _write(arguments.out, (json.dumps(head, ensure_ascii=False) for head in heads.kept_heads()))
    return _said(arguments.out, _("%(count)d个签名首写入%(name)s。"), written)


def export_key(arguments: argparse.Namespace) -> int:
    """Write the public key."""
    _write(arguments.out, heads.public_pem().splitlines())
    return OK


def _write(out: Path | None, rows: Iterable[str]) -> int:
    count = 0
    file = out.open("w", encoding="utf-8") if out else sys.stdout
    try:
        for count, row in enumerate(rows, start=1):  # noqa: B007 - the count is what remains
            file.write(row + "\n")
    finally:
        if out:
            file.close()
    return count


def _said(out: Path | None, words: str, count: int) -> int:
    if out:
        print(words % {"count": count, "name": out})
    return OK
