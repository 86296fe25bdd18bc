"""What do we count of matches? Who talked to whom in a year, and what became a registered contract."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.matching.states import MatchState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.catalogue.fields import DOMAINS
from zhuanhua.shared.figures.catalogue import DerivedFigure, Dimension, Figure, Part, register
from zhuanhua.shared.people.districts import DISTRICTS

if TYPE_CHECKING:
    import ibis

    from zhuanhua.shared.figures.backend import Ground


def _matches(ground: "Ground") -> "ibis.Table":
    """Give the matches with domain and district of their need."""
    matches, needs = ground.table("matching.Match"), ground.table("needs.Need")
    letter = needs.field.substr(0, 1)
    domain = (letter == "").ifelse("", letter.concat("0"))
    return matches.inner_join(
        needs.select(need_id=needs.id, domain=domain, district=needs.district), "need_id"
    )


def asked(ground: "Ground") -> "ibis.Table":
    """Give every match that somebody asked for."""
    return _matches(ground)


def steps(ground: "Ground", state: str) -> "ibis.Table":
    """Give the matches that took a step, with its day."""
    matches, taken = _matches(ground), ground.table("matching.MatchStep")
    days = taken.filter(taken.state == state).select(id=taken.match_id, done_on=taken.done_on)
    return matches.inner_join(days, "id")


def contacted(ground: "Ground") -> "ibis.Table":
    """Give the matches whose sides were in contact."""
    return steps(ground, MatchState.CONTACTED.value)


def converted(ground: "Ground") -> "ibis.Table":
    """Give the matches that became a registered contract."""
    return steps(ground, MatchState.REGISTERED.value)


def rate(*, converted: int, contacted: int) -> Fraction | None:
    """Give the part of the whole."""
    return Fraction(converted, contacted) if contacted else None


def _levels() -> Mapping[str, Any]:
    return {"1": _("仅供参考"), "2": _("部分匹配"), "3": _("较为匹配"), "4": _("高度匹配")}


DIMENSIONS = {
    "domain": Dimension(_("需求的技术领域"), "domain", lambda: DOMAINS),
    "district": Dimension(_("需求方所在地"), "district", lambda: DISTRICTS, is_open=True),
    "level": Dimension(_("匹配程度"), "level", _levels),
}
COMMON: dict[str, Any] = {
    "programme": "matching",
    "owner": _("成果转化处"),
    "day": "done_on",
    "dimensions": DIMENSIONS,
    "drill": "matching:records",
    "drill_permission": Permission.MATCH_READ_ALL.value,
    "record_url": "matching:detail",
    "public": True,
    "source": _("供需对接记录"),
    "method": _("按这一步发生的日期归年，一对需求和成果计一项"),
}

FIGURES = (
    Figure(
        code="matching.asked",
        name=_("供需对接项数"),
        unit="count",
        definition=_("当年由一方认为合适、提出对接的需求与成果对数"),
        table=asked,
        measure=lambda matches: matches.count(),
        similar=("matching.contacted", "matching.converted"),
        **(COMMON | {"day": "asked_on", "method": _("按提出的日期归年，一对需求和成果计一项")}),
    ),
    Figure(
        code="matching.contacted",
        name=_("供需取得联系项数"),
        unit="count",
        definition=_("当年经双方同意并取得联系的需求与成果对数"),
        table=contacted,
        measure=lambda matches: matches.count(),
        drill_params={"step": MatchState.CONTACTED.value},
        similar=("matching.converted",),
        **COMMON,
    ),
    Figure(
        code="matching.converted",
        name=_("对接成功项数"),
        unit="count",
        definition=_("当年由对接签订并经认定登记的技术合同项数，一份合同只算一次"),
        table=converted,
        measure=lambda matches: matches.count(),
        drill_params={"step": MatchState.REGISTERED.value},
        similar=("matching.contacted",),
        **COMMON,
    ),
    DerivedFigure(
        code="matching.conversion_rate",
        name=_("对接成功率"),
        unit="percent",
        definition=_("当年对接成功项数占当年取得联系项数的百分比"),
        programme="matching",
        owner=COMMON["owner"],
        parts={"converted": Part("matching.converted"), "contacted": Part("matching.contacted")},
        compute=rate,
        public=True,
        source=COMMON["source"],
        method=_("由两个项数计算，四舍五入到万分之一；成功的一项未必在当年取得联系"),
        similar=("matching.converted", "matching.contacted"),
    ),
)

register(*FIGURES)
