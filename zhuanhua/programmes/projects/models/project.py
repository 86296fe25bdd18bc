"""A project: the team, the contract's promises, and the milestones by which the award is paid."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import FenField
from zhuanhua.programmes.projects.codes import Chain, Track
from zhuanhua.programmes.projects.states_project import (
    MILESTONE_FINAL,
    MILESTONE_MOVES,
    MILESTONE_TONES,
    PROJECT_FINAL,
    PROJECT_MOVES,
    PROJECT_TONES,
    MilestoneState,
    ProjectState,
)
from zhuanhua.shared.workflow.models import Case

PEOPLE = settings.AUTH_USER_MODEL


class Team(models.Model):
    """研究团队: counted once, however many projects it carries."""

    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="project_teams")
    leader_name = models.CharField(_("带头人"), max_length=40)
    people = models.PositiveIntegerField(_("科研人员"))
    formed_on = models.DateField(_("首次立项"))

    class Meta:
        verbose_name = _("研究团队")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(name="team_once", fields=("organisation", "leader_name")),
            models.CheckConstraint(name="team_has_people", condition=Q(people__gt=0) & ~Q(leader_name="")),
        )

    def __str__(self) -> str:
        return self.leader_name


class Project(Case):
    """项目. The award is set aside whole when it is granted (`reservation`); every part is paid out of it, and the rest is released."""

    case_kind = "project"
    States = ProjectState
    MOVES = PROJECT_MOVES
    TONES = PROJECT_TONES
    FINAL = PROJECT_FINAL

    application = models.OneToOneField("projects.Application", models.PROTECT, related_name="project")
    undertaker = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="projects", verbose_name=_("承担单位")
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="projects")
    title = models.CharField(_("项目名称"), max_length=120)
    track = models.CharField(_("项目类别"), max_length=12, choices=Track)
    chain = models.CharField(_("产业链"), max_length=12, choices=Chain)
    leader_name = models.CharField(_("项目负责人"), max_length=40)
    partners = models.CharField(_("合作单位"), max_length=600, blank=True)
    targets = models.TextField(_("目标任务"), max_length=4000)
    starts_on = models.DateField(_("执行期起"))
    ends_on = models.DateField(_("执行期止"))
    award_fen = FenField(_("补助金额"), least=1)
    own_fen = FenField(_("自筹资金"))
    budget = models.JSONField(default=list)
    reservation = models.ForeignKey("ledger.Reservation", models.PROTECT, related_name="+")
    granted_on = models.DateField(_("立项日期"))
    signed_on = models.DateField(_("签订日期"), null=True, blank=True)
    asked_on = models.DateField(_("申请验收日期"), null=True, blank=True)
    spent_fen = FenField(_("市财政资金决算支出"), null=True, blank=True)
    is_late = models.BooleanField(_("逾期申请验收"), default=False)
    ended_on = models.DateField(_("结题日期"), null=True, blank=True)
    ended_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    has_remark = models.BooleanField(_("记入信用"), default=False)

    class Meta:
        verbose_name = _("科技项目")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("undertaker", "state"), name="project_undertaker"),
            models.Index(fields=("granted_on", "track"), name="project_granted"),
        )
        constraints = (
            models.CheckConstraint(name="project_state_known", condition=Q(state__in=ProjectState.values)),
            models.CheckConstraint(name="project_award_positive", condition=Q(award_fen__gt=0)),
            models.CheckConstraint(name="project_term_in_order", condition=Q(ends_on__gt=F("starts_on"))),
            models.CheckConstraint(
                name="project_signed_once_running",
                condition=Q(state=ProjectState.CONTRACTING) | Q(signed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="project_ended_in_pairs",
                condition=Q(ended_on__isnull=True, ended_by__isnull=True)
                | Q(ended_on__isnull=False, ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="project_end_has_a_day",
                condition=~Q(state__in=(*PROJECT_FINAL, ProjectState.FAILED, ProjectState.RECOVERING))
                | Q(ended_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Milestone(Case):
    """里程碑: what must be shown by which day, and the part of the award that is paid for it; the first one is due at signing."""

    case_kind = "project_milestone"
    States = MilestoneState
    MOVES = MILESTONE_MOVES
    TONES = MILESTONE_TONES
    FINAL = MILESTONE_FINAL

    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones")
    place = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("里程碑"), max_length=200)
    due_on = models.DateField(_("完成期限"))
    amount_fen = FenField(_("拨付金额"), default=0)
    evidence = models.TextField(_("完成情况"), blank=True, max_length=4000)
    reported_on = models.DateField(_("报告日期"), null=True, blank=True)
    paid_on = models.DateField(_("到账日期"), null=True, blank=True)
    held = models.ForeignKey("ledger.Reservation", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("里程碑")
        ordering = ("project_id", "place")
        constraints = (
            models.UniqueConstraint(name="milestone_place_once", fields=("project", "place")),
            models.CheckConstraint(
                name="milestone_state_known", condition=Q(state__in=MilestoneState.values)
            ),
            models.CheckConstraint(
                name="milestone_paid_is_whole",
                condition=~Q(state=MilestoneState.PAID) | Q(paid_on__isnull=False, amount_fen__gt=0),
            ),
            models.CheckConstraint(
                name="milestone_reported_with_evidence",
                condition=~Q(state=MilestoneState.REPORTED) | Q(reported_on__isnull=False) & ~Q(evidence=""),
            ),
        )

    def __str__(self) -> str:
        return self.number
