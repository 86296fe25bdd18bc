"""How does a project end? Accepted, excused after a diligent failure, or failed and its money called back; what was never paid is free again."""

from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.projects import notices, permissions, policy, queries
from zhuanhua.programmes.projects.codes import CheckKind, Finding, PaperKind
from zhuanhua.programmes.projects.models import Milestone, Project
from zhuanhua.programmes.projects.states_project import MilestoneState, ProjectState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.ledger.actions import void
from zhuanhua.shared.ledger.models import Reservation
from zhuanhua.shared.payments.actions import lock_payments, open_recovery
from zhuanhua.shared.payments.models import Payment
from zhuanhua.shared.payments.states import RECOVERY_FINAL
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.policy.judge import judge_one
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.moves import move

LIVE = (MilestoneState.PLANNED, MilestoneState.REPORTED, MilestoneState.RETURNED)
NEEDED = (PaperKind.SCIENCE_REPORT, PaperKind.ACCOUNTS)


@transaction.atomic
def ask_acceptance(*, project: Project, spent_fen: int, by: Any, on: date) -> Project:
    """Ask for acceptance with the final accounts and the science report; too late is remarked, not refused."""
    if not permissions.is_undertaker(by, project):
        raise Forbidden(_("只有承担单位可以申请验收。"))
    kinds = set(files_of(project).values_list("kind", flat=True))
    missing = [str(kind.label) for kind in NEEDED if kind not in kinds]
    if missing:
        raise Refusal(
            _("还没有上传：%(papers)s。") % {"papers": _("、").join(missing)},
            way_out=_("财政资金支持的项目须提交科技报告和成果（促进科技成果转化法第十一条）。"), code="papers",
        )  # fmt: skip
    timing = judge_one(
        policy.acceptance_timing, {"ends_on": project.ends_on, "asked_on": on}, queries.values_on(on)
    )
    project.asked_on, project.spent_fen, project.is_late = on, spent_fen, bool(timing["is_late"])
    move(
        project,
        "ask_acceptance",
        by=by,
        fields=("asked_on", "spent_fen", "is_late"),
        after={"spent_fen": spent_fen, "is_late": project.is_late},
    )
    close_tasks(project, by=by)
    open_task(
        case=project,
        title=noop("组织验收"),
        about=project.title,
        permission=Permission.PROJECT_EXAMINE,
        url=f"/projects/{project.number}/",
    )
    return project


@transaction.atomic
def send_back_acceptance(*, project: Project, reason: str, by: Any) -> Project:
    """Ask for improvements before acceptance is tried again."""
    require_impartial(by, permissions.matter_of_project(project))
    move(project, "send_back", by=by, reason=reason)
    close_tasks(project, by=by)
    transaction.on_commit(partial(notices.acceptance_sent_back, project, reason))
    return project


@transaction.atomic
def accept_project(*, project: Project, by: Any, on: date) -> Project:
    """Accept what a panel has found good: the last part may be paid, an unspent rest comes back."""
    lock_ending(project)
    finding = _finding(project)
    if finding.finding != Finding.GOOD:
        raise Refusal(
            _("最近一次验收的结论不是“通过”。"), way_out=_("请退回整改，或者认定未通过。"), code="finding"
        )
    judged = _judged(project, has_passed=True, on=on)
    last = project.milestones.order_by("-place").first()
    if last is not None and last.state in LIVE:
        move(last, "reach", by=None)
    project.has_remark = project.is_late
    _end(project, "accept", by=by, on=on, release=LIVE)
    _call_back(project, judged["back_fen"], noop("验收后退回结余资金。"), on=on)
    return project


@transaction.atomic
def excuse_project(*, project: Project, reason: str, by: Any, on: date) -> Project:
    """End a failed project without blame (科学技术进步法第六十八条): records complete, diligence found; only what is unspent comes back."""
    lock_ending(project)
    judged = _judged(project, has_passed=False, on=on)
    if judged["outcome"] != "excused":
        raise Refusal(
            _("没有“原始记录完整、已勤勉尽责”的专家意见。"),
            way_out=_("请先组织检查并写明这两项；没有的按未通过办理。"),
            code="not_diligent",
        )
    _end(project, "excuse", by=by, on=on, reason=reason, release=(*LIVE, MilestoneState.REACHED))
    _call_back(project, judged["back_fen"], noop("免责结题，退回结余资金。"), on=on)
    return project


@transaction.atomic
def fail_project(*, project: Project, reason: str, by: Any, on: date) -> Project:
    """Find that a project failed without excuse: everything paid is called back, nothing more is paid, the failure is remarked."""
    lock_ending(project)
    judged = _judged(project, has_passed=False, on=on)
    if judged["outcome"] == "excused":
        raise Refusal(
            _("专家认定记录完整、勤勉尽责，应当免责。"), way_out=_("请用“免责结题”。"), code="diligent"
        )
    project.has_remark = True
    _end(project, "fail", by=by, on=on, reason=reason, release=(*LIVE, MilestoneState.REACHED))
    if judged["back_fen"]:
        move(project, "recover", by=None)
        _call_back(project, judged["back_fen"], reason, on=on)
    else:
        move(project, "recovered", by=None)
    return project


