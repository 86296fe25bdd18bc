"""What do we count of needs? What was published in a year, and who asks; what is not public is not counted."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.catalogue.counting import DIMENSIONS, published
from zhuanhua.shared.figures.catalogue import Figure, register

if TYPE_CHECKING:
    import ibis

    from zhuanhua.shared.figures.backend import Ground


def needs(ground: "Ground") -> "ibis.Table":
    """Give the needs that count."""
    return published(ground, "needs.Need")


def of_enterprises(ground: "Ground") -> "ibis.Table":
    """Give those of firms."""
    items = needs(ground)
    return items.filter(items.owner_kind == "enterprise")


COMMON: dict[str, Any] = {
    "programme": "needs",
    "owner": _("成果转化处"),
    "day": "published_on",
    "dimensions": DIMENSIONS,
    "drill": "needs:records",
    "drill_permission": Permission.NEED_READ.value,
    "record_url": "needs:detail",
    "public": True,
    "source": _("技术需求目录"),
    "excludes": _("没有通过审核的、退回和撤下的、并入另一条的、不公开的"),
    "method": _("按发布日期归年；后来到期的仍计入发布当年"),
}

FIGURES = (
    Figure(
        code="needs.count",
        name=_("征集技术需求项数"),
        unit="count",
        definition=_("当年经审核发布到目录的企业技术需求项数"),
        table=needs,
        measure=lambda items: items.count(),
        similar=("needs.units", "achievements.count"),
        **COMMON,
    ),
    Figure(
        code="needs.units",
        name=_("提出需求的企业数"),
        unit="count",
        definition=_("当年有技术需求发布的企业数，一家计一个"),
        table=of_enterprises,
        measure=lambda items: items.owner_id.nunique(),
        counter=_("家"),
        similar=("needs.count", "achievements.units"),
        **COMMON,
    ),
)

register(*FIGURES)
