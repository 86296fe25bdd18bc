"""What happens to a running project: changes, yearly reports, inspections."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_now
from zhuanhua.core.fields import FenField
from zhuanhua.programmes.projects.codes import ChangeKind, CheckKind, Finding
from zhuanhua.programmes.projects.states_project import (
    CHANGE_FINAL,
    CHANGE_MOVES,
    CHANGE_TONES,
    REPORT_FINAL,
    REPORT_MOVES,
    REPORT_TONES,
    ChangeState,
    ReportState,
)
from zhuanhua.shared.workflow.models import Case

PEOPLE = settings.AUTH_USER_MODEL


class Change(Case):
    """变更: what one part of the contract shall say instead. `before` and `after` hold the fields of the kind by name."""

    case_kind = "project_change"
    States = ChangeState
    MOVES = CHANGE_MOVES
    TONES = CHANGE_TONES
    FINAL = CHANGE_FINAL

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="changes")
    kind = models.CharField(_("变更事项"), max_length=10, choices=ChangeKind)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(_("理由"), max_length=500)
    asked_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    asked_on = models.DateField(_("申请日期"))
    decided_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(_("审核日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("项目变更")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="project_change_state_known", condition=Q(state__in=ChangeState.values)
            ),
            models.UniqueConstraint(
                name="project_change_one_open",
                fields=("project", "kind"),
                condition=Q(state=ChangeState.ASKED),
            ),
            models.CheckConstraint(
                name="project_change_decided_in_pairs",
                condition=Q(state=ChangeState.ASKED, decided_by__isnull=True, decided_on__isnull=True)
                | ~Q(state=ChangeState.ASKED) & Q(decided_by__isnull=False, decided_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.number


class YearReport(Case):
    """年度报告: what a year of the project brought, by the undertaker's word; an officer confirms it, and then it counts."""

    case_kind = "project_report"
    States = ReportState
    MOVES = REPORT_MOVES
    TONES = REPORT_TONES
    FINAL = REPORT_FINAL

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField(_("年度"))
    covers_on = models.DateField(_("截至"))
    rd_fen = FenField(_("研发投入"))
    technologies = models.PositiveIntegerField(_("突破关键技术"))
    patents_filed = models.PositiveIntegerField(_("申请专利"))
    patents_granted = models.PositiveIntegerField(_("授权专利"))
    people = models.PositiveIntegerField(_("科研人员"))
    sales_fen = FenField(_("新增销售收入"), default=0)
    note = models.TextField(_("说明"), blank=True, max_length=4000)
    filed_on = models.DateField(_("提交日期"))
    confirmed_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("年度报告")
        ordering = ("project_id", "year")
        indexes = (models.Index(fields=("state", "covers_on"), name="project_report_counts"),)
        constraints = (
            models.UniqueConstraint(name="project_report_once", fields=("project", "year")),
            models.CheckConstraint(
                name="project_report_state_known", condition=Q(state__in=ReportState.values)
            ),
            models.CheckConstraint(
                name="project_report_confirmed_by_somebody",
                condition=~Q(state=ReportState.CONFIRMED) | Q(confirmed_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.number


class Inspection(models.Model):
    """中期检查、验收: what a panel found on a day. Diligence and complete records are findings of their own (科学技术进步法第六十八条)."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="inspections")
    kind = models.CharField(_("检查"), max_length=12, choices=CheckKind)
    held_on = models.DateField(_("日期"))
    finding = models.CharField(_("结论"), max_length=10, choices=Finding)
    has_records = models.BooleanField(_("原始记录完整"), default=False)
    is_diligent = models.BooleanField(_("已勤勉尽责"), default=False)
    panel = models.CharField(_("专家组"), max_length=300)
    text = models.TextField(_("意见"), max_length=4000)
    made_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=city_now)

    class Meta:
        verbose_name = _("项目检查")
        ordering = ("held_on", "id")
        constraints = (
            models.CheckConstraint(
                name="inspection_is_written",
                condition=~Q(text="")
                & ~Q(panel="")
                & Q(kind__in=CheckKind.values)
                & Q(finding__in=Finding.values),
            ),
        )

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind}"
