"""An expert's review, the committee's minutes, and a change of the ranked order that two persons stand for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_now
from zhuanhua.core.fields import FenField
from zhuanhua.programmes.projects.states import (
    OVERRIDE_FINAL,
    OVERRIDE_MOVES,
    OVERRIDE_TONES,
    REVIEW_FINAL,
    REVIEW_MOVES,
    REVIEW_TONES,
    OverrideState,
    ReviewState,
)
from zhuanhua.shared.workflow.models import Case, different_people

PEOPLE = settings.AUTH_USER_MODEL


class Review(Case):
    """专家评审. `scores` are points by criterion, `total` is the weighted total in hundredths of a point."""

    case_kind = "project_review"
    States = ReviewState
    MOVES = REVIEW_MOVES
    TONES = REVIEW_TONES
    FINAL = REVIEW_FINAL

    application = models.ForeignKey("projects.Application", models.PROTECT, related_name="reviews")
    expert = models.ForeignKey("projects.Expert", models.PROTECT, related_name="reviews")
    scores = models.JSONField(default=dict)
    comment = models.TextField(_("评审意见"), blank=True, max_length=2000)
    total = models.PositiveIntegerField(_("总分"), null=True, blank=True)
    assigned_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, related_name="+")
    assigned_on = models.DateField(_("分派日期"))
    scored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("专家评审")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(name="review_state_known", condition=Q(state__in=ReviewState.values)),
            models.UniqueConstraint(name="review_once", fields=("application", "expert")),
            models.CheckConstraint(
                name="review_scored_is_whole",
                condition=~Q(state=ReviewState.SCORED)
                | Q(total__isnull=False, total__lte=10_000, scored_at__isnull=False) & ~Q(comment=""),
            ),
        )

    def __str__(self) -> str:
        return self.number


class Minutes(models.Model):
    """评审会纪要: when the committee met, who was there, what it found. Nothing is ranked without."""

    call = models.ForeignKey("projects.Call", models.PROTECT, related_name="minutes")
    held_on = models.DateField(_("开会日期"))
    present = models.CharField(_("参加人员"), max_length=300)
    text = models.TextField(_("纪要"), max_length=10_000)
    made_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=city_now)

    class Meta:
        verbose_name = _("评审会纪要")
        ordering = ("held_on", "id")
        constraints = (
            models.CheckConstraint(name="minutes_are_written", condition=~Q(text="") & ~Q(present="")),
        )

    def __str__(self) -> str:
        return f"{self.call_id} {self.held_on}"


class Override(Case):
    """名次调整: an application is taken in or left out against the order, with a reason; another person confirms."""

    case_kind = "project_override"
    States = OverrideState
    MOVES = OVERRIDE_MOVES
    TONES = OVERRIDE_TONES
    FINAL = OVERRIDE_FINAL

    application = models.ForeignKey("projects.Application", models.PROTECT, related_name="overrides")
    takes_in = models.BooleanField(_("列入拟立项"))
    award_fen = FenField(_("补助金额"), default=0)
    reason = models.CharField(_("理由"), max_length=500)
    asked_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    asked_on = models.DateField()
    confirmed_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("名次调整")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(name="override_state_known", condition=Q(state__in=OverrideState.values)),
            models.CheckConstraint(
                name="override_has_a_reason",
                condition=~Q(reason="")
                & (Q(takes_in=True, award_fen__gt=0) | Q(takes_in=False, award_fen=0)),
            ),
            models.UniqueConstraint(
                name="override_one_open", fields=("application",), condition=Q(state=OverrideState.ASKED)
            ),
            different_people("asked_by", "confirmed_by", "override_confirmer_is_another"),
        )

    def __str__(self) -> str:
        return self.number
