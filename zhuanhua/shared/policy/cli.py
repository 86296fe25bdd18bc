"""`zhuanhua policy`: which values hold, since when and by which document, and do the cases pass?"""

import argparse
import json
import sys
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.shared.policy import library, verdict_cli
from zhuanhua.shared.policy.book import Value
from zhuanhua.shared.policy.templatetags.policy import (
    EVIDENCE,
    STATUSES,
    has_our_title,
    value_article,
    value_document,
    value_name,
    value_text,
)

OK, FAILED, WRONG_USE = 0, 1, 2


def add_commands(commands: Any) -> None:
    """Add `policy` to the command line; each part sets `run`, which takes the arguments and gives the exit code."""
    policy = commands.add_parser(
        "policy",
        help=_("规则中的数值、出处和案例"),
        epilog=_(
            "例：zhuanhua policy list --on 2026-03-01\n    zhuanhua policy show contracts.review_from_fen\n    zhuanhua policy cases"
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parts = policy.add_subparsers(dest="part", required=True, metavar="list|show|cases|verdict|replay")
    listing = parts.add_parser(
        "list", help=_("某日有效的全部数值"), epilog=_("例：zhuanhua policy list --on 2026-03-01 --json")
    )
    showing = parts.add_parser(
        "show", help=_("一个值的全部历史"), epilog=_("例：zhuanhua policy show contracts.review_from_fen")
    )
    showing.add_argument("id", help=_("值的编号"))
    testing = parts.add_parser(
        "cases",
        help=_("运行各项目的案例；有不符合的，退出码为1"),
        epilog=_("例：zhuanhua policy cases contracts"),
    )
    testing.add_argument("programme", nargs="?", default="", help=_("只运行一个项目"))
    for part, run in ((listing, show_list), (showing, show_one), (testing, run_cases)):
        part.add_argument("--json", action="store_true", help=_("供程序读取"))
        part.set_defaults(run=run)
        if part is not testing:
            part.add_argument(
                "--on", type=_day, default=None, metavar="DATE", help=_("哪一天，例如2026-03-01")
            )
    verdict_cli.add_parts(parts, _day)


def show_list(arguments: argparse.Namespace) -> int:
    """Print the values in force on a day."""
    day = arguments.on or city_today()
    sets = [(shelf, shelf.book.on(day)) for shelf in library.shelves()]
    if arguments.json:
        _print_json(
            [
                _as_json(entry) | {"version": values.version}
                for _shelf, values in sets
                for entry in values.entries
            ]
        )
        return OK
    for shelf, values in sets:
        print(
            _("%(title)s，%(day)s有效，版本%(version)s")
            % {"title": shelf.title, "day": day, "version": values.version}
        )
        for entry in values.entries:
            mark = "" if entry.is_verified else f"  [{STATUSES[entry.status][1]}]"
            print(f"  {entry.id}  {value_text(entry)}  {_source(entry)}{mark}")
    return OK


def show_one(arguments: argparse.Namespace) -> int:
    """Print one value with its history; with --on only the span that holds then."""
    shelf = library.shelf_of(arguments.id)
    if shelf is None:
        known = _("、").join(identifier for each in library.shelves() for identifier in each.book.ids())
        print(
            _("没有编号为“%(id)s”的规则值。可用的编号：%(known)s。") % {"id": arguments.id, "known": known},
            file=sys.stderr,
        )
        return WRONG_USE
    spans = [
        entry
        for entry in shelf.book.history(arguments.id)
        if arguments.on is None or entry.holds_on(arguments.on)
    ]
    if arguments.json:
        _print_json([_as_json(entry) for entry in spans])
    elif not spans:
        print(_("%(id)s在%(day)s没有有效的值。") % {"id": arguments.id, "day": arguments.on}, file=sys.stderr)
    else:
        print(f"{arguments.id}  {value_name(spans[-1])}")
        for entry in spans:
            _print_span(entry)
    return OK if spans else FAILED


def run_cases(arguments: argparse.Namespace) -> int:
    """Run the cases and print those that are missed."""
    shelves = [
        shelf
        for shelf in library.shelves()
        if shelf.has_cases
        and (not arguments.programme or f"{shelf.label}.".startswith(f"{arguments.programme}."))
    ]
    if arguments.programme and not shelves:
        print(_("“%(name)s”没有案例。") % {"name": arguments.programme}, file=sys.stderr)
        return WRONG_USE
    outcomes = [(shelf, outcome) for shelf in shelves for outcome in shelf.outcomes()]
    failed = [outcome for _shelf, outcome in outcomes if not outcome.passed]
    if arguments.json:
        _print_json(
            [
                {
                    "programme": shelf.label,
                    "case": each.case.title,
                    "passed": each.passed,
                    "says": each.sentence(),
                }
                for shelf, each in outcomes
            ]
        )
    else:
        for outcome in failed:
            print(f"✕ {outcome.sentence()}（{outcome.case.source}）")
        counts = {"all": len(outcomes), "good": len(outcomes) - len(failed), "bad": len(failed)}
        print(_("%(all)s个案例，%(good)s个符合，%(bad)s个不符合。") % counts)
    return FAILED if failed else OK


def _print_span(entry: Value) -> None:
    until = entry.effective_to or _("现行")
    print(f"  {entry.effective_from} — {until}  {value_text(entry)}")
    print(f"    {_source(entry)} {entry.source.url}")
    if has_our_title(entry):
        print(f"    {entry.source.doc}{entry.source.article}")
    print(f"    {EVIDENCE[entry.evidence]}（{entry.evidence}）  {STATUSES[entry.status][1]}")
    if entry.note:
        print(f"    {entry.note}")


def _source(entry: Value) -> str:
    between = ", " if has_our_title(entry) and entry.source.article else ""
    return f"{value_document(entry)}{between}{value_article(entry)}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        message = _("“%(typed)s”不是日期。请写成2026-03-01。") % {"typed": text}
        raise argparse.ArgumentTypeError(message) from fault


def _as_json(entry: Value) -> dict[str, Any]:
    return {
        "id": entry.id,
        "name": entry.name,
        "value": entry.value,
        "unit": entry.unit,
        "text": entry.text,
        "effective_from": entry.effective_from,
        "effective_to": entry.effective_to,
        "source": vars(entry.source),
        "evidence": entry.evidence,
        "status": entry.status,
    }


def _print_json(content: Any) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2, default=str))
