"""What happens while a project runs? Changes are asked and granted, yearly reports are filed and confirmed, panels inspect."""

from datetime import date
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.projects import notices, permissions
from zhuanhua.programmes.projects.codes import ChangeKind, CheckKind
from zhuanhua.programmes.projects.models import Change, Inspection, Project, YearReport
from zhuanhua.programmes.projects.states_project import AT_WORK, ChangeState, ProjectState, ReportState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.moves import move
from zhuanhua.shared.workflow.serials import next_part

CHANGED = {
    ChangeKind.LEADER: ("leader_name",),
    ChangeKind.PARTNERS: ("partners",),
    ChangeKind.TERM: ("ends_on",),
    ChangeKind.TARGETS: ("targets",),
    ChangeKind.BUDGET: ("budget",),
}
COUNTS = ("rd_fen", "technologies", "patents_filed", "patents_granted", "people", "sales_fen")
YEAR_END = (12, 31)


@transaction.atomic
def ask_change(*, project: Project, kind: str, value: Any, reason: str, by: Any, on: date) -> Change:
    """Ask that one part of the contract say something else; nothing changes before it is granted."""
    if not permissions.is_undertaker(by, project):
        raise Forbidden(_("只有承担单位可以申请变更。"))
    if project.state not in AT_WORK:
        raise Conflict(_("项目已经结题。"), way_out=_("结题后不再变更。"))
    [name] = CHANGED[ChangeKind(kind)]
    before, after = _plain(getattr(project, name)), _plain(value)
    if after in ("", None, []) and kind != ChangeKind.PARTNERS:
        raise Refusal(_("没有写改成什么。"), field="value", way_out=_("请填写。"))
    if before == after:
        raise Refusal(_("和任务书现在写的一样。"), field="value", way_out=_("请填要改成的内容。"))
    if not reason.strip():
        raise Refusal(_("没有写理由。"), field="reason", way_out=_("请写明为什么要改。"))
    if kind == ChangeKind.TERM and value <= project.starts_on:
        raise Refusal(_("执行期止须晚于执行期起。"), field="value", way_out=_("请填以后的日期。"))
    if kind == ChangeKind.BUDGET:
        _refuse_uneven(project, value)
    try:
        with transaction.atomic():
            change = Change.objects.create(
                number=next_part(project.number, "B"), state=ChangeState.ASKED, project=project, kind=kind,
                before={name: before}, after={name: after}, reason=reason.strip(), asked_by=by, asked_on=on,
            )  # fmt: skip
    except IntegrityError as fault:
        raise Conflict(_("这一项已有变更待审核。"), way_out=_("请等审核结果。")) from fault
    record(
        "project_change:ask",
        case_kind=change.case_kind,
        case_number=change.number,
        by=by,
        after={"kind": kind},
        reason=change.reason,
    )
    open_task(
        case=change,
        title=noop("审核项目变更"),
        about=project.title,
        permission=Permission.PROJECT_EXAMINE,
        url=f"/projects/changes/{change.number}/",
    )
    return change


@transaction.atomic
def grant_project_change(*, change: Change, by: Any, on: date) -> Change:
    """Agree: the contract says the new words from now on."""
    project = Project.objects.select_for_update().get(pk=change.project_id)
    require_impartial(by, permissions.matter_of_project(project))
    if project.state not in AT_WORK:
        raise Conflict(_("项目已经结题。"), way_out=_("请不同意这项变更。"))
    [(name, value)] = change.after.items()
    setattr(project, name, date.fromisoformat(value) if name == "ends_on" else value)
    project.version += 1
    project.save(update_fields=[name, "version"])
    change.decided_by, change.decided_on = by, on
    told = {"before": change.before, "after": change.after}
    move(change, "grant", by=by, fields=("decided_by", "decided_on"), after=told)
    close_tasks(change, by=by)
    transaction.on_commit(partial(notices.change_decided, change))
    return change


@transaction.atomic
def decline_project_change(*, change: Change, reason: str, by: Any, on: date) -> Change:
    """Disagree, with the reason."""
    require_impartial(by, permissions.matter_of_project(change.project))
    change.decided_by, change.decided_on = by, on
    move(change, "decline", by=by, reason=reason, fields=("decided_by", "decided_on"))
    close_tasks(change, by=by)
    transaction.on_commit(partial(notices.change_decided, change))
    return change


