"""A call: its guide, money, calendar and way of review; and the editions of its form."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_now
from zhuanhua.core.fields import FenField
from zhuanhua.programmes.projects.codes import Scheme, Track
from zhuanhua.programmes.projects.states import CALL_FINAL, CALL_MOVES, CALL_TONES, CallState
from zhuanhua.shared.workflow.models import Case, different_people

PEOPLE = settings.AUTH_USER_MODEL
UNOPENED = (CallState.DRAFT, CallState.CANCELLED)


class Call(Case):
    """申报通知. A track with no money is not open. `criteria` is a list of {code, title, weight_bp, most}; weights sum to 10,000;
    `instalments` a list of {title, share_bp}: the parts in which an award is paid, the first at signing, the last at acceptance.

    `outlier_points` says from how far beyond the others' median a total is shown as far out; `pass_points` is the least mean to be granted.
    """

    case_kind = "project_call"
    States = CallState
    MOVES = CALL_MOVES
    TONES = CALL_TONES
    FINAL = CALL_FINAL

    title = models.CharField(_("名称"), max_length=120)
    scheme = models.CharField(_("计划"), max_length=20, choices=Scheme, default=Scheme.DOUBLE_HUNDRED)
    year = models.PositiveSmallIntegerField(_("年度"))
    guide = models.TextField(_("申报指南"), blank=True, max_length=20_000)
    contact = models.CharField(_("咨询方式"), max_length=200, blank=True)
    account = models.ForeignKey(
        "ledger.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("资金来源")
    )
    research_fen = FenField(_("重大科技研发预算"), default=0)
    conversion_fen = FenField(_("重大科技成果转化预算"), default=0)
    opens_on = models.DateField(_("申报起始日"), null=True, blank=True)
    closes_on = models.DateField(_("申报截止日"), null=True, blank=True)
    correction_days = models.PositiveSmallIntegerField(_("补正天数"), default=7)
    criteria = models.JSONField(default=list)
    experts_wanted = models.PositiveSmallIntegerField(_("每项专家数"), default=3)
    outlier_points = models.PositiveSmallIntegerField(_("离群分差"), default=15)
    pass_points = models.PositiveSmallIntegerField(_("入围分数"), default=60)
    instalments = models.JSONField(default=list)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    publicity = models.ForeignKey(
        "workflow.Publicity", models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+", verbose_name=_("编制"))
    ranked_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(_("立项日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("申报通知")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(name="call_state_known", condition=Q(state__in=CallState.values)),
            models.CheckConstraint(name="call_scheme_known", condition=Q(scheme__in=Scheme.values)),
            models.CheckConstraint(
                name="call_opens_whole",
                condition=Q(state__in=UNOPENED)
                | (Q(research_fen__gt=0) | Q(conversion_fen__gt=0))
                & Q(opens_on__isnull=False, closes_on__isnull=False),
            ),
            models.CheckConstraint(
                name="call_closes_after_opening",
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(closes_on__gte=F("opens_on")),
            ),
            different_people("ranked_by", "decided_by", "call_decider_is_another"),
            models.CheckConstraint(
                name="call_decided_by_somebody",
                condition=~Q(state=CallState.DECIDED) | Q(decided_by__isnull=False, decided_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def money_of(self, track: str) -> int:
        """Give the money of a track, whole fen."""
        return self.research_fen if track == Track.RESEARCH else self.conversion_fen

    @property
    def tracks(self) -> list[Track]:
        """Give the tracks that are open."""
        return [track for track in Track if self.money_of(track)]

    @property
    def budget_fen(self) -> int:
        """Give the money of all tracks."""
        return self.research_fen + self.conversion_fen


class CallForm(models.Model):
    """申报书格式: one edition of a call's form (codes/library.py); an application keeps the edition it was begun with."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="forms")
    edition = models.PositiveSmallIntegerField(_("版次"))
    sections = models.JSONField(default=list)
    made_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=city_now)

    class Meta:
        verbose_name = _("申报书格式")
        ordering = ("call_id", "edition")
        constraints = (models.UniqueConstraint(name="call_form_edition_once", fields=("call", "edition")),)

    def __str__(self) -> str:
        return f"{self.call_id}/{self.edition}"

    def section(self, slug: str) -> dict[str, Any] | None:
        """Give a section by its slug."""
        return next((each for each in self.sections if each["slug"] == slug), None)
