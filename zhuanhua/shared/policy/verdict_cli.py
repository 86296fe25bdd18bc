"""`zhuanhua policy verdict` and `zhuanhua policy replay`: why this amount, and what would another value have cost?"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.core import money
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.policy import queries, rules
from zhuanhua.shared.policy.book import PolicyError
from zhuanhua.shared.policy.presenting import condition_lines, sum_lines
from zhuanhua.shared.policy.replaying import PartyChange, Replay, overrides_in, read_typed, replay
from zhuanhua.shared.policy.verdicts import Sheet
from zhuanhua.shared.policy.wording import here

OK, FAILED, WRONG_USE = 0, 1, 2
MARKS = {"yes": "✓", "no": "✕", "unknown": "?"}
SHOWN = 20


def add_parts(parts: Any, day: Any) -> None:
    """Add both parts to `policy`; each kind of case that rules know has its own option (`--contract NUMBER`)."""
    judging = parts.add_parser(
        "verdict",
        help=_("一件案例的判定表：条件、数值、来源和算式"),
        epilog=_(
            "例：zhuanhua policy verdict contracts.subsidy.seller --contract 2018210111000001 --on 2018-12-31"
        ),
    )
    judging.add_argument("rule", help=_("规则的编号"))
    which = judging.add_mutually_exclusive_group(required=True)
    which.add_argument("--case", metavar="KIND:NUMBER", help=_("案例的种类和编号"))
    for kind in sorted({rule.case_kind for rule in rules.rules() if rule.case_kind}):
        which.add_argument(f"--{kind}", metavar="NUMBER", dest=f"number_{kind}", help=_("案例的编号"))
    trying = parts.add_parser(
        "replay",
        help=_("用改动的数值试算全部案例：谁多得、谁少得、多花多少"),
        epilog=_(
            "例：zhuanhua policy replay contracts.subsidy.seller --on 2018-12-31 --set contracts.subsidy.seller.year_cap_fen=30万元"
        ),
    )
    trying.add_argument("rule", help=_("规则的编号"))
    trying.add_argument(
        "--with",
        dest="file",
        type=Path,
        metavar="VALUES.yaml",
        help=_("改动的数值，规则文件的写法或“编号: 值”"),
    )
    trying.add_argument(
        "--set",
        dest="sets",
        action="append",
        default=[],
        metavar="ID=VALUE",
        help=_("改动一个值，可以写几次"),
    )
    for part, run in ((judging, show_verdict), (trying, show_replay)):
        part.add_argument("--on", type=day, default=None, metavar="DATE", help=_("哪一天，例如2026-03-01"))
        part.add_argument("--json", action="store_true", help=_("供程序读取"))
        part.set_defaults(run=_told(run))


def _told(run: Any) -> Any:
    def told(arguments: argparse.Namespace) -> int:
        try:
            return int(run(arguments))
        except (PolicyError, Refusal) as fault:
            print(fault, file=sys.stderr)
            return WRONG_USE

    return told


def show_verdict(arguments: argparse.Namespace) -> int:
    """Print the sheet of one case with what is known now; kept sheets are not touched."""
    rule = rules.find(arguments.rule)
    kind, number = _asked(arguments)
    day = arguments.on or city_today()
    if kind != rule.case_kind:
        print(
            _("规则%(rule)s判定的是%(kind)s。") % {"rule": rule.code, "kind": rule.case_kind}, file=sys.stderr
        )
        return WRONG_USE
    try:
        sheet = queries.sheet_for(rule, rule.known_as(number), day)
    except LookupError:
        words = {"number": number, "day": day, "rule": rule.code}
        print(_("规则%(rule)s在%(day)s没有编号为“%(number)s”的案例。") % words, file=sys.stderr)
        return FAILED
    if arguments.json:
        extra = {"digest": sheet.digest, "payable": sheet.payable}
        print(json.dumps(sheet.content | extra, ensure_ascii=False, indent=2))
    else:
        _print_sheet(sheet)
    return OK


def _asked(arguments: argparse.Namespace) -> tuple[str, str]:
    if arguments.case:
        kind, _colon, number = arguments.case.partition(":")
        return kind, number
    return next(
        (name.removeprefix("number_"), value)
        for name, value in vars(arguments).items()
        if name.startswith("number_") and value
    )


def _print_sheet(sheet: Sheet) -> None:
    content = sheet.content
    words = {"title": here(content["title"]), "number": content["case"]["number"], "day": content["on"]}
    print(_("%(title)s · %(number)s · %(day)s") % words)
    for line in condition_lines(sheet):
        required = _("规定：%(value)s") % {"value": line["value"]} if line["value"] else ""
        told = _("；").join(filter(None, (line["found"], required)))
        print("  ".join(filter(None, (f"  {MARKS[line['met']]} {line['title']}", told))))
        print("      " + "  ".join(filter(None, (line["clause"], line["source"]))))
        if line["note"]:
            print(f"      {line['note']}")
    print()
    for line in sum_lines(sheet):
        print(f"  {line['op'] or ' '} {line['label']}  {line['value']}  {line['clause']}".rstrip())
    print()
    if sheet.unconfirmed:
        names = _("、").join(here(value["name"]) for value in sheet.unconfirmed)
        print(_("以下数值没有核对，也没有本地确认，不得付款：%(names)s。") % {"names": names})
    print(_("版本%(version)s  摘要%(digest)s") % {"version": sheet.version, "digest": sheet.digest})


def show_replay(arguments: argparse.Namespace) -> int:
    """Print who gains, who loses and what it costs."""
    rule = rules.find(arguments.rule)
    day = arguments.on or city_today()
    found = replay(rule, on=day, overrides=_overrides(arguments, rule, day))
    if arguments.json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=2))
    else:
        _print_replay(found)
    return OK


def _overrides(arguments: argparse.Namespace, rule: rules.Rule, day: date) -> dict[str, Any]:
    values = rule.values(day)
    changes = overrides_in(arguments.file, values) if arguments.file else {}
    for each in arguments.sets:
        identifier, sign, typed = each.partition("=")
        if not sign:
            raise PolicyError("--set", each, "", "没有等号。", "请写成编号=值。")
        changes[identifier.strip()] = read_typed(values.value(identifier.strip()), typed)
    return changes


def as_json(found: Replay) -> dict[str, Any]:
    """The outcome for programs: amounts are whole fen."""
    return {
        "rule": found.rule.code,
        "on": found.on.isoformat(),
        "version_before": found.version_before,
        "version_after": found.version_after,
        "changed": [{"id": old.id, "before": old.text, "after": new.text} for old, new in found.changed],
        "cases": len(found.cases),
        "paid_cases": list(found.paid_cases),
        "paid_parties": list(found.paid_parties),
        "before_fen": found.before_fen,
        "after_fen": found.after_fen,
        "difference_fen": found.difference_fen,
        "parties": [vars(each) | {"difference_fen": each.difference_fen} for each in found.parties],
        "changed_cases": [
            vars(each) | {"difference_fen": each.difference_fen}
            for each in found.cases
            if each.difference_fen
        ],
    }


def _print_replay(found: Replay) -> None:
    print(
        ngettext(
            "%(title)s · %(day)s · %(count)s件案例", "%(title)s · %(day)s · %(count)s件案例", len(found.cases)
        )
        % {"title": found.rule.title, "day": found.on, "count": f"{len(found.cases):,}"}
    )
    for old, new in found.changed:
        print(f"  {old.id}  {old.text} → {new.text}")
    before, after = found.paid_cases
    one, two = found.paid_parties
    print(
        _("现行：%(parties)s家单位%(cases)s件，%(amount)s元")
        % {"parties": one, "cases": before, "amount": money.yuan_text(found.before_fen)}
    )
    if not found.changed:
        return
    print(
        _("试算：%(parties)s家单位%(cases)s件，%(amount)s元")
        % {"parties": two, "cases": after, "amount": money.yuan_text(found.after_fen)}
    )
    print(_("增减：%(amount)s元") % {"amount": _signed(found.difference_fen)})
    _print_parties(_("多得"), found.gainers)
    _print_parties(_("少得"), found.losers)


def _print_parties(title: str, parties: list[PartyChange]) -> None:
    print(_("%(title)s：%(count)s家") % {"title": title, "count": len(parties)})
    for each in parties[:SHOWN]:
        print(
            f"  {_signed(each.difference_fen)}  {each.name}  {money.yuan_text(each.before_fen)} → {money.yuan_text(each.after_fen)}"
        )
    if len(parties) > SHOWN:
        print(_("  另有%(count)s家，见--json") % {"count": len(parties) - SHOWN})


def _signed(fen: int) -> str:
    return f"+{money.yuan_text(fen)}" if fen > 0 else money.yuan_text(fen)
