"""What can be asked of public money? What a budget has left, what is set aside for a case, what moved."""

from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum
from django.http import Http404
from django.utils.translation import gettext as _

from zhuanhua.core.dates import year_in
from zhuanhua.shared.journal.models import Entry as JournalEntry
from zhuanhua.shared.ledger import programmes
from zhuanhua.shared.ledger.books import BudgetState, TransferKind
from zhuanhua.shared.ledger.models import Account, Budget, Reservation, Transfer

CHECK = "ledger_check:run"


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


@dataclass(frozen=True)
class Line:
    """One row of a list of budgets or sources; `due_fen` is the part of the reserved money that is approved for payment."""

    budget: Budget | None
    account: Account | None
    face: BudgetFace
    due_fen: int

    @property
    def held_fen(self) -> int:
        """What is reserved and not yet approved for payment."""
        return self.face.reserved_fen - self.due_fen


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


def wanted(params: Any) -> tuple[int | None, str]:
    """Read year and programme of an address; what is none narrows nothing."""
    year = year_in(params.get("year", "") or params.get("budget_year", ""))  # a figure names its day
    programme = params.get("programme", "")
    return year, programme[:40].replace("\x00", "")


def budgets(person: Any, *, year: int | None = None, programme: str = "") -> QuerySet[Budget]:  # noqa: ARG001 - whoever may read budgets reads all; the door asks
    """Give the budgets of a year and programme, newest year first."""
    found = Budget.objects.prefetch_related("accounts")
    if year is not None:
        found = found.filter(year=year)
    return found.filter(programme=programme) if programme else found


def budget_for(person: Any, code: str) -> Budget:  # noqa: ARG001 - as above
    """Give one budget by its code, or 404."""
    budget = Budget.objects.prefetch_related("accounts").filter(code=code).first()
    if budget is None:
        raise Http404(_("没有代码为%(code)s的预算。") % {"code": code})
    return budget


def lines_of(found: QuerySet[Budget]) -> list[Line]:
    """Give the row of each budget, in three queries."""
    listed = list(found)
    due = programmes.due_of(account.pk for budget in listed for account in budget.accounts.all())
    return [
        Line(
            budget,
            None,
            sum((face_of(account) for account in budget.accounts.all()), NOTHING),
            sum(due.get(account.pk, 0) for account in budget.accounts.all()),
        )
        for budget in listed
    ]


def sources_of(budget: Budget) -> list[Line]:
    """Give the row of each source of a budget."""
    accounts = list(budget.accounts.all())
    due = programmes.due_of(account.pk for account in accounts)
    return [Line(None, account, face_of(account), due.get(account.pk, 0)) for account in accounts]


def total_of(lines: list[Line]) -> Line:
    """Add rows up."""
    face = sum((line.face for line in lines), NOTHING)
    return Line(None, None, face, sum(line.due_fen for line in lines))


def open_accounts(programme: str, year: int | None = None) -> QuerySet[Account]:
    """Give the accounts of a programme's open budgets from which money can be set aside."""
    accounts = Account.objects.select_related("budget").filter(
        budget__programme=programme, budget__state=BudgetState.OPEN
    )
    return accounts if year is None else accounts.filter(budget__year=year)


def budgets_after(budget: Budget) -> QuerySet[Budget]:
    """Give the open budgets into which a budget's year may be carried over."""
    later = Budget.objects.filter(programme=budget.programme, year__gt=budget.year, state=BudgetState.OPEN)
    return later.order_by("year", "code")


def reservations_of(case_kind: str, case_number: str) -> QuerySet[Reservation]:
    """Give what was set aside for a case, in its order."""
    return Reservation.objects.filter(case_kind=case_kind, case_number=case_number).select_related(
        "account__budget"
    )


def transfers_of(budget: Budget, kind: str = "") -> QuerySet[Transfer]:
    """Give the movements of a budget, newest first; of one kind, if asked."""
    concerned = Transfer.objects.filter(Q(budget=budget) | Q(entries__account__budget=budget))
    if kind:
        concerned = concerned.filter(kind=kind)
    return concerned.distinct().order_by("-id")


def same_allocation(account: Account, amount_fen: int, *, reason: str, on: date) -> QuerySet[Transfer]:
    """Give the movements that added this amount to a source, or took it back, on this ground and day before."""
    made = Transfer.objects.filter(
        kind=TransferKind.ALLOCATE, on=on, amount_fen=amount_fen, reason=reason.strip()
    )
    return made.filter(entries__account=account).distinct()


def last_check() -> JournalEntry | None:
    """Give the journal's line of the last check of the ledger."""
    newest = JournalEntry.objects.filter(event=CHECK).aggregate(newest=Max("seq"))["newest"]
    return JournalEntry.objects.filter(seq=newest).first() if newest else None
