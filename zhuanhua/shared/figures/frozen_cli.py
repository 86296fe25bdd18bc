"""`zhuanhua figures freeze` and `drift`: keep what is said in public, and say which of it the records no longer say, and why."""

import argparse
import json
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal
from zhuanhua.shared.figures import actions, answers, frozen_words
from zhuanhua.shared.figures.frozen import Drift, drifts
from zhuanhua.shared.figures.models import FrozenFigure, FrozenSet
from zhuanhua.shared.people.models import Person

OK, FOUND = 0, 1
NAMED = 20  # records that a terminal names; --json has them all


def add_parts(parts: Any) -> None:
    """Add both parts; each sets `run`."""
    freezing = parts.add_parser(
        "freeze",
        help=_("冻结一年的几个指标：数值、定义、分组和记录，以后不变"),
        epilog=_(
            '例：zhuanhua figures freeze contracts.count contracts.amount --year 2018 --title "2018年统计公报" --as officer'
        ),
    )
    freezing.add_argument("codes", nargs="+", metavar=_("指标"), help=_("指标编号，可以几个"))
    freezing.add_argument("--year", type=int, required=True, metavar="YEAR", help=_("年份，例如2018"))
    freezing.add_argument("--title", required=True, metavar=_("用途"), help=_("这些数用在哪里"))
    freezing.add_argument(
        "--as", dest="username", required=True, metavar=_("账号"), help=_("以谁的身份，记入日志")
    )
    moving = parts.add_parser(
        "drift",
        help=_("冻结的数今天按同一口径是多少，为什么不同；有变化，退出码为1"),
        epilog=_("例：zhuanhua figures drift 2018-01 --json"),
    )
    moving.add_argument(
        "number", nargs="?", default="", metavar=_("冻结编号"), help=_("只看一个冻结版；不填则全部")
    )
    for part, run in ((freezing, freeze), (moving, show_drift)):
        part.add_argument("--json", action="store_true", help=_("供程序读取"))
        part.set_defaults(run=run)


def freeze(arguments: argparse.Namespace) -> int:
    """Freeze, and say under which number."""
    person = Person.objects.filter(username=arguments.username, is_active=True).first()
    if person is None:
        raise Refusal(_("没有账号“%(name)s”，或已停用。") % {"name": arguments.username})
    made = actions.freeze(codes=arguments.codes, year=arguments.year, title=arguments.title, by=person)
    kept = list(made.figures.all())
    if arguments.json:
        figures = [
            {"code": each.code, "value": _exact(each), "records": each.records, "seal": each.seal}
            for each in kept
        ]
        print(
            json.dumps(
                {"number": made.number, "as_of": f"{made.as_of}", "figures": figures},
                ensure_ascii=False,
                indent=2,
            )
        )
        return OK
    print(
        _("已冻结为%(number)s，截至%(day)s，用于“%(title)s”。")
        % {"number": made.number, "day": made.as_of, "title": made.title}
    )
    for each in kept:
        print(f"  {each.name}  {frozen_words.then_text(each)}  {each.code}")
    return OK


def show_drift(arguments: argparse.Namespace) -> int:
    """Count every frozen figure again, and say which records moved it."""
    kept = FrozenFigure.objects.select_related("frozen_set").order_by("frozen_set_id", "code")
    if arguments.number:
        kept = kept.filter(frozen_set__number=arguments.number)
        if not kept.exists():
            known = _("、").join(FrozenSet.objects.values_list("number", flat=True)[:10]) or "—"
            raise Refusal(
                _("没有编号为%(number)s的冻结版。") % {"number": arguments.number},
                way_out=_("有的是：%(known)s。") % {"known": known},
            )
    found = drifts(kept)
    moved = [each for each in found if each.has_moved or not each.is_intact]
    if arguments.json:
        print(json.dumps([_facts(each) for each in found], ensure_ascii=False, indent=2))
    else:
        print("\n".join(_told(found, moved)))
    return FOUND if moved else OK


def _told(found: list[Drift], moved: list[Drift]) -> list[str]:
    counts = {"count": len(found), "moved": len(moved)}
    said = [_("冻结的数%(count)d个，与今天不同的%(moved)d个。") % counts]
    for each in moved:
        kept = each.frozen
        words = {"number": kept.frozen_set.number, "title": kept.frozen_set.title, "name": kept.name}
        words["then"], words["now"] = frozen_words.told_apart(each)
        said.append(_("%(number)s “%(title)s”：%(name)s，冻结时%(then)s，现在%(now)s。") % words)
        if not each.is_intact:
            said.append(_("    冻结的内容与当时的封印不符，须查明原因。"))
        said += [f"    {line}" for line in frozen_words.reasons(each, most=NAMED)]
    return said


def _facts(each: Drift) -> dict[str, Any]:
    kept = each.frozen
    return {
        "set": kept.frozen_set.number,
        "title": kept.frozen_set.title,
        "as_of": kept.frozen_set.as_of.isoformat(),
        "code": kept.code,
        "since": kept.since and kept.since.isoformat(),
        "until": kept.until and kept.until.isoformat(),
        "then": _exact(kept),
        "now": None if each.now is None or each.now.exact is None else str(each.now.exact),
        "has_moved": each.has_moved,
        "is_intact": each.is_intact,
        "added": each.added,
        "removed": each.removed,
        "changed": {name: list(pair) for name, pair in each.changed.items()},
    }


def _exact(kept: FrozenFigure) -> str | None:
    """Write the exact number: whole, or as a fraction; amounts are fen."""
    exact: answers.Number = kept.exact
    return None if exact is None else str(exact)
