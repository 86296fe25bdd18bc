"""How is an award paid? By milestones that were shown and checked, in batches, out of what was set aside for the project."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.projects import notices, permissions
from zhuanhua.programmes.projects.actions.ending import recover_on_arrival
from zhuanhua.programmes.projects.models import Milestone, Project
from zhuanhua.programmes.projects.states_project import MilestoneState, ProjectState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.ledger.actions import lock_money, reserve
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.payments.actions import Item, known_batch, make_batch
from zhuanhua.shared.payments.models import Batch, Payment
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.moves import move, move_all


@transaction.atomic
def report_milestone(*, milestone: Milestone, evidence: str, by: Any, on: date) -> Milestone:
    """Say what was reached; papers are attached to the milestone."""
    project = milestone.project
    if not permissions.is_undertaker(by, project):
        raise Forbidden(_("只有承担单位可以报告。"))
    if project.state != ProjectState.RUNNING:
        raise Conflict(
            _("项目现在是“%(state)s”。") % {"state": project.state_label},
            way_out=_("在研的项目才报告里程碑。"),
        )
    if not evidence.strip():
        raise Refusal(
            _("没有写完成情况。"), field="evidence", way_out=_("请对照里程碑写明完成了什么、证明在哪里。")
        )
    milestone.evidence, milestone.reported_on = evidence.strip(), on
    move(milestone, "report", by=by, fields=("evidence", "reported_on"))
    close_tasks(milestone, by=by)
    open_task(
        case=milestone,
        title=noop("核定里程碑"),
        about=f"{project.title}：{milestone.title}",
        permission=Permission.PROJECT_EXAMINE,
        url=f"/projects/{project.number}/",
    )
    return milestone


@transaction.atomic
def return_milestone(*, milestone: Milestone, reason: str, by: Any) -> Milestone:
    """Ask for more evidence."""
    require_impartial(by, permissions.matter_of_project(milestone.project))
    move(milestone, "return", by=by, reason=reason)
    close_tasks(milestone, by=by)
    transaction.on_commit(partial(notices.milestone_returned, milestone, reason))
    return milestone


@transaction.atomic
def reach_milestone(*, milestone: Milestone, by: Any) -> Milestone:
    """Find a reported milestone reached: its part of the money waits for the next batch."""
    if milestone.state != MilestoneState.REPORTED:
        raise Conflict(_("里程碑还没有报告。"), way_out=_("请承担单位先报告完成情况。"))
    require_impartial(by, permissions.matter_of_project(milestone.project))
    move(milestone, "reach", by=by)
    close_tasks(milestone, by=by)
    return milestone


@transaction.atomic
def pay_milestones(
    *, milestones: Sequence[Milestone], account: Account, title: str, by: Any, key: str, on: date
) -> Batch:
    """Put parts that were reached into a batch; the money comes out of what each project has set aside, never out of what is free."""
    require(by, Permission.PAYMENT_PREPARE)
    lock_money(account)  # whoever sends the form twice at once waits here, and then finds the first batch
    asked = [each.number for each in milestones]
    known = known_batch(key=key, programme="projects", title=title, account=account, cases=asked)
    if known is not None:
        return known
    chosen = list(
        Milestone.objects.select_for_update(of=("self",))
        .filter(pk__in=[each.pk for each in milestones])
        .select_related("project__undertaker", "project__reservation", "held")
        .order_by("id")
    )
    gone = [each.number for each in chosen if each.state != MilestoneState.REACHED]
    if gone or len(chosen) != len(milestones):
        raise Conflict(
            _("这些里程碑不再等待拨付：%(numbers)s。") % {"numbers": _("、").join(gone[:5])},
            way_out=_("请刷新后再选。"),
        )
    move_all(chosen, "include", by=by)
    items = [
        Item(
            Milestone.case_kind,
            each.number,
            f"projects.milestone:{each.number}",
            each.project.undertaker,
            each.amount_fen,
            f"{each.project.title}：{each.title}"[:200],
            out_of=each.held or each.project.reservation,
        )
        for each in chosen
    ]
    return make_batch(programme="projects", title=title, account=account, items=items, by=by, key=key, on=on)


def milestone_paid(payment: Payment, *, by: Any, on: date) -> None:
    """Note that a part reached the undertaker; when the project has ended, what it does not leave has to come back."""
    project = Project.objects.select_for_update().get(milestones__number=payment.case_number)
    milestone = Milestone.objects.select_for_update().get(number=payment.case_number)
    milestone.paid_on, milestone.held = on, None
    move(milestone, "pay", by=by, fields=("paid_on", "held"))
    recover_on_arrival(project, payment, on=on)


def milestone_dropped(payment: Payment, *, by: Any, on: date) -> None:
    """A part left its batch: its money is set aside for the project again, in the same transaction, so that nobody else can take it."""
    milestone = Milestone.objects.select_for_update().get(number=payment.case_number)
    milestone.held = reserve(
        account=payment.reservation.account,
        amount_fen=milestone.amount_fen,
        case_kind=Milestone.case_kind,
        case_number=milestone.number,
        business_key=f"projects.held:{milestone.number}",
        by=by,
        key=f"held:{payment.number}",
        on=on,
    )
    move(milestone, "release", by=None, fields=("held",))
