"""Does every transfer have the entries of its kind, stay above zero, and stand in the journal as it was written?"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db.models import F, Max, Min

from zhuanhua.core.dates import CITY_ZONE
from zhuanhua.shared.journal.models import Entry as JournalEntry
from zhuanhua.shared.ledger.actions.budgets import facts_of_opening
from zhuanhua.shared.ledger.actions.moving import SYSTEM, digest_of, digest_of_sides
from zhuanhua.shared.ledger.books import Book, TransferKind
from zhuanhua.shared.ledger.models import Account, Budget, Entry, Transfer
from zhuanhua.shared.ledger.verifying.faults import Fault, Report

BATCH = 2_000
TREASURY, AVAILABLE, RESERVED, PAID, RETURNED = (str(book) for book in Book)
BETWEEN = {  # from which book to which a kind moves its amount; closing is its own case
    TransferKind.ALLOCATE: (TREASURY, (AVAILABLE,)),
    TransferKind.RESERVE: (AVAILABLE, (RESERVED,)),
    TransferKind.POST: (RESERVED, (PAID,)),
    TransferKind.VOID: (RESERVED, (AVAILABLE,)),
    TransferKind.EXPIRE: (RESERVED, (AVAILABLE,)),
    TransferKind.REFUND: (PAID, (AVAILABLE, RETURNED)),
}
TOLD = ("event", "at", "actor", "case_kind", "case_number", "reason", "after")
Sides = list[tuple[int, str, int]]
Sums = dict[tuple[int, str], int]


def check_movements(report: Report) -> Sums:
    """Walk through all transfers in order; gives the sum of the entries by (account id, book)."""
    told = _journal(report)
    names = {each.pk: (each.budget.code, each.source) for each in Account.objects.select_related("budget")}
    codes = dict(Budget.objects.values_list("pk", "code"))
    sums: Sums = defaultdict(int)
    opened: set[int] = set()
    closed: dict[int, int] = {}
    for transfer, sides in _with_entries(report):
        report.transfers += 1
        report.entries += len(sides)
        _check_sides(report, transfer, sides)
        _check_running(report, transfer, sides, sums, names)
        if transfer.budget_id not in opened:
            opened.add(transfer.budget_id)
            _check_opening(report, transfer, sides, names)
        if transfer.budget_id in closed and transfer.kind != TransferKind.REFUND:
            report.add(Fault("after_close", transfer.pk, codes.get(transfer.budget_id, "")))
        if transfer.kind == TransferKind.CLOSE:
            closed[transfer.budget_id] = transfer.pk
        _check_told(report, transfer, sides, told.pop(transfer.pk, None))
    for pk, (seq, _digest) in told.items():
        report.add(Fault("gone", pk, found=seq))
    _check_keys(report)
    _check_states(report, closed)
    return sums


def _with_entries(report: Report) -> Iterator[tuple[Transfer, Sides]]:
    """Join transfers and entries as two sorted streams, so that a million of each fits into memory."""
    columns = ("transfer_id", "account_id", "book", "amount_fen")
    rows = Entry.objects.order_by("transfer_id", "pk").values_list(*columns).iterator(BATCH)
    groups = ((pk, [row[1:] for row in group]) for pk, group in groupby(rows, key=lambda row: row[0]))
    pk, sides = next(groups, (None, []))
    transfers = Transfer.objects.select_related("budget", "reservation").order_by("pk").iterator(BATCH)
    for transfer in transfers:
        while pk is not None and pk < transfer.pk:
            report.add(Fault("orphan", pk))
            pk, sides = next(groups, (None, []))
        if pk == transfer.pk:
            yield transfer, sides
            pk, sides = next(groups, (None, []))
        else:
            yield transfer, []
    while pk is not None:
        report.add(Fault("orphan", pk))
        pk, sides = next(groups, (None, []))


def _check_sides(report: Report, transfer: Transfer, sides: Sides) -> None:
    rest = sum(amount for _account, _book, amount in sides)
    if rest:
        report.add(Fault("unbalanced", transfer.pk, found=rest))
    elif not _fits(transfer, sides):
        report.add(Fault("other_entries", transfer.pk))


def _fits(transfer: Transfer, sides: Sides) -> bool:
    """Whether the entries move the amount between the books of the kind, and no account gives to another in passing."""
    by_account: dict[int, int] = defaultdict(int)
    by_book: dict[str, int] = defaultdict(int)
    for account, book, amount in sides:
        by_account[account] += amount
        by_book[book] += amount
    if any(by_account.values()):
        return False
    if transfer.kind == TransferKind.CLOSE:
        return _fits_close(transfer, sides, by_book)
    if transfer.kind not in BETWEEN:
        return False
    source, targets = BETWEEN[TransferKind(transfer.kind)]
    others = {book for book, amount in by_book.items() if amount} - {source, *targets}
    moved = sum(by_book[book] for book in targets)
    return not others and by_book[source] == -transfer.amount_fen and moved == transfer.amount_fen


def _fits_close(transfer: Transfer, sides: Sides, by_book: dict[str, int]) -> bool:
    """Back to the treasury it is available → returned; into the next year every book as a whole stays as it was."""
    if by_book[RETURNED]:
        return by_book[RETURNED] == transfer.amount_fen == -by_book[AVAILABLE]
    onward = sum(amount for _account, book, amount in sides if book == TREASURY and amount > 0)
    return not any(by_book.values()) and onward == transfer.amount_fen


def _check_running(
    report: Report, transfer: Transfer, sides: Sides, sums: Sums, names: dict[int, tuple[str, str]]
) -> None:
    for account, book, amount in sides:
        sums[account, book] += amount
        if book != TREASURY and sums[account, book] < 0 and amount < 0:
            report.add(Fault("overdrawn", transfer.pk, " ".join(names.get(account, ()))))


def _check_keys(report: Report) -> None:
    twice = Transfer.objects.order_by().values("actor", "key").annotate(first=Min("pk"), last=Max("pk"))
    for row in twice.filter(last__gt=F("first")):
        report.add(Fault("key_twice", row["last"], found=row["first"]))


def _check_opening(
    report: Report, transfer: Transfer, sides: Sides, names: dict[int, tuple[str, str]]
) -> None:
    """The first transfer of a budget remembers its code, programme, year, name and sources."""
    budget = transfer.budget
    sources = {names[account][1]: amount for account, book, amount in sides if book == AVAILABLE}
    facts = facts_of_opening(budget.code, budget.programme, budget.year, budget.name, sources)
    if transfer.digest != digest_of(TransferKind.ALLOCATE, facts):
        report.add(Fault("renamed", transfer.pk, budget.code))


def _check_states(report: Report, closed: dict[int, int]) -> None:
    for budget in Budget.objects.order_by("pk"):
        if budget.is_open == (budget.pk in closed):
            report.add(Fault("state", closed.get(budget.pk, 0), budget.code))


# --- the journal ------------------------------------------------------------------------------------
def _journal(report: Report) -> dict[int, tuple[int, bytes]]:
    """Give number and digest of the journal's line by transfer; the lines themselves would be too many to hold."""
    columns = ("seq", *TOLD)
    lines = JournalEntry.objects.filter(event__startswith="ledger:").order_by("seq").values(*columns)
    told: dict[int, tuple[int, bytes]] = {}
    for line in lines.iterator(BATCH):
        pk = line["after"].get("transfer", 0)
        if pk in told:
            report.add(Fault("told_twice", pk, found=line["seq"]))
        else:
            told[pk] = (line["seq"], _digest(_told(line)))
    return told


