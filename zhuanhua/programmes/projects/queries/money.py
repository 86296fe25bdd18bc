"""Gives what a project was paid, and what is still set aside for it."""

from zhuanhua.programmes.projects.models import Milestone, Project
from zhuanhua.programmes.projects.states_project import MilestoneState
from zhuanhua.shared.payments.models import Payment
from zhuanhua.shared.payments.states import PaymentState

SET_ASIDE = (MilestoneState.PLANNED, MilestoneState.REPORTED, MilestoneState.RETURNED, MilestoneState.REACHED)


def settled(project: Project) -> dict[str, int]:
    """Sum the parts of an award by where they stand: set aside, on the way, paid, released; whole fen."""
    sums = {"aside_fen": 0, "paying_fen": 0, "paid_fen": 0, "released_fen": 0}
    for state, amount in project.milestones.values_list("state", "amount_fen"):
        if state in SET_ASIDE:
            sums["aside_fen"] += amount
        elif state == MilestoneState.PAYING:
            sums["paying_fen"] += amount
        elif state == MilestoneState.PAID:
            sums["paid_fen"] += amount
        else:
            sums["released_fen"] += amount
    return sums


def paid_payments(project: Project) -> list[Payment]:
    """Give the payments that reached the undertaker, newest first: what comes back comes out of them."""
    numbers = project.milestones.values_list("number", flat=True)
    return list(
        Payment.objects.filter(
            case_kind=Milestone.case_kind, case_number__in=list(numbers), state=PaymentState.PAID
        )
        .select_related("reservation")
        .order_by("-paid_on", "-id")
    )
