"""What do we count of conversions by universities and institutes? Their registered development, transfer and licensing contracts, by where the buyer is.

The letter's “本地转化” is counted so: 驻沈高校、科研院所 sell, and the buyer is in the city, or in the province; what goes elsewhere is in neither number.
"""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.figures import COMMON, DERIVED, IN_CITY, METHOD, rate, registered
from zhuanhua.shared.figures.catalogue import DerivedFigure, Figure, Part, register
from zhuanhua.shared.people.districts import CITY

if TYPE_CHECKING:
    import ibis

    from zhuanhua.shared.figures.backend import Ground

HOUSES = (codes.PartyKind.RESEARCH.value, codes.PartyKind.UNIVERSITY.value)
CONVERTS = (codes.Kind.DEVELOPMENT.value, codes.Kind.TRANSFER.value, codes.Kind.LICENCE.value)
PROVINCE = CITY[:2]


def converted(ground: "Ground") -> "ibis.Table":
    """Give the contracts by which the city's universities and institutes convert what they found."""
    contracts = registered(ground)
    return contracts.filter(
        contracts.seller_kind.isin(HOUSES),
        contracts.seller_district.isin(IN_CITY),
        contracts.kind.isin(CONVERTS),
    )


def converted_locally(ground: "Ground") -> "ibis.Table":
    """Give those whose buyer is in the city."""
    contracts = converted(ground)
    return contracts.filter(contracts.buyer_district.isin(IN_CITY))


def converted_in_province(ground: "Ground") -> "ibis.Table":
    """Give those whose buyer is in the province, the city included."""
    contracts = converted(ground)
    return contracts.filter(contracts.buyer_district.startswith(PROVINCE))


DRILL: dict[str, Any] = {"seller_kind": HOUSES, "kind": CONVERTS, "district": IN_CITY}

FIGURES = (
    Figure(
        code="contracts.converted_local",
        name=_("高校院所科技成果本地转化项数"),
        unit="count",
        definition=_(
            "当年认定登记且未注销、未撤销，卖方是本市高校或者科研院所、买方在本市的技术开发、技术转让和技术许可合同项数"
        ),
        table=converted_locally,
        measure=lambda contracts: contracts.count(),
        method=METHOD,
        drill_params={**DRILL, "buyer_district": IN_CITY},
        similar=("contracts.converted_province", "contracts.converted_local_share"),
        **COMMON,
    ),
    Figure(
        code="contracts.converted_province",
        name=_("高校院所科技成果省内转化项数"),
        unit="count",
        definition=_(
            "当年认定登记且未注销、未撤销，卖方是本市高校或者科研院所、买方在本省（含本市）的技术开发、技术转让和技术许可合同项数"
        ),
        table=converted_in_province,
        measure=lambda contracts: contracts.count(),
        method=METHOD,
        drill_params={**DRILL, "buyer_province": PROVINCE},
        similar=("contracts.converted_local", "contracts.converted_local_share"),
        **COMMON,
    ),
    DerivedFigure(
        code="contracts.converted_local_share",
        name=_("高校院所本地转化占省内转化的比例"),
        unit="percent",
        definition=_("本市高校院所科技成果本地转化项数，占其省内转化项数的百分比"),
        parts={"local": Part("contracts.converted_local"), "whole": Part("contracts.converted_province")},
        compute=rate,
        method=_(
            "由两个项数计算，四舍五入到万分之一；分母只含本市高校院所转化到本省的项目，不是全省的统计数"
        ),
        similar=("contracts.converted_local", "contracts.converted_province"),
        **DERIVED,
    ),
)

register(*FIGURES)