def _check_told(report: Report, transfer: Transfer, sides: Sides, told: tuple[int, bytes] | None) -> None:
    if told is None:
        report.add(Fault("untold", transfer.pk))
        return
    seq, digest = told
    should = _should_tell(transfer, sides)
    if _digest(should) == digest:
        return
    line = JournalEntry.objects.values(*TOLD).get(seq=seq)
    tells = _told(line)
    names = sorted(name for name in should.keys() | tells.keys() if should.get(name) != tells.get(name))
    report.add(Fault("told_otherwise", transfer.pk, ",".join(names), seq))


def _told(line: dict[str, Any]) -> dict[str, Any]:
    return {
        **line["after"],
        "kind": line["event"].partition(":")[2],
        "actor": line["actor"] or SYSTEM,
        "case": [line["case_kind"], line["case_number"]],
        "reason": line["reason"],
        "at": line["at"],
    }


def _should_tell(transfer: Transfer, sides: Iterable[tuple[int, str, int]]) -> dict[str, Any]:
    """Give what the journal must say of a transfer, the same as `told_of` wrote."""
    told = {
        "transfer": transfer.pk,
        "budget": transfer.budget.code,
        "amount_fen": transfer.amount_fen,
        "on": transfer.on.isoformat(),
        "request": transfer.key,
        "facts": transfer.digest,
        "entries": digest_of_sides(sides),
        "kind": transfer.kind,
        "actor": transfer.actor,
        "case": [transfer.case_kind or "budget", transfer.case_number or transfer.budget.code],
        "reason": transfer.reason,
        "at": transfer.at.astimezone(CITY_ZONE).isoformat(timespec="microseconds"),
    }
    reservation = transfer.reservation
    if reservation is not None:
        told["reservation"] = reservation.pk
    if reservation is not None and transfer.kind == TransferKind.RESERVE:
        until = reservation.expires_on
        told |= {"business_key": reservation.business_key, "expires_on": until.isoformat() if until else None}
    return told


def _digest(told: dict[str, Any]) -> bytes:
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
