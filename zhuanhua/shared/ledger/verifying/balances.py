"""Do balances and reservations say the same as the entries that made them?"""

from collections import defaultdict
from typing import Any

from django.db.models import Sum

from zhuanhua.shared.ledger.books import Book, TransferKind
from zhuanhua.shared.ledger.models import Account, Entry, Reservation, Transfer
from zhuanhua.shared.ledger.verifying.faults import Fault, Report
from zhuanhua.shared.ledger.verifying.movements import BATCH, Sums

NEVER_MADE = (0, "", "", None)
RELEASES = (TransferKind.VOID, TransferKind.EXPIRE)


def check_balances(report: Report, sums: Sums) -> None:
    """Hold accounts and reservations against the entries' sums."""
    accounts = {each.pk: each for each in Account.objects.select_related("budget").order_by("pk")}
    held = _check_reservations(report, accounts)
    for account in accounts.values():
        name = f"{account.budget.code} {account.source}"
        for book in Book.values:
            rest = account.balance(book) - sums[account.pk, book]
            if rest:
                report.add(Fault("balance", name=name, found=rest))
        if account.reserved_fen != held[account.pk]:
            report.add(Fault("held", name=name, found=account.reserved_fen - held[account.pk]))


def _check_reservations(report: Report, accounts: dict[int, Account]) -> dict[int, int]:
    """Check every reservation against its transfers; gives what is open, by account id."""
    moved: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = Transfer.objects.filter(reservation__isnull=False).values_list("reservation", "kind")
    for reservation, kind, amount in rows.annotate(total=Sum("amount_fen")).order_by().iterator(BATCH):
        moved[reservation][kind] = amount
    columns = ("reservation", "pk", "case_kind", "case_number", "on")
    made = {
        row[0]: row[1:]
        for row in Transfer.objects.filter(kind=TransferKind.RESERVE).values_list(*columns).iterator(BATCH)
    }
    stood = dict(  # the account that a reservation's money was last seen in
        Entry.objects.filter(book=Book.RESERVED, transfer__reservation__isnull=False)
        .order_by("pk")
        .values_list("transfer__reservation", "account")
        .iterator(BATCH)
    )
    held: dict[int, int] = defaultdict(int)
    alive: dict[str, int] = {}
    for reservation in Reservation.objects.order_by("pk").iterator(BATCH):
        report.reservations += 1
        held[reservation.account_id] += reservation.open_fen
        origin = made.get(reservation.pk, NEVER_MADE)
        stands = _stands(reservation, stood.get(reservation.pk), accounts)
        if not stands or not _fits(reservation, moved[reservation.pk], origin):
            report.add(Fault("reservation", origin[0], reservation.business_key))
        if reservation.released_fen < reservation.amount_fen:
            before = alive.setdefault(reservation.business_key, reservation.pk)
            if before != reservation.pk:
                report.add(Fault("reserved_twice", origin[0], reservation.business_key))
    return held


def _fits(reservation: Reservation, by_kind: dict[str, int], origin: tuple[Any, ...]) -> bool:
    return (
        origin[1:] == (reservation.case_kind, reservation.case_number, reservation.made_on)
        and reservation.amount_fen == by_kind[TransferKind.RESERVE]
        and reservation.posted_fen == by_kind[TransferKind.POST]
        and reservation.released_fen == sum(by_kind[kind] for kind in RELEASES)
        and reservation.refunded_fen == by_kind[TransferKind.REFUND]
    )


def _stands(reservation: Reservation, last: int | None, accounts: dict[int, Account]) -> bool:
    """Whether a reservation stands where its money is: where it last moved, or where a year's end has carried it since."""
    if last is None or last == reservation.account_id:
        return last is not None
    here, there = accounts[reservation.account_id], accounts[last]
    is_onward = there.source == here.source and there.budget.year < here.budget.year
    return bool(reservation.open_fen) and is_onward