@transaction.atomic
def file_year_report(*, project: Project, year: int, facts: dict[str, Any], by: Any, on: date) -> YearReport:
    """File what a year brought; once a year, for years in which the project ran."""
    if not permissions.is_undertaker(by, project):
        raise Forbidden(_("只有承担单位可以提交年度报告。"))
    if not project.starts_on.year <= year <= on.year:
        raise Refusal(
            _("%(year)s年不在项目的执行期里，或者还没有到。") % {"year": year},
            field="year",
            way_out=_("请选执行期内的年份。"),
        )
    if project.reports.filter(year=year).exists():
        raise Conflict(
            _("%(year)s年的报告已经提交。") % {"year": year},
            field="year",
            way_out=_("请在项目页修改那一份。"),
        )
    report = YearReport.objects.create(
        number=next_part(project.number, "N"),
        state=ReportState.SUBMITTED,
        project=project,
        year=year,
        covers_on=min(date(year, *YEAR_END), on),
        filed_on=on,
        **facts,
    )
    record(
        "project_report:file",
        case_kind=report.case_kind,
        case_number=report.number,
        by=by,
        after={"year": year, **{name: facts[name] for name in COUNTS}},
    )
    _ask_to_confirm(report)
    return report


@transaction.atomic
def correct_year_report(*, report: YearReport, facts: dict[str, Any], by: Any, on: date) -> YearReport:
    """Change a report that is not confirmed yet."""
    if not permissions.is_undertaker(by, report.project):
        raise Forbidden(_("只有承担单位可以修改年度报告。"))
    before = {name: getattr(report, name) for name in COUNTS}
    for name, value in facts.items():
        setattr(report, name, value)
    report.filed_on = on
    move(
        report,
        "correct",
        by=by,
        fields=(*facts, "filed_on"),
        before=before,
        after={name: getattr(report, name) for name in COUNTS},
    )
    close_tasks(report, by=by)
    _ask_to_confirm(report)
    return report


@transaction.atomic
def confirm_year_report(*, report: YearReport, by: Any) -> YearReport:
    """Confirm: from now on the figures count it."""
    require_impartial(by, permissions.matter_of_project(report.project))
    report.confirmed_by = by
    move(report, "confirm", by=by, fields=("confirmed_by",))
    close_tasks(report, by=by)
    return report


@transaction.atomic
def return_year_report(*, report: YearReport, reason: str, by: Any) -> YearReport:
    """Send a report back."""
    require_impartial(by, permissions.matter_of_project(report.project))
    move(report, "return", by=by, reason=reason)
    close_tasks(report, by=by)
    transaction.on_commit(partial(notices.report_returned, report, reason))
    return report


@transaction.atomic
def hold_inspection(*, project: Project, facts: dict[str, Any], by: Any, on: date) -> Inspection:
    """Keep what a panel found; an acceptance is inspected once it was asked for."""
    require(by, Permission.PROJECT_EXAMINE)
    needed = ProjectState.ACCEPTANCE if facts["kind"] == CheckKind.ACCEPTANCE else ProjectState.RUNNING
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    require_impartial(by, permissions.matter_of_project(project))
    if project.state not in {needed, ProjectState.ACCEPTANCE}:
        raise Conflict(
            _("项目现在是“%(state)s”，不做这项检查。") % {"state": project.state_label},
            way_out=_("中期检查在研时做，验收在申请以后做。"),
        )
    if facts["held_on"] > on:
        raise Refusal(_("检查日期在今天以后。"), field="held_on", way_out=_("请核对日期。"))
    made = Inspection.objects.create(project=project, made_by=by, **facts)
    told = {"kind": made.kind, "finding": made.finding, "held_on": made.held_on}
    record("project:inspect", case_kind=project.case_kind, case_number=project.number, by=by, after=told)
    if made.kind == CheckKind.ACCEPTANCE:
        open_task(
            case=project,
            title=noop("决定验收结论"),
            about=project.title,
            permission=Permission.PROJECT_AWARD,
            url=f"/projects/{project.number}/",
        )
    return made


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _refuse_uneven(project: Project, rows: list[dict[str, Any]]) -> None:
    """A budget is moved between lines, never enlarged."""
    city, own = sum(row["city_fen"] for row in rows), sum(row["own_fen"] for row in rows)
    if city != project.award_fen or own != project.own_fen:
        raise Refusal(
            _("调整后的合计须与任务书的补助和自筹一致。"),
            field="value",
            way_out=_("预算只能在科目之间调剂。"),
            code="sum",
        )


def _ask_to_confirm(report: YearReport) -> None:
    open_task(
        case=report,
        title=noop("核定年度报告"),
        about=report.project.title,
        permission=Permission.PROJECT_EXAMINE,
        url=f"/projects/reports/{report.number}/",
    )
