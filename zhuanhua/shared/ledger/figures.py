"""What do we count of public money? What each year's budgets were given, have paid, hold reserved and have left."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.figures.catalogue import DerivedFigure, Dimension, Figure, Part, register
from zhuanhua.shared.ledger import programmes

if TYPE_CHECKING:
    import ibis

    from zhuanhua.shared.figures.backend import Ground

OWNER = _("资源配置与管理处（财务）")


def accounts(ground: "Ground") -> "ibis.Table":
    """Give every source of every budget with programme, source and the last day of the budget's year."""
    import ibis

    kept, budgets = ground.table("ledger.Account"), ground.table("ledger.Budget")
    named = budgets.select(
        budget_key=budgets.id,
        code=budgets.code,
        programme=budgets.programme,
        budget_on=ibis.date(budgets.year, 12, 31),
    )
    joined = kept.join(named, kept.budget_id == named.budget_key)
    return joined.mutate(member=joined.code.concat(ibis.literal("/"), joined.source))


def _programmes() -> dict[str, Any]:
    return {each.code: each.title for each in programmes.all_spending()}


COMMON: dict[str, Any] = {
    "programme": "budgets",
    "owner": OWNER,
    "unit": "yuan",
    "day": "budget_on",
    "identity": "member",
    "table": accounts,
    "dimensions": {
        "programme": Dimension(_("政策项目"), "programme", _programmes, is_open=True),
        "source": Dimension(_("资金来源"), "source", is_open=True),
    },
    "drill": "ledger:list",
    "drill_permission": Permission.BUDGET_READ.value,
    "source": _("资金账，每一分都由分录相加"),
    "method": _("按预算年度，不按支付日期；退回的从已支付中减去"),
}


def _rate(*, paid: int, allocated: int) -> Fraction | None:
    return Fraction(paid, allocated) if allocated else None


register(
    Figure(
        code="budgets.allocated",
        name=_("预算安排"),
        definition=_("预算年度内安排的财政资金，含追加，减去收回"),
        measure=lambda each: each.allocated_fen.sum(),
        row=lambda each: each.allocated_fen,
        similar=("budgets.paid", "budgets.paid_rate"),
        **COMMON,
    ),
    Figure(
        code="budgets.paid",
        name=_("预算已支付"),
        definition=_("用该年度预算支付成功的财政资金，减去退回的"),
        measure=lambda each: each.paid_fen.sum(),
        row=lambda each: each.paid_fen,
        similar=("budgets.allocated", "budgets.reserved"),
        **COMMON,
    ),
    Figure(
        code="budgets.reserved",
        name=_("预算已预留"),
        definition=_("已为案卷留出、还没有支付或释放的财政资金"),
        measure=lambda each: each.reserved_fen.sum(),
        row=lambda each: each.reserved_fen,
        similar=("budgets.paid", "budgets.left"),
        **COMMON,
    ),
    Figure(
        code="budgets.left",
        name=_("预算可用"),
        definition=_("还没有预留、支付或交回的财政资金"),
        measure=lambda each: each.available_fen.sum(),
        row=lambda each: each.available_fen,
        similar=("budgets.allocated", "budgets.reserved"),
        **COMMON,
    ),
    DerivedFigure(
        code="budgets.paid_rate",
        name=_("预算支付率"),
        unit="percent",
        definition=_("预算已支付占预算安排的百分比"),
        programme="budgets",
        owner=OWNER,
        parts={"paid": Part("budgets.paid"), "allocated": Part("budgets.allocated")},
        compute=_rate,
        source=COMMON["source"],
        method=COMMON["method"],
        similar=("budgets.paid", "budgets.allocated"),
    ),
)
