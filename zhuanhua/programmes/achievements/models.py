"""What do we keep of an achievement beside what every catalogue keeps?"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.core.fields import FenField
from zhuanhua.programmes.achievements.states import MOVES
from zhuanhua.shared.catalogue import codes
from zhuanhua.shared.catalogue.models import Item


class RightKind(models.TextChoices):
    """What protects the achievement."""

    INVENTION = "invention", _("发明专利")
    UTILITY = "utility", _("实用新型专利")
    DESIGN = "design", _("外观设计专利")
    SOFTWARE = "software", _("软件著作权")
    LAYOUT = "layout", _("集成电路布图设计")
    PLANT = "plant", _("植物新品种")
    SECRET = "secret", _("技术秘密")  # noqa: S105 - a kind of right
    OTHER = "other_right", _("其他知识产权")


class RightStatus(models.TextChoices):
    """How the right stands."""

    APPLIED = "applied", _("申请中")
    GRANTED = "granted", _("已授权")
    ENDED = "ended", pgettext_lazy("right", "已失效")


class Achievement(Item):
    """A result of research that may be turned into business (科技成果). Without a price it is open to talks (面议)."""

    case_kind = "achievement"
    MOVES = MOVES

    ipc = models.CharField(_("IPC分类"), max_length=40, blank=True)
    trl = models.PositiveSmallIntegerField(_("技术成熟度"), null=True, blank=True)
    rights = models.JSONField(_("知识产权"), default=list, blank=True)
    holder = models.CharField(_("权利人"), max_length=200, blank=True)
    team = models.CharField(_("研发团队"), max_length=300, blank=True)
    price_fen = FenField(_("参考价格"), null=True, blank=True)
    evaluation = models.TextField(_("评价情况"), blank=True, max_length=1000)
    awards = models.TextField(_("获奖情况"), blank=True, max_length=1000)

    class Meta(Item.Meta):
        verbose_name = _("科技成果")
        constraints = (
            *Item.Meta.constraints,
            models.CheckConstraint(
                name="achievements_trl_known", condition=Q(trl__isnull=True) | Q(trl__gte=1, trl__lte=9)
            ),
            models.CheckConstraint(
                name="achievements_price_positive", condition=Q(price_fen__isnull=True) | Q(price_fen__gt=0)
            ),
        )

    @property
    def stage(self) -> Any:
        """Name the stage to which its readiness belongs."""
        found = codes.stage_of(self.trl)
        return found.label if found else ""

    @property
    def right_lines(self) -> list[str]:
        """Say each right in a line: kind, number, status."""
        return [
            " ".join(
                str(part)
                for part in (
                    RightKind(right["kind"]).label,
                    right.get("number", ""),
                    RightStatus(right["status"]).label if right.get("status") else "",
                )
                if part
            )
            for right in self.rights
            if right.get("kind") in RightKind.values
        ]
