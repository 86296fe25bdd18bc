"""What do we keep of a need beside what every catalogue keeps? The bureau's survey asks firms for more than the public reads."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import FenField
from zhuanhua.programmes.needs.states import MOVES
from zhuanhua.shared.catalogue import codes
from zhuanhua.shared.catalogue.models import Item


class Need(Item):
    """A technology that a firm looks for (技术需求). Without a budget it is open to talks. The survey's facts are for owner and desk only."""

    case_kind = "need"
    MOVES = MOVES

    trl = models.PositiveSmallIntegerField(_("希望的成熟度"), null=True, blank=True)
    budget_fen = FenField(_("预算"), null=True, blank=True)
    deadline_on = models.DateField(_("希望完成日期"), null=True, blank=True)
    other_need = models.TextField(_("其他需求"), blank=True, max_length=2000)
    is_high_tech = models.BooleanField(_("是否高企"), null=True, blank=True)
    in_library = models.BooleanField(_("双培育入库"), null=True, blank=True)
    has_applied = models.BooleanField(_("双培育申报"), null=True, blank=True)
    has_project = models.BooleanField(_("是否承担项目"), null=True, blank=True)
    department = models.CharField(_("责任部门"), max_length=100, blank=True)
    ownership = models.CharField(_("企业性质"), max_length=60, blank=True)
    chain = models.CharField(_("千亿产业链"), max_length=100, blank=True)
    revenue_fen = FenField(_("营业收入"), null=True, blank=True)
    research_fen = FenField(_("研发投入"), null=True, blank=True)

    class Meta(Item.Meta):
        verbose_name = _("技术需求")
        constraints = (
            *Item.Meta.constraints,
            models.CheckConstraint(
                name="needs_trl_known", condition=Q(trl__isnull=True) | Q(trl__gte=1, trl__lte=9)
            ),
            models.CheckConstraint(
                name="needs_budget_positive", condition=Q(budget_fen__isnull=True) | Q(budget_fen__gt=0)
            ),
        )

    @property
    def stage(self) -> Any:
        """Name the stage that is wished at least."""
        found = codes.stage_of(self.trl)
        return found.label if found else ""
