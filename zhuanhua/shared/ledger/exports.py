"""Which lists of public money go out as a file? Budgets, and the movements of one, as on the screen."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.exchange.exports import Export, ExportColumn, register_export
from zhuanhua.shared.ledger import programmes, queries
from zhuanhua.shared.ledger.books import TransferKind


def _budgets(person: Any, params: QueryDict) -> Any:
    year, programme = queries.wanted(params)
    return queries.lines_of(queries.budgets(person, year=year, programme=programme))


def _transfers(person: Any, params: QueryDict) -> Any:
    kind = params.get("kind", "")
    budget = queries.budget_for(person, params.get("budget", ""))
    return queries.transfers_of(budget, kind if kind in TransferKind.values else "")


def register() -> None:
    """Hang up the lists."""
    register_export(
        Export(
            "budgets",
            _("预算"),
            (
                ExportColumn(_("预算代码"), "budget.code"),
                ExportColumn(_("名称"), "budget.name"),
                ExportColumn(_("政策项目"), lambda line: str(programmes.title_of(line.budget.programme))),
                ExportColumn(_("年度"), "budget.year", kind="int"),
                ExportColumn(_("状态"), lambda line: line.budget.get_state_display()),
                ExportColumn(_("安排"), "face.allocated_fen", kind="money"),
                ExportColumn(_("已支付"), "face.paid_fen", kind="money"),
                ExportColumn(_("已批待付"), "due_fen", kind="money"),
                ExportColumn(_("交回财政"), "face.returned_fen", kind="money"),
                ExportColumn(_("已预留"), "held_fen", kind="money"),
                ExportColumn(_("可用"), "face.left_fen", kind="money"),
            ),
            _budgets,
            Permission.BUDGET_READ,
        )
    )
    register_export(
        Export(
            "budget-transfers",
            _("资金变动"),
            (
                ExportColumn(_("序号"), "pk", kind="int"),
                ExportColumn(_("日期"), "on", kind="date"),
                ExportColumn(_("事项"), lambda transfer: transfer.get_kind_display()),
                ExportColumn(_("金额"), "amount_fen", kind="money", unit="yuan"),
                ExportColumn(_("编号"), "case_number"),
                ExportColumn(_("经办账号"), "actor"),
                ExportColumn(_("理由"), "reason"),
            ),
            _transfers,
            Permission.BUDGET_READ,
        )
    )
