"""An application: what is asked and promised, who takes part and has agreed, and the budget line by line."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import FenField
from zhuanhua.programmes.projects.codes import Chain, Consent, Cost, Degree, Standing, Track
from zhuanhua.programmes.projects.states import (
    APPLICANT_LABELS,
    APPLICATION_FINAL,
    APPLICATION_MOVES,
    APPLICATION_TONES,
    EDITABLE,
    IN_RANKING,
    TOLD,
    UNDER_REVIEW,
    ApplicationState,
)
from zhuanhua.shared.workflow.models import Case

PEOPLE = settings.AUTH_USER_MODEL
AWARDED = (ApplicationState.PROPOSED, ApplicationState.GRANTED)
OPEN_DRAFTS = (*EDITABLE, ApplicationState.WITHDRAWN, ApplicationState.LAPSED, ApplicationState.REFUSED)


def consent_token() -> str:
    """Make the secret of a member's consent link."""
    return secrets.token_urlsafe(24)


class Application(Case):
    """申报. `answers` holds the fields of the form by code; `stamps` who saved which section when. `score` is the mean in hundredths of a point."""

    case_kind = "project_application"
    States = ApplicationState
    MOVES = APPLICATION_MOVES
    TONES = APPLICATION_TONES
    FINAL = APPLICATION_FINAL
    APPLICANT_LABELS = APPLICANT_LABELS

    call = models.ForeignKey("projects.Call", models.PROTECT, related_name="applications")
    form = models.ForeignKey("projects.CallForm", models.PROTECT, related_name="+")
    applicant = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="project_applications", verbose_name=_("申报单位")
    )
    started_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    title = models.CharField(_("项目名称"), max_length=120, blank=True)
    track = models.CharField(_("项目类别"), max_length=12, choices=Track, blank=True)
    chain = models.CharField(_("产业链"), max_length=12, choices=Chain, blank=True)
    standing = models.CharField(_("具备条件"), max_length=12, choices=Standing, blank=True)
    leader_name = models.CharField(_("项目负责人"), max_length=40, blank=True)
    starts_on = models.DateField(_("执行期起"), null=True, blank=True)
    ends_on = models.DateField(_("执行期止"), null=True, blank=True)
    requested_fen = FenField(_("申请补助"), null=True, blank=True)
    own_fen = FenField(_("自筹资金"), null=True, blank=True)
    answers = models.JSONField(default=dict)
    stamps = models.JSONField(default=dict)
    submitted_on = models.DateField(_("提交日期"), null=True, blank=True)
    returned_until = models.DateField(_("补正截止日"), null=True, blank=True)
    examined_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    score = models.PositiveIntegerField(_("平均分"), null=True, blank=True)
    rank = models.PositiveIntegerField(_("名次"), null=True, blank=True)
    tie = models.CharField(max_length=12, blank=True)
    award_fen = FenField(_("补助金额"), default=0)
    verdict = models.ForeignKey("policy.Verdict", models.PROTECT, null=True, blank=True, related_name="+")

    @property
    def is_untold(self) -> bool:
        """Whether it stands in an order that is not public yet."""
        return self.state in IN_RANKING and self.call.state not in TOLD

    @property
    def applicant_label(self) -> Any:
        """Name the state as the applicant reads it: the same words for every place in the order until the notice."""
        return UNDER_REVIEW if self.is_untold else super().applicant_label

    @property
    def applicant_tone(self) -> str:
        """Say whose turn it is, as the applicant sees it."""
        return self.TONES[ApplicationState.ADMITTED] if self.is_untold else self.tone

    class Meta:
        verbose_name = _("项目申报")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("call", "state"), name="application_call"),
            models.Index(fields=("applicant", "state"), name="application_applicant"),
        )
        constraints = (
            models.CheckConstraint(
                name="application_state_known", condition=Q(state__in=ApplicationState.values)
            ),
            models.CheckConstraint(
                name="application_award_within_request",
                condition=Q(award_fen=0) | Q(award_fen__lte=F("requested_fen")),
            ),
            models.CheckConstraint(
                name="application_award_stands_on_a_state",
                condition=Q(state__in=AWARDED, award_fen__gt=0) | ~Q(state__in=AWARDED) & Q(award_fen=0),
            ),
            models.CheckConstraint(
                name="application_granted_on_a_sheet",
                condition=~Q(state=ApplicationState.GRANTED) | Q(verdict__isnull=False),
            ),
            models.CheckConstraint(
                name="application_handed_in_whole",
                condition=Q(state__in=OPEN_DRAFTS)
                | Q(submitted_on__isnull=False, requested_fen__gt=0, own_fen__isnull=False)
                & ~Q(title="")
                & ~Q(track=""),
            ),
            models.CheckConstraint(
                name="application_term_in_order",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
            ),
            models.UniqueConstraint(
                name="application_rank_once",
                fields=("call", "track", "rank"),
                condition=Q(rank__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Member(models.Model):
    """团队成员. Agrees by a link that goes to their own address; nobody else is ever shown it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="members")
    name = models.CharField(_("姓名"), max_length=40)
    organisation_name = models.CharField(_("工作单位"), max_length=120)
    email = models.EmailField(_("本人邮箱"), blank=True)
    degree = models.CharField(_("学位"), max_length=10, choices=Degree)
    task = models.CharField(_("分工"), max_length=200)
    months = models.PositiveSmallIntegerField(_("投入月数"))
    consent = models.CharField(_("本人意见"), max_length=10, choices=Consent, default=Consent.ASKED)
    answered_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    token = models.CharField(max_length=40, unique=True, default=consent_token)

    class Meta:
        verbose_name = _("团队成员")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(name="member_once", fields=("application", "name", "organisation_name")),
            models.UniqueConstraint(
                name="member_address_once", fields=("application", "email"), condition=~Q(email="")
            ),
            models.CheckConstraint(
                name="member_answer_has_a_moment",
                condition=Q(consent=Consent.ASKED, answered_at__isnull=True)
                | ~Q(consent=Consent.ASKED) & Q(answered_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Partner(models.Model):
    """合作单位. Somebody who acts for it agrees on its own page."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="project_partnerships", verbose_name=_("合作单位")
    )
    task = models.CharField(_("分工"), max_length=200)
    consent = models.CharField(_("合作单位意见"), max_length=10, choices=Consent, default=Consent.ASKED)
    answered_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("合作单位")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(name="partner_once", fields=("application", "organisation")),
            models.CheckConstraint(
                name="partner_answer_has_a_moment",
                condition=Q(consent=Consent.ASKED, answered_at__isnull=True)
                | ~Q(consent=Consent.ASKED) & Q(answered_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id}/{self.organisation_id}"


class BudgetLine(models.Model):
    """预算科目: what one kind of cost takes from the city's money and from one's own."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="budget")
    cost = models.CharField(_("科目"), max_length=12, choices=Cost)
    city_fen = FenField(_("市财政"), default=0)
    own_fen = FenField(_("自筹"), default=0)
    ground = models.CharField(_("测算依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("预算科目")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(name="budget_line_once", fields=("application", "cost")),
            models.CheckConstraint(
                name="budget_line_not_negative", condition=Q(city_fen__gte=0, own_fen__gte=0)
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id}/{self.cost}"
