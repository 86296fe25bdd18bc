"""How is what was set aside paid out, released and given back?"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NoReturn

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.ledger.actions.locking import locked_places, locked_reservation
from zhuanhua.shared.ledger.actions.moving import (
    Once,
    Side,
    exact_words,
    transfer,
    whole_fen,
)
from zhuanhua.shared.ledger.books import Book, TransferKind
from zhuanhua.shared.ledger.models import Account, Budget, Entry, Reservation, Transfer


@transaction.atomic
def post(
    *, reservation: Reservation, by: Any, key: str, on: date, amount_fen: int | None = None, reason: str = ""
) -> Transfer:
    """Pay out of a reservation: the whole of what is open, or a part; never more."""
    once = Once(TransferKind.POST, by=by, key=key, reservation=reservation.pk, amount_fen=amount_fen)
    budget, account, reservation = locked_reservation(reservation)
    if (known := once.found) is not None:
        return known
    if amount_fen is None and not reservation.open_fen:
        _refuse_settled()
    amount = whole_fen(reservation.open_fen if amount_fen is None else amount_fen)
    _refuse_more(amount, reservation.open_fen)
    reservation.posted_fen += amount
    reservation.save(update_fields=["posted_fen"])
    sides = (Side(account, Book.RESERVED, -amount), Side(account, Book.PAID, amount))
    return _move(once, sides, budget, reservation, amount, by=by, on=on, reason=reason)


@transaction.atomic
def void(
    *, reservation: Reservation, by: Any, key: str, on: date, reason: str, amount_fen: int | None = None
) -> Transfer:
    """Release what is open of a reservation, or a part of it, never more; it is available again."""
    if not reason.strip():
        raise Refusal(_("没有写释放预留的理由。"), field="reason", way_out=_("请写明理由。"))
    part = {} if amount_fen is None else {"amount_fen": amount_fen}
    once = Once(TransferKind.VOID, by=by, key=key, reservation=reservation.pk, **part)
    budget, account, reservation = locked_reservation(reservation)
    if (known := once.found) is not None:
        return known
    if amount_fen is not None:
        _refuse_more(whole_fen(amount_fen), reservation.open_fen)
    return _release(
        once, budget, account, reservation, by=by, on=on, reason=reason.strip(), amount_fen=amount_fen
    )


def expire_due(*, on: date) -> int:
    """Release every reservation whose last day is past, each in its own transaction; gives how many."""
    due = Reservation.objects.filter(expires_on__lt=on).order_by("id")
    return sum(_expire(reservation, on=on) for reservation in due if reservation.open_fen)


@transaction.atomic
def _expire(reservation: Reservation, *, on: date) -> int:
    once = Once(TransferKind.EXPIRE, by=None, key=f"expire:{reservation.pk}", reservation=reservation.pk)
    budget, account, reservation = locked_reservation(reservation)
    if (
        once.found is not None
        or not reservation.open_fen
        or reservation.expires_on is None
        or reservation.expires_on >= on
    ):
        return 0
    with override(settings.LANGUAGE_CODE):  # what is kept for ever is kept in the city's language
        reason = _("过了预留的最后一天")
    _release(once, budget, account, reservation, by=None, on=on, reason=reason)
    return 1


@transaction.atomic
def refund(
    *, reservation: Reservation, amount_fen: int, by: Any, key: str, on: date, reason: str
) -> Transfer:
    """Take paid money back, never more than was paid: available again in an open year, to the treasury in a closed one.

    What was paid in two years (see `close_year`) comes back to the later one first.
    """
    if not reason.strip():
        raise Refusal(_("没有写退回的理由。"), field="reason", way_out=_("请写明理由。"))
    once = Once(TransferKind.REFUND, by=by, key=key, reservation=reservation.pk, amount_fen=amount_fen)
    held, reservation = locked_places(reservation)
    if (known := once.found) is not None:
        return known
    amount = whole_fen(amount_fen)
    _refuse_more(amount, reservation.kept_fen)
    sides = _sides_of_refund(held, reservation, amount)
    reservation.refunded_fen += amount
    reservation.save(update_fields=["refunded_fen"])
    budget = sides[0].account.budget
    return _move(once, sides, budget, reservation, amount, by=by, on=on, reason=reason.strip())


def _sides_of_refund(held: dict[int, Account], reservation: Reservation, amount: int) -> list[Side]:
    paid = (
        Entry.objects.filter(transfer__reservation=reservation, book=Book.PAID)
        .values("account")
        .order_by("-account__budget__year", "-account")
        .annotate(paid_fen=Sum("amount_fen"))
    )
    sides: list[Side] = []
    for row in paid:
        account, part = held[row["account"]], min(row["paid_fen"], amount)
        if part:
            onto = Book.AVAILABLE if account.budget.is_open else Book.RETURNED
            sides += [Side(account, Book.PAID, -part), Side(account, onto, part)]
            amount -= part
    return sides


def _release(
    once: Once,
    budget: Budget,
    account: Account,
    reservation: Reservation,
    *,
    by: Any,
    on: date,
    reason: str,
    amount_fen: int | None = None,
) -> Transfer:
    amount = reservation.open_fen if amount_fen is None else amount_fen
    if not amount:
        _refuse_settled()
    reservation.released_fen += amount
    reservation.save(update_fields=["released_fen"])
    sides = (Side(account, Book.RESERVED, -amount), Side(account, Book.AVAILABLE, amount))
    return _move(once, sides, budget, reservation, amount, by=by, on=on, reason=reason)


def _move(
    once: Once,
    sides: Sequence[Side],
    budget: Budget,
    reservation: Reservation,
    amount: int,
    *,
    by: Any,
    on: date,
    reason: str,
) -> Transfer:
    return transfer(
        once,
        sides,
        budget=budget,
        amount_fen=amount,
        by=by,
        on=on,
        reservation=reservation,
        case=(reservation.case_kind, reservation.case_number),
        reason=reason,
    )


def _refuse_settled() -> NoReturn:
    raise Conflict(_("这笔预留已经付完或者释放。"), way_out=_("请刷新后再看。"), code="nothing_open")


def _refuse_more(amount: int, most: int) -> None:
    if amount > most:
        raise Refusal(
            _("最多%(most)s，不能办理%(amount)s。")
            % {"most": exact_words(most), "amount": exact_words(amount)},
            field="amount_fen",
            way_out=_("请核对金额。"),
            code="too_much",
        )
