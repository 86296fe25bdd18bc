"""`zhuanhua letters list|show|export|drift`: how far is each reply, what do its numbers say, which have moved, and the paper itself."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.accountability.replies.drifting import moved_figures
from zhuanhua.accountability.replies.letter_files import KINDS, paper_bytes
from zhuanhua.accountability.replies.models import Letter
from zhuanhua.accountability.replies.paper import figure_rows
from zhuanhua.accountability.replies.queries import trace_of
from zhuanhua.core.errors import Refusal

IN_ORDER, NOT_IN_ORDER, FAILED = 0, 1, 2


def add_parts(parts: Any) -> None:
    """Add the parts that read the letters of this house."""
    listing = _part(parts, "list", _("列出答复"), _("例：zhuanhua letters list --json"))
    listing.set_defaults(run=run_list)
    told = _(
        "例：zhuanhua letters show 2026-DF-00001\n退出码：0每个数都有着落，1还有没着落的，2没有这份答复。"
    )
    show = _part(parts, "show", _("列出一份答复的每个数和没有着落的数"), told)
    told = _("例：zhuanhua letters drift 2026-DF-00001\n退出码：0没有变化，1有变化，2没有这份答复。")
    drift = _part(parts, "drift", _("冻结之后哪些数变了，因为哪些记录"), told)
    told = _("例：zhuanhua letters export 2026-DF-00001 --to 答复.docx\n退出码：0已写出，2写不出来。")
    export = _part(parts, "export", _("写出Word或者PDF"), told)
    export.add_argument("--to", type=Path, required=True, help=_("文件名以.docx或者.pdf结尾"))
    for part, run in ((show, run_show), (drift, run_drift), (export, run_export)):
        part.add_argument("number", help=_("答复编号"))
        part.set_defaults(run=run)


def run_list(options: argparse.Namespace) -> int:
    """Name every letter with its state."""
    rows = [
        {"number": each.number, "state": each.state, "title": each.title, "document_number": each.document_number}
        for each in Letter.objects.select_related("proposal")
    ]  # fmt: skip
    _print(options, rows, [" ".join(filter(None, row.values())) for row in rows])
    return IN_ORDER


def run_show(options: argparse.Namespace) -> int:
    """Say every number with its source, and what has none."""
    letter = _letter(options)
    if letter is None:
        return FAILED
    found = trace_of(letter)
    figures, problems = [asdict(row) for row in figure_rows(letter, found)], found.blocking
    lost = [{"line": each.line, "text": each.text, "why": each.why} for each in problems]
    lines = [
        "  ".join(filter(None, (row["text"], row["name"], row["source"], row["records"], row["cut"])))
        for row in figures
    ]
    lines += [f"! {each['line']}: {each['text']}  {each['why']}" for each in lost]
    told = {"number": letter.number, "state": letter.state, "figures": figures, "untraced": lost}
    _print(options, told, lines)
    return NOT_IN_ORDER if lost else IN_ORDER


def run_drift(options: argparse.Namespace) -> int:
    """Count every frozen number again."""
    letter = _letter(options)
    if letter is None:
        return FAILED
    moved = moved_figures(letter)
    rows = [{"mark": each.figure.mark, "then": each.then, "now": each.now, "why": each.why} for each in moved]
    _print(options, rows, [each.words for each in moved] or [_("没有变化")])
    return NOT_IN_ORDER if moved else IN_ORDER


def run_export(options: argparse.Namespace) -> int:
    """Write the paper into a file."""
    letter, kind = _letter(options), KINDS.get(options.to.suffix.lower().removeprefix("."))
    if letter is None:
        return FAILED
    if kind is None:
        print(_("文件名以.docx或者.pdf结尾"), file=sys.stderr)
        return FAILED
    try:
        options.to.write_bytes(paper_bytes(letter, kind))
    except (Refusal, OSError) as fault:
        print(fault, file=sys.stderr)
        return FAILED
    _print(options, {"file": str(options.to)}, [str(options.to)])
    return IN_ORDER


def _part(parts: Any, name: str, words: str, example: str) -> Any:
    part = parts.add_parser(
        name, help=words, epilog=example, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    part.add_argument("--json", action="store_true", help=_("供程序读取"))
    return part


def _letter(options: argparse.Namespace) -> Letter | None:
    found = Letter.objects.filter(number=options.number).first()
    if found is None:
        print(_("没有编号为“%(number)s”的答复。") % {"number": options.number[:40]}, file=sys.stderr)
    return found


def _print(options: argparse.Namespace, told: Any, lines: list[str]) -> None:
    print(json.dumps(told, ensure_ascii=False, indent=2) if options.json else "\n".join(lines))
