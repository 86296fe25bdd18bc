"""What do we count of achievements? What was published in a year, and who publishes; what is not public is not counted."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.catalogue.counting import DIMENSIONS, published
from zhuanhua.shared.figures.catalogue import Figure, register

if TYPE_CHECKING:
    import ibis

    from zhuanhua.shared.figures.backend import Ground


def achievements(ground: "Ground") -> "ibis.Table":
    """Give the achievements that count."""
    return published(ground, "achievements.Achievement")


def from_universities(ground: "Ground") -> "ibis.Table":
    """Give those of universities and institutes."""
    items = achievements(ground)
    return items.filter(items.owner_kind.isin(["university", "institute"]))


COMMON: dict[str, Any] = {
    "programme": "achievements",
    "owner": _("成果转化处"),
    "day": "published_on",
    "dimensions": DIMENSIONS,
    "drill": "achievements:records",
    "drill_permission": Permission.ACHIEVEMENT_READ.value,
    "record_url": "achievements:detail",
    "public": True,
    "source": _("科技成果目录"),
    "excludes": _("没有通过审核的、退回和撤下的、并入另一条的、不公开的"),
    "method": _("按发布日期归年；后来到期的仍计入发布当年"),
}

FIGURES = (
    Figure(
        code="achievements.count",
        name=_("征集科技成果项数"),
        unit="count",
        definition=_("当年经审核发布到目录的科技成果项数"),
        table=achievements,
        measure=lambda items: items.count(),
        similar=("achievements.units", "needs.count"),
        **COMMON,
    ),
    Figure(
        code="achievements.units",
        name=_("发布成果的高校院所数"),
        unit="count",
        definition=_("当年有成果发布的高等学校和科研院所数，一家计一个"),
        table=from_universities,
        measure=lambda items: items.owner_id.nunique(),
        counter=_("家"),
        similar=("achievements.count", "needs.units"),
        **COMMON,
    ),
)

register(*FIGURES)