def lock_project_of(number: str) -> None:
    """Lock the project of a part whose money comes back, before a line is written."""
    part = Milestone.objects.get(number=number)
    Project.objects.select_for_update().get(pk=part.project_id)


def project_recovered(payment: Payment, *, by: Any, on: date) -> None:
    """Note that the recovery of one payment is over, had or written off; when all are, so is the case."""
    milestone = Milestone.objects.select_related("project").get(number=payment.case_number)
    project = Project.objects.select_for_update().get(pk=milestone.project_id)
    waiting = queries.recoveries_of(project).exclude(state__in=RECOVERY_FINAL)
    if project.state == ProjectState.RECOVERING and not waiting.exists():
        move(project, "recovered", by=by)


def recover_on_arrival(project: Project, payment: Payment, *, on: date) -> None:
    """Take back of a part that reached the undertaker after the end what the project's end does not leave it.

    An accepted or excused project keeps what it has spent by its final accounts, a failed one nothing.
    """
    if project.ended_on is None:
        return
    paid = queries.settled(project)["paid_fen"]
    facts = {
        "has_passed": project.state == ProjectState.ACCEPTED,
        "has_records": project.state == ProjectState.EXCUSED,
        "is_diligent": project.state == ProjectState.EXCUSED,
        "paid_fen": paid,
        "spent_fen": paid if project.spent_fen is None else project.spent_fen,
    }
    back = judge_one(policy.ending, facts, queries.values_on(project.ended_on))["back_fen"]
    left = back - sum(each.amount_fen for each in queries.recoveries_of(project))
    if left > 0:
        ground = noop("结题以后到账，超出应得的部分须退回。")
        open_recovery(
            payment=payment, amount_fen=min(left, payment.amount_fen), ground=ground, by=None, on=on
        )


def lock_ending(project: Project) -> None:
    """Lock the award's money and the project's row: what was paid is judged only while no answer of the bank can come in."""
    parts = project.milestones.values_list("number", flat=True)
    lock_payments(Milestone.case_kind, parts, Reservation.objects.get(pk=project.reservation_id))
    Project.objects.select_for_update().get(pk=project.pk)


def _judged(project: Project, *, has_passed: bool, on: date) -> dict[str, Any]:
    last = project.inspections.order_by("-held_on", "-id").first()
    money = queries.settled(project)
    if money["paying_fen"]:
        raise Conflict(
            _("有款项正在拨付。"), way_out=_("请等到账，或者把它退出批次，再办结。"), code="paying"
        )
    paid = money["paid_fen"]
    facts = {
        "has_passed": has_passed,
        "has_records": bool(last and last.has_records),
        "is_diligent": bool(last and last.is_diligent),
        "paid_fen": paid,
        "spent_fen": paid if project.spent_fen is None else project.spent_fen,
    }
    return judge_one(policy.ending, facts, queries.values_on(on))


def _finding(project: Project) -> Any:
    last = project.inspections.filter(kind=CheckKind.ACCEPTANCE).order_by("-held_on", "-id").first()
    if last is None:
        raise Refusal(_("还没有组织验收。"), way_out=_("请先写验收意见。"), code="uninspected")
    return last


def _end(
    project: Project, verb: str, *, by: Any, on: date, release: tuple[str, ...], reason: str = ""
) -> None:
    require(by, Permission.PROJECT_AWARD)
    require_impartial(by, permissions.matter_of_project(project))
    project.ended_on, project.ended_by = on, by
    move(project, verb, by=by, reason=reason, fields=("ended_on", "ended_by", "has_remark"))
    ended = list(project.milestones.select_related("held").filter(state__in=release).order_by("place"))
    for milestone in ended:
        move(milestone, "end", by=None)
        if milestone.held is not None:
            void(
                reservation=milestone.held,
                by=by,
                key=f"end:{milestone.number}",
                on=on,
                reason=noop("项目结题，不再拨付。"),
            )
    amount = sum(each.amount_fen for each in ended if each.held is None)
    if amount:
        void(
            reservation=project.reservation,
            amount_fen=amount,
            by=by,
            key=f"end:{project.number}",
            on=on,
            reason=noop("项目结题，不再拨付。"),
        )
    close_tasks(project, by=by)
    transaction.on_commit(partial(notices.project_ended, project))


def _call_back(project: Project, amount_fen: int, ground: str, *, on: date) -> None:
    """Open recoveries over what was paid, newest payment first."""
    left = amount_fen
    for payment in queries.paid_payments(project):
        part = min(left, payment.amount_fen)
        if part:
            open_recovery(payment=payment, amount_fen=part, ground=ground, by=None, on=on)
            left -= part
