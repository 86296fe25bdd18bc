"""`zhuanhua verify ledger`, `zhuanhua budgets list|show`: is public money as it was written down, and how does a budget stand?"""

import argparse
import json
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal
from zhuanhua.core.money import yuan_text
from zhuanhua.shared.ledger import queries
from zhuanhua.shared.ledger.models import Budget
from zhuanhua.shared.ledger.verifying import as_json, tell, verify

OK, FAILED = 0, 1


def add_commands(commands: Any) -> None:
    """Add `verify ledger` beside the other checks, and `budgets list|show`; each part sets `run`."""
    part = _parts_of(commands.choices["verify"]).add_parser(
        "ledger",
        help=_("从分录重算资金账，并和留痕核对；不符，退出码为1"),
        epilog=_("例：zhuanhua verify ledger --json"),
    )
    part.add_argument("--json", action="store_true", help=_("供程序读取"))
    part.set_defaults(run=verify_ledger)
    budgets = commands.add_parser(
        "budgets",
        help=_("查看预算的安排、预留、支付和余额"),
        epilog=_("例：zhuanhua budgets list --year 2018"),
    ).add_subparsers(dest="part", required=True)
    listing = budgets.add_parser(
        "list", help=_("全部预算"), epilog=_("例：zhuanhua budgets list --year 2018")
    )
    listing.add_argument("--year", type=int, help=_("只看一个年度"))
    listing.add_argument("--json", action="store_true", help=_("供程序读取"))
    listing.set_defaults(run=list_budgets)
    showing = budgets.add_parser(
        "show", help=_("一项预算的来源和资金变动"), epilog=_("例：zhuanhua budgets show CT-2018")
    )
    showing.add_argument("code", help=_("预算代码"))
    showing.add_argument("--json", action="store_true", help=_("供程序读取"))
    showing.set_defaults(run=show_budget)


def _parts_of(command: Any) -> Any:
    """Find the parts of a command that several rooms share."""
    return next(each for each in command._actions if isinstance(each, argparse._SubParsersAction))  # noqa: SLF001 - argparse offers no other way


def verify_ledger(arguments: argparse.Namespace) -> int:
    """Check the ledger in the database."""
    report = verify()
    told = [json.dumps(as_json(report), ensure_ascii=False)] if arguments.json else tell(report)
    print("\n".join(told))
    return OK if report.is_whole else FAILED


def list_budgets(arguments: argparse.Namespace) -> int:
    """Write one line a budget, amounts in yuan; fen in JSON."""
    found = Budget.objects.all() if arguments.year is None else Budget.objects.filter(year=arguments.year)
    faces = queries.faces(found)
    rows = [_row(budget, faces.get(budget.pk, queries.NOTHING)) for budget in found]
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False))
        return OK
    if not rows:
        print(_("没有预算。"))
    for row in rows:
        print(row["code"], row["name"], row["state"], *_amounts(row), sep="  ")
    return OK


def show_budget(arguments: argparse.Namespace) -> int:
    """Write a budget's sources and movements, newest first."""
    budget = Budget.objects.filter(code=arguments.code).first()
    if budget is None:
        raise Refusal(
            _("没有代码为%(code)s的预算。") % {"code": arguments.code},
            way_out=_("请用 zhuanhua budgets list 查看代码。"),
        )
    row = _row(budget, queries.budget_face(budget))
    accounts = [{"source": each.source, **asdict(queries.face_of(each))} for each in budget.accounts.all()]
    moved = [
        {"transfer": each.pk, "on": each.on.isoformat(), "kind": each.kind, "amount_fen": each.amount_fen,
         "case_number": each.case_number, "reason": each.reason}
        for each in queries.transfers_of(budget)
    ]  # fmt: skip
    if arguments.json:
        print(json.dumps({**row, "accounts": accounts, "transfers": moved}, ensure_ascii=False))
        return OK
    print(row["code"], row["name"], row["state"], *_amounts(row), sep="  ")
    for account in accounts:
        print(" ", account["source"], *_amounts(account), sep="  ")
    for each in queries.transfers_of(budget):
        print(
            each.pk, each.on, each.get_kind_display(), yuan_text(each.amount_fen), each.case_number, sep="  "
        )
    return OK


def _row(budget: Budget, face: queries.BudgetFace) -> dict[str, Any]:
    named = {"code": budget.code, "name": budget.name, "programme": budget.programme, "year": budget.year}
    return {**named, "state": budget.get_state_display(), **asdict(face)}


def _amounts(row: dict[str, Any]) -> list[str]:
    words = {
        "allocated_fen": _("安排"),
        "reserved_fen": _("已预留"),
        "paid_fen": _("已支付"),
        "returned_fen": _("交回财政"),
        "left_fen": _("可用"),
    }
    return [f"{words[name]} {yuan_text(row[name])}" for name in words]
