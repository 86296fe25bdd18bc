"""Gives what a project was paid, what has come back, and what is still set aside for it."""

from django.db.models import QuerySet

from zhuanhua.programmes.projects.models import Milestone, Project
from zhuanhua.programmes.projects.states_project import MilestoneState
from zhuanhua.shared.payments.models import Payment, Recovery
from zhuanhua.shared.payments.states import RECOVERY_FINAL, PaymentState

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


def recoveries_of(project: Project) -> QuerySet[Recovery]:
    """Give what has to come back out of a project's payments, or has come."""
    numbers = list(project.milestones.values_list("number", flat=True))
    return Recovery.objects.filter(
        payment__case_kind=Milestone.case_kind, payment__case_number__in=numbers
    ).select_related("payment")


def money_of(project: Project) -> dict[str, int]:
    """Say where an award stands: the parts of `settled`, `back_fen` that came back, `kept_fen` paid and not come back, `owed_fen` still to come."""
    sums, recoveries = settled(project), list(recoveries_of(project))
    back = sum(each.received_fen for each in recoveries)
    owed = sum(each.left_fen for each in recoveries if each.state not in RECOVERY_FINAL)
    return sums | {"back_fen": back, "kept_fen": sums["paid_fen"] - back, "owed_fen": owed}


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
