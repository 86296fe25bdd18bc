"""What do we count of vouchers? Those that were paid, by the day of payment, with what their holders said at redemption.

What came back later was still paid then; what was said before stands in the frozen versions.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.vouchers.codes import HolderKind, Moment, ServiceKind, Standing
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.figures.catalogue import Dimension, Figure, register
from zhuanhua.shared.people.districts import DISTRICTS

if TYPE_CHECKING:
    import ibis

    from zhuanhua.shared.figures.backend import Ground

HOUSES = _("家")
PURPOSES = ("research_fen", "testing_fen", "ip_fen", "information_fen")


def paid(ground: "Ground") -> "ibis.Table":
    """Give the vouchers that were paid, each with its answers at redemption."""
    vouchers, outcomes = ground.table("vouchers.Voucher"), ground.table("vouchers.Outcome")
    answers = outcomes.filter(outcomes.moment == Moment.REDEMPTION.value).select(
        "voucher_id", *PURPOSES, "new_products", "ip_rights", "saved_fen", "income_fen"
    )
    standing = vouchers.filter(vouchers.paid_on.notnull()).rename(voucher_id="id")
    joined = standing.inner_join(answers, "voucher_id")
    return joined.mutate(paid_month=joined.paid_on.month())


def of_standing(standing: str) -> Any:
    """Give those whose holder is of one kind."""

    def table(ground: "Ground") -> "ibis.Table":
        vouchers = paid(ground)
        return vouchers.filter(vouchers.standing == standing)

    return table


def with_some(column: str) -> Any:
    """Give those that brought something of a kind."""

    def table(ground: "Ground") -> "ibis.Table":
        vouchers = paid(ground)
        return vouchers.filter(vouchers[column] > 0)

    return table


def _choices(kinds: Any) -> Mapping[str, Any]:
    return {str(value): label for value, label in kinds.choices}


def _months() -> Mapping[str, Any]:
    return {str(month): _("%(month)s月") % {"month": month} for month in range(1, 13)}


DIMENSIONS = {
    "standing": Dimension(_("企业类型"), "standing", lambda: _choices(Standing)),
    "service_kind": Dimension(_("服务类型"), "service_kind", lambda: _choices(ServiceKind)),
    "holder_kind": Dimension(_("持券人类型"), "holder_kind", lambda: _choices(HolderKind)),
    "district": Dimension(_("所在区县"), "district", lambda: dict(DISTRICTS), is_open=True),
    "month": Dimension(_("到账月份"), "paid_month", _months, param="paid_month"),
}
COMMON: dict[str, Any] = {
    "programme": "vouchers",
    "owner": _("成果转化处"),
    "day": "paid_on",
    "dimensions": DIMENSIONS,
    "drill": "vouchers:desk",
    "drill_permission": Permission.VOUCHER_READ.value,
    "record_url": "vouchers:detail",
    "public": True,
    "excludes": _("没有到账的兑付；后来追回的仍计入当年"),
    "method": _("按银行付款日期归年"),
}
TOLD: dict[str, Any] = COMMON | {"source": _("持券单位兑付时填报的成效")}
MONEY: dict[str, Any] = COMMON | {"source": _("创新券兑付记录和银行回单")}


def _seen(outcome: str = "any", **more: str) -> dict[str, str]:
    return {"view": "all", "outcome": outcome, **more}


def _units(
    code: str,
    name: Any,
    definition: Any,
    table: Any,
    seen: dict[str, str],
    facts: dict[str, Any] | None = None,
) -> Figure:
    return Figure(
        code=f"vouchers.{code}",
        name=name,
        unit="count",
        definition=definition,
        table=table,
        measure=lambda vouchers: vouchers.holder_id.nunique(),
        counter=HOUSES,
        drill_params=seen,
        similar=("vouchers.units", "vouchers.count"),
        **(facts or MONEY),
    )


def _sum(code: str, name: Any, definition: Any, column: str, facts: dict[str, Any], **more: Any) -> Figure:
    return Figure(
        code=f"vouchers.{code}",
        name=name,
        definition=definition,
        measure=lambda vouchers: vouchers[column].sum(),
        row=lambda vouchers: vouchers[column],
        **({"unit": "yuan", "table": paid, "drill_params": _seen()} | more),
        **facts,
    )


def _spent(vouchers: "ibis.Table") -> "ibis.Value":
    return vouchers.research_fen + vouchers.testing_fen + vouchers.ip_fen + vouchers.information_fen


FIGURES = (
    Figure(
        code="vouchers.count",
        name=_("兑付创新券张数"),
        unit="count",
        definition=_("当年银行付款成功的创新券，一张计一张"),
        table=paid,
        measure=lambda vouchers: vouchers.count(),
        counter=_("张"),
        drill_params=_seen(),
        similar=("vouchers.units", "vouchers.amount"),
        **MONEY,
    ),
    _units(
        "units",
        _("兑付创新券的单位数"),
        _("当年银行付款成功的创新券涉及的持券单位，一家计一个"),
        paid,
        _seen(),
    ),
    _units(
        "high_tech_units",
        _("兑付创新券的高新技术企业数"),
        _("其中申领时是高新技术企业的持券单位，一家计一个"),
        of_standing(Standing.HIGH_TECH.value),
        _seen(standing=Standing.HIGH_TECH.value),
    ),
    _units(
        "giant_units",
        _("兑付创新券的科技小巨人企业数"),
        _("其中申领时是科技小巨人企业的持券单位，一家计一个"),
        of_standing(Standing.LITTLE_GIANT.value),
        _seen(standing=Standing.LITTLE_GIANT.value),
    ),
    _units(
        "cultivated_units",
        _("兑付创新券的“双培育”企业数"),
        _("其中申领时是“双培育”企业的持券单位，一家计一个"),
        of_standing(Standing.CULTIVATED.value),
        _seen(standing=Standing.CULTIVATED.value),
    ),
    _sum("amount", _("创新券兑付金额"), _("当年银行付款成功的创新券兑付额之和"), "redeem_fen", MONEY),
    Figure(
        code="vouchers.spent",
        name=_("创新券引导的研发投入"),
        unit="yuan",
        definition=_(
            "当年兑付的创新券，持券单位填报的技术研发、技术检测、知识产权、科技信息服务四项投入之和"
        ),
        table=paid,
        measure=lambda vouchers: _spent(vouchers).sum(),
        row=_spent,
        drill_params=_seen(),
        similar=("vouchers.spent_research", "vouchers.spent_testing"),
        **TOLD,
    ),
    _sum(
        "spent_research",
        _("其中用于技术研发"),
        _("当年兑付的创新券，持券单位填报的技术研发投入之和"),
        "research_fen",
        TOLD,
        drill_params=_seen("research"),
        table=with_some("research_fen"),
    ),
    _sum(
        "spent_testing",
        _("其中用于技术检测"),
        _("当年兑付的创新券，持券单位填报的技术检测投入之和"),
        "testing_fen",
        TOLD,
        drill_params=_seen("testing"),
        table=with_some("testing_fen"),
    ),
    _sum(
        "spent_ip",
        _("其中用于知识产权"),
        _("当年兑付的创新券，持券单位填报的知识产权投入之和"),
        "ip_fen",
        TOLD,
        drill_params=_seen("ip"),
        table=with_some("ip_fen"),
    ),
    _sum(
        "spent_information",
        _("其中用于科技信息服务"),
        _("当年兑付的创新券，持券单位填报的科技信息服务投入之和"),
        "information_fen",
        TOLD,
        drill_params=_seen("information"),
        table=with_some("information_fen"),
    ),
    _sum(
        "new_products",
        _("用券研发的新产品、新技术、新工艺"),
        _("当年兑付的创新券，持券单位填报的新产品、新技术、新工艺种数之和"),
        "new_products",
        TOLD,
        unit="count",
        counter=_("种"),
        drill_params=_seen("products"),
        table=with_some("new_products"),
    ),
    _units(
        "product_units",
        _("用券研发出新产品的单位数"),
        _("当年兑付的创新券，填报了新产品、新技术、新工艺的持券单位，一家计一个"),
        with_some("new_products"),
        _seen("products"),
        TOLD,
    ),
    _sum(
        "ip_rights",
        _("用券取得的知识产权"),
        _("当年兑付的创新券，持券单位填报取得的专利、著作权项数之和"),
        "ip_rights",
        TOLD,
        unit="count",
        drill_params=_seen("rights"),
        table=with_some("ip_rights"),
    ),
    _units(
        "ip_units",
        _("用券取得知识产权的单位数"),
        _("当年兑付的创新券，填报取得专利、著作权的持券单位，一家计一个"),
        with_some("ip_rights"),
        _seen("rights"),
        TOLD,
    ),
    _sum(
        "saved",
        _("创新券降低的成本"),
        _("当年兑付的创新券，为持券单位降低的购买科技服务的成本，即实际到账的兑付额之和"),
        "saved_fen",
        MONEY,
    ),
    _sum(
        "income",
        _("服务机构完成的收入"),
        _("当年兑付的创新券，服务机构已开票并收到的服务费之和"),
        "income_fen",
        COMMON | {"source": _("兑付时提交的发票和付款凭证")},
    ),
)

register(*FIGURES)
