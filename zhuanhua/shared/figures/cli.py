"""`zhuanhua figures`: what is counted, how much is it, and by which definition?"""

import argparse
import json
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.shared.figures import catalogue, frozen_cli, presenting, queries, series_cli, words

OK = 0


def add_commands(commands: Any) -> None:
    """Add `figures` to the command line; each part sets `run`, which takes the arguments and gives the exit code."""
    figures = commands.add_parser(
        "figures",
        help=_("指标目录和数值"),
        epilog=_("例：zhuanhua figures show contracts.amount --year 2018 --by kind"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parts = figures.add_subparsers(dest="part", required=True, metavar="list|show|freeze|drift|import")
    listing = parts.add_parser("list", help=_("指标目录"), epilog=_("例：zhuanhua figures list --json"))
    showing = parts.add_parser(
        "show", help=_("一个指标的数值"), epilog=_("例：zhuanhua figures show contracts.amount --year 2018")
    )
    showing.add_argument("code", help=_("指标编号，例如contracts.amount"))
    showing.add_argument("--year", type=_year, metavar="YEAR", help=_("年份，例如2018；不填则不限年份"))
    showing.add_argument("--since", type=_day, metavar="DATE", help=_("起始日，含当日，例如2018-01-01"))
    showing.add_argument("--until", type=_day, metavar="DATE", help=_("截止日，含当日"))
    showing.add_argument("--by", default="", metavar="GROUP", help=_("按什么分组，例如kind"))
    showing.add_argument(
        "--where",
        action="append",
        default=[],
        type=_filter,
        metavar="GROUP=KEY",
        help=_("只算一组，例如kind=service；可重复"),
    )
    frozen_cli.add_parts(parts)
    series_cli.add_part(parts, _day)
    for part, run in ((listing, show_list), (showing, show_one)):
        part.add_argument("--json", action="store_true", help=_("供程序读取"))
        part.set_defaults(run=run)


def show_list(arguments: argparse.Namespace) -> int:
    """Print the catalogue."""
    figures = catalogue.all_figures()
    if arguments.json:
        _print_json([presenting.figure_facts(figure) for figure in figures])
        return OK
    for figure in figures:
        print(f"{figure.code}  {figure.name} [{presenting.unit_name(figure)}]  {figure.definition}")
    return OK


def show_one(arguments: argparse.Namespace) -> int:
    """Print one figure with definition, records and as-of date; with --by its groups below."""
    asked: dict[str, Any] = {"year": arguments.year, "since": arguments.since, "until": arguments.until}
    asked["where"] = _gathered(arguments.where)
    said = queries.value(arguments.code, **asked)
    groups = queries.breakdown(arguments.code, by=arguments.by, **asked) if arguments.by else []
    if arguments.json:
        _print_json(presenting.value_facts(said, groups, by=arguments.by))
        return OK
    exact = f" = {said.exact_text}" if said.exact_text != said.text else ""
    told = f"{said.text}{exact}" if said.records else _("没有记录")
    print(f"{said.figure.name}  {said.period.text}  {told}")
    print(f"  {_('指标编号')}  {said.figure.code}")
    print(f"  {_('定义')}  {said.figure.definition}")
    print(f"  {_('记录')}  {_records(said.figure, said.records)}")
    print(f"  {_('截至')}  {said.as_of}")
    for group in groups:
        print(
            f"  {group.label}  {queries.text_of(said.figure, group.exact)}  {_records(said.figure, group.records)}"
        )
    return OK


def _records(figure: catalogue.AnyFigure, count: int) -> str:
    return words.count_text(count, figure.counter)


def _gathered(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    where: dict[str, list[str]] = {}
    for key, chosen in pairs:
        where.setdefault(key, []).append(chosen)
    return where


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise argparse.ArgumentTypeError(_("年份是“%(typed)s”。请填四位数字，例如2018。") % {"typed": text})
    return int(text)


def _filter(text: str) -> tuple[str, str]:
    key, mark, chosen = text.partition("=")
    if not key or not mark:
        message = _("“%(typed)s”应写成GROUP=KEY，例如kind=service。") % {"typed": text}
        raise argparse.ArgumentTypeError(message)
    return key, chosen


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        message = _("“%(typed)s”不是日期。请写成2018-01-01。") % {"typed": text}
        raise argparse.ArgumentTypeError(message) from fault


def _print_json(content: Any) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2, default=str))
