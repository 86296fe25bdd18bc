"""What do we count of technology contracts? Registered ones that stand, by the day of registration.

A cancelled or revoked contract leaves the count from that moment; what was said before stands in the frozen versions.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.programmes.contracts.states_subsidy import Scheme
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.figures.catalogue import DerivedFigure, Dimension, Figure, Part, register
from zhuanhua.shared.people.districts import AREAS, CITY, DISTRICTS
from zhuanhua.shared.people.kinds import OrganisationKind, OrganisationSize

if TYPE_CHECKING:
    import ibis

    from zhuanhua.shared.figures.backend import Ground

IN_CITY = (CITY, *DISTRICTS)
OWNER = _("成果转化处")
SOURCE = _("技术合同登记记录")
METHOD = _("按登记日期归年；合同变更的，以变更后的金额为准")
EXCLUDES = _("未登记、不予登记、已注销和已撤销的合同")


def registered(ground: "Ground") -> "ibis.Table":
    """Give the contracts that count, with the month of registration."""
    contracts = ground.table("contracts.Contract")
    standing = contracts.filter(contracts.state == ContractState.REGISTERED.value)
    return standing.mutate(registered_month=standing.registered_on.month())


def registered_locally(ground: "Ground") -> "ibis.Table":
    """Give those whose buyer is in the city."""
    contracts = registered(ground)
    return contracts.filter(contracts.buyer_district.isin(IN_CITY))


def paid_subsidies(ground: "Ground") -> "ibis.Table":
    """Give the subsidies that reached their payees, with their contract and payee; what came back later was still paid then."""
    subsidies = ground.table("contracts.Subsidy")
    contracts = ground.table("contracts.Contract").select("kind", "field", contract_id="id")
    payees = ground.table("people.Organisation").select(
        payee_id="id", payee_kind="kind", payee_size="size", payee_district="district"
    )
    paid = subsidies.filter(subsidies.paid_on.notnull()).inner_join(contracts, "contract_id")
    told = paid.inner_join(payees, "payee_id")
    return told.mutate(paid_month=told.paid_on.month())


def _choices(kinds: Any) -> Mapping[str, Any]:
    return {str(value): label for value, label in kinds.choices}


def _places() -> Mapping[str, Any]:
    return {**DISTRICTS, **AREAS}


def _months() -> Mapping[str, Any]:
    return {str(month): _("%(month)s月") % {"month": month} for month in range(1, 13)}


DIMENSIONS = {
    "kind": Dimension(_("合同类型"), "kind", lambda: _choices(codes.Kind)),
    "field": Dimension(_("技术领域"), "field", lambda: _choices(codes.TechnologyField)),
    "district": Dimension(_("卖方所在地"), "seller_district", _places, is_open=True),
    "seller_kind": Dimension(_("卖方性质"), "seller_kind", lambda: _choices(codes.PartyKind)),
    "buyer_kind": Dimension(_("买方性质"), "buyer_kind", lambda: _choices(codes.PartyKind)),
    "month": Dimension(_("登记月份"), "registered_month", _months, param="registered_month"),
    "ip_kind": Dimension(_("知识产权"), "ip_kind", lambda: _choices(codes.IpKind)),
    "plan_source": Dimension(_("计划来源"), "plan_source", lambda: _choices(codes.PlanSource)),
}
SUBSIDY_DIMENSIONS = {
    "scheme": Dimension(_("补贴"), "scheme", lambda: _choices(Scheme)),
    "kind": Dimension(_("合同类型"), "kind", lambda: _choices(codes.Kind)),
    "field": Dimension(_("技术领域"), "field", lambda: _choices(codes.TechnologyField)),
    "district": Dimension(_("享受单位所在地"), "payee_district", _places, is_open=True),
    "payee_kind": Dimension(_("享受单位性质"), "payee_kind", lambda: _choices(OrganisationKind)),
    "payee_size": Dimension(_("享受单位规模"), "payee_size", lambda: _choices(OrganisationSize)),
    "month": Dimension(_("到账月份"), "paid_month", _months, param="paid_month"),
}
SUBSIDY: dict[str, Any] = {
    "programme": "contracts",
    "owner": OWNER,
    "day": "paid_on",
    "dimensions": SUBSIDY_DIMENSIONS,
    "drill": "contracts:subsidies",
    "drill_permission": Permission.PAYMENT_READ.value,
    "record_url": "contracts:subsidy",
    "public": True,
    "table": paid_subsidies,
    "source": _("补贴拨付记录和银行回单"),
    "excludes": _("已编入批次、还没有到账的补贴；后来追回的仍计入当年拨付"),
    "method": _("按银行付款日期归年"),
}
COMMON: dict[str, Any] = {
    "programme": "contracts",
    "owner": OWNER,
    "day": "registered_on",
    "dimensions": DIMENSIONS,
    "drill": "contracts:records",
    "drill_permission": Permission.CONTRACT_READ_ALL.value,
    "record_url": "contracts:detail",
    "public": True,
    "source": SOURCE,
    "excludes": EXCLUDES,
}
DERIVED: dict[str, Any] = {
    "programme": "contracts",
    "owner": OWNER,
    "public": True,
    "source": SOURCE,
    "excludes": EXCLUDES,
}


def growth(*, now: int, before: int) -> Fraction | None:
    """Give what was added as a share of the year before; without a year before nothing can be said."""
    return Fraction(now - before, before) if before else None


def average(*, amount: int, count: int) -> Fraction | None:
    """Give the amount of one contract."""
    return Fraction(amount, count) if count else None


def rate(*, local: int, whole: int) -> Fraction | None:
    """Give the part of the whole."""
    return Fraction(local, whole) if whole else None


FIGURES = (
    Figure(
        code="contracts.amount",
        name=_("技术合同成交额"),
        unit="yuan",
        definition=_("当年认定登记且未注销、未撤销的技术合同，合同成交额之和"),
        table=registered,
        measure=lambda contracts: contracts.total_fen.sum(),
        row=lambda contracts: contracts.total_fen,
        method=METHOD,
        similar=("contracts.trade_amount", "contracts.count", "contracts.local_amount"),
        **COMMON,
    ),
    Figure(
        code="contracts.count",
        name=_("技术合同登记项数"),
        unit="count",
        definition=_("当年认定登记且未注销、未撤销的技术合同项数"),
        table=registered,
        measure=lambda contracts: contracts.count(),
        method=_("按登记日期归年；一份合同计一项"),
        similar=("contracts.amount", "contracts.average_amount"),
        **COMMON,
    ),
    Figure(
        code="contracts.trade_amount",
        name=_("技术交易额"),
        unit="yuan",
        definition=_(
            "当年认定登记且未注销、未撤销的技术合同，核定技术交易额之和；技术交易额是成交额减去非技术性支出"
        ),
        table=registered,
        measure=lambda contracts: contracts.verified_trade_fen.sum(),
        row=lambda contracts: contracts.verified_trade_fen,
        method=METHOD,
        similar=("contracts.amount",),
        **COMMON,
    ),
    Figure(
        code="contracts.local_amount",
        name=_("本地吸纳技术合同成交额"),
        unit="yuan",
        definition=_("当年在本市认定登记且未注销、未撤销，买方在本市的技术合同，合同成交额之和"),
        table=registered_locally,
        measure=lambda contracts: contracts.total_fen.sum(),
        row=lambda contracts: contracts.total_fen,
        method=_("按买方登记时的所在地；按登记日期归年"),
        drill_params={"buyer_district": IN_CITY},
        similar=("contracts.amount", "contracts.local_rate"),
        **COMMON,
    ),
    Figure(
        code="contracts.subsidy.amount",
        name=_("技术合同补贴金额"),
        unit="yuan",
        definition=_("当年银行付款成功的技术合同补贴之和"),
        measure=lambda subsidies: subsidies.amount_fen.sum(),
        row=lambda subsidies: subsidies.amount_fen,
        similar=("contracts.subsidy.count", "contracts.subsidy.units"),
        **SUBSIDY,
    ),
    Figure(
        code="contracts.subsidy.count",
        name=_("享受补贴的技术合同项数"),
        unit="count",
        definition=_("当年银行付款成功的技术合同补贴涉及的合同数，一份合同计一项"),
        measure=lambda subsidies: subsidies.contract_id.nunique(),
        similar=("contracts.subsidy.amount", "contracts.subsidy.units"),
        **SUBSIDY,
    ),
    Figure(
        code="contracts.subsidy.units",
        name=_("享受合同补贴的单位数"),
        unit="count",
        definition=_("当年银行付款成功的技术合同补贴涉及的单位数，一家单位计一个"),
        measure=lambda subsidies: subsidies.payee_id.nunique(),
        counter=_("家"),
        similar=("contracts.subsidy.amount", "contracts.subsidy.count"),
        **SUBSIDY,
    ),
    DerivedFigure(
        code="contracts.amount_growth",
        name=_("技术合同成交额增长率"),
        unit="percent",
        definition=_("当年技术合同成交额比上年增加的部分，占上年成交额的百分比"),
        parts={"now": Part("contracts.amount"), "before": Part("contracts.amount", years_back=1)},
        compute=growth,
        signed=True,
        method=_("由两年的成交额按分计算，四舍五入到万分之一；当年未满的，与上年同期比"),
        similar=("contracts.amount", "contracts.count_growth"),
        **DERIVED,
    ),
    DerivedFigure(
        code="contracts.count_growth",
        name=_("技术合同登记项数增长率"),
        unit="percent",
        definition=_("当年技术合同登记项数比上年增加的部分，占上年项数的百分比"),
        parts={"now": Part("contracts.count"), "before": Part("contracts.count", years_back=1)},
        compute=growth,
        signed=True,
        method=_("由两年的项数计算，四舍五入到万分之一；当年未满的，与上年同期比"),
        similar=("contracts.count", "contracts.amount_growth"),
        **DERIVED,
    ),
    DerivedFigure(
        code="contracts.average_amount",
        name=_("平均每项合同成交额"),
        unit="yuan",
        definition=_("当年技术合同成交额除以登记项数"),
        parts={"amount": Part("contracts.amount"), "count": Part("contracts.count")},
        compute=average,
        method=_("按分计算，四舍五入到分"),
        similar=("contracts.amount", "contracts.count"),
        **DERIVED,
    ),
    DerivedFigure(
        code="contracts.local_rate",
        name=_("技术合同本地吸纳比例"),
        unit="percent",
        definition=_(
            "本地吸纳技术合同成交额占技术合同成交额的百分比；官方“本地转化率”的定义未见原文，本指标不等同于它"
        ),
        parts={"local": Part("contracts.local_amount"), "whole": Part("contracts.amount")},
        compute=rate,
        method=_("由两个成交额按分计算，四舍五入到万分之一"),
        similar=("contracts.local_amount", "contracts.amount"),
        **DERIVED,
    ),
)

register(*FIGURES)
