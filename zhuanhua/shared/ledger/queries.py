"""What can be asked of public money? What a budget has left, what is set aside for a case, what moved."""

from dataclasses import astuple, dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from zhuanhua.shared.ledger.models import Account, Budget, Reservation, Transfer


@dataclass(frozen=True)
class BudgetFace:
    """A budget in five amounts, whole fen: allocated = left + reserved + paid + returned."""

    allocated_fen: int
    reserved_fen: int
    paid_fen: int
    returned_fen: int
    left_fen: int

    def __add__(self, other: "BudgetFace") -> "BudgetFace":
        """Add two faces, amount by amount."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return BudgetFace(*(mine + theirs for mine, theirs in pairs))


NOTHING = BudgetFace(0, 0, 0, 0, 0)


def face_of(account: Account) -> BudgetFace:
    """Give the face of one source."""
    return BudgetFace(
        account.allocated_fen,
        account.reserved_fen,
        account.paid_fen,
        account.returned_fen,
        account.available_fen,
    )


def faces(budgets: QuerySet[Budget]) -> dict[int, BudgetFace]:
    """Give the face of each budget by id, in one query."""
    sums = (
        Account.objects.filter(budget__in=budgets)
        .values("budget")
        .order_by()
        .annotate(
            allocated=Sum("allocated_fen"),
            reserved=Sum("reserved_fen"),
            paid=Sum("paid_fen"),
            returned=Sum("returned_fen"),
            left=Sum("available_fen"),
        )
    )
    return {
        row["budget"]: BudgetFace(
            row["allocated"], row["reserved"], row["paid"], row["returned"], row["left"]
        )
        for row in sums
    }


def budget_face(budget: Budget) -> BudgetFace:
    """Give the face of one budget."""
    return faces(Budget.objects.filter(pk=budget.pk)).get(budget.pk, NOTHING)


def budgets(person: Any) -> QuerySet[Budget]:  # noqa: ARG001 - whoever may read budgets reads all; the door asks
    """Give every budget, newest year first."""
    return Budget.objects.prefetch_related("accounts")


def open_accounts(programme: str, year: int | None = None) -> QuerySet[Account]:
    """Give the accounts of a programme's open budgets from which money can be set aside."""
    accounts = Account.objects.select_related("budget").filter(
        budget__programme=programme, budget__state="open"
    )
    return accounts if year is None else accounts.filter(budget__year=year)


def reservations_of(case_kind: str, case_number: str) -> QuerySet[Reservation]:
    """Give what was set aside for a case, in its order."""
    return Reservation.objects.filter(case_kind=case_kind, case_number=case_number).select_related(
        "account__budget"
    )


def transfers_of(budget: Budget) -> QuerySet[Transfer]:
    """Give the movements of a budget, newest first."""
    concerned = Transfer.objects.filter(Q(budget=budget) | Q(entries__account__budget=budget))
    return concerned.distinct().order_by("-id")
