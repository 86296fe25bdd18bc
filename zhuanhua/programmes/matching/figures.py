"""What do we count of matches? Who talked to whom in a year, and what became a registered contract."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.matching.states import MatchState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.figures.catalogue import Figure, register

if TYPE_CHECKING:
    import ibis

    from zhuanhua.shared.figures.backend import Ground


def steps(ground: "Ground", state: str) -> "ibis.Table":
    """Give the matches that took a step, with its day."""
    matches, taken = ground.table("matching.Match"), ground.table("matching.MatchStep")
    days = taken.filter(taken.state == state).select(id=taken.match_id, done_on=taken.done_on)
    return matches.inner_join(days, "id")


def contacted(ground: "Ground") -> "ibis.Table":
    """Give the matches whose sides were in contact."""
    return steps(ground, MatchState.CONTACTED.value)


def converted(ground: "Ground") -> "ibis.Table":
    """Give the matches that became a registered contract."""
    return steps(ground, MatchState.REGISTERED.value)


COMMON: dict[str, Any] = {
    "programme": "matching",
    "owner": _("成果转化处"),
    "day": "done_on",
    "drill": "matching:records",
    "drill_permission": Permission.MATCH_READ_ALL.value,
    "record_url": "matching:detail",
    "public": True,
    "source": _("供需对接记录"),
    "method": _("按这一步发生的日期归年，一对需求和成果计一项"),
}

FIGURES = (
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
)

register(*FIGURES)
