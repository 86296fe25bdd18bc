"""How is money set aside, paid out, released and given back?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.core.wording import amount_words
from zhuanhua.shared.ledger.actions.moving import (
    Once,
    Side,
    locked_budget,
    locked_reservation,
    need_open,
    refuse_short,
    transfer,
    whole_fen,
)
from zhuanhua.shared.ledger.books import Book, TransferKind
from zhuanhua.shared.ledger.models import Account, Budget, Reservation, Transfer


@dataclass(frozen=True)
class Wanted:
    """Money to set aside for one case, whole fen; see `Reservation.business_key`."""

    case_kind: str
    case_number: str
    business_key: str
    amount_fen: int


@transaction.atomic
def reserve(
    *,
    account: Account,
    amount_fen: int,
    case_kind: str,
    case_number: str,
    business_key: str,
    by: Any,
    key: str,
    on: date,
    expires_on: date | None = None,
) -> Reservation:
    """Set money aside for one case. Refusal when the source has not enough, Conflict when it was set aside or paid before.

    Whether the person may decide on the case, the programme's own action has asked.
    """
    wanted = Wanted(case_kind, case_number, business_key, amount_fen)
    return reserve_all(account=account, wanted=[wanted], by=by, key=key, on=on, expires_on=expires_on)[0]


@transaction.atomic
def reserve_all(
    *,
    account: Account,
    wanted: Sequence[Wanted],
    by: Any,
    key: str,
    on: date,
    expires_on: date | None = None,
) -> list[Reservation]:
    """Set money aside for many cases of one source, all or none; each is a transfer under `key` and its place."""
    budget = locked_budget(account.budget_id)
    need_open(budget)
    account = Account.objects.select_for_update().get(pk=account.pk)
    one = len(wanted) == 1
    return [
        _reserve_one(
            budget,
            account,
            each,
            by=by,
            key=key if one else f"{key}:{each.business_key}",
            on=on,
            until=expires_on,
        )
        for each in wanted
    ]


def _reserve_one(
    budget: Budget, account: Account, wanted: Wanted, *, by: Any, key: str, on: date, until: date | None
) -> Reservation:
    once = Once(by=by, key=key, account=account.pk, until=until, **wanted.__dict__)
    if (known := once.found) is not None:
        return known.reservation  # type: ignore[return-value]
    amount_fen = whole_fen(wanted.amount_fen)
    refuse_short(account, amount_fen)
    try:
        with transaction.atomic():
            reservation = Reservation.objects.create(
                account=account,
                case_kind=wanted.case_kind,
                case_number=wanted.case_number,
                business_key=wanted.business_key,
                amount_fen=amount_fen,
                expires_on=until,
                made_on=on,
            )
    except IntegrityError as fault:
        raise Conflict(
            _("%(number)s的这笔资金已经预留或者支付过。") % {"number": wanted.case_number},
            way_out=_("请从清单里去掉它。"),
            code="reserved_before",
        ) from fault
    sides = (Side(account, Book.AVAILABLE, -amount_fen), Side(account, Book.RESERVED, amount_fen))
    transfer(
        once,
        TransferKind.RESERVE,
        sides,
        budget=budget,
        amount_fen=amount_fen,
        by=by,
        on=on,
        reservation=reservation,
        case=(wanted.case_kind, wanted.case_number),
    )
    return reservation


@transaction.atomic
def post(
    *, reservation: Reservation, by: Any, key: str, on: date, amount_fen: int | None = None, reason: str = ""
) -> Transfer:
    """Pay out of a reservation: the whole of what is open, or a part; never more."""
    once = Once(by=by, key=key, reservation=reservation.pk, amount_fen=amount_fen)
    budget, account, reservation = locked_reservation(reservation)
    if (known := once.found) is not None:
        return known
    amount = whole_fen(reservation.open_fen if amount_fen is None else amount_fen)
    _refuse_more(amount, reservation.open_fen)
    reservation.posted_fen += amount
    reservation.save(update_fields=["posted_fen"])
    sides = (Side(account, Book.RESERVED, -amount), Side(account, Book.PAID, amount))
    return _move(once, TransferKind.POST, sides, budget, reservation, amount, by=by, on=on, reason=reason)


@transaction.atomic
def void(*, reservation: Reservation, by: Any, key: str, on: date, reason: str) -> Transfer:
    """Release what is open of a reservation; it is available again."""
    if not reason.strip():
        raise Refusal(_("没有写释放预留的理由。"), field="reason", way_out=_("请写明理由。"))
    once = Once(by=by, key=key, reservation=reservation.pk)
    budget, account, reservation = locked_reservation(reservation)
    if (known := once.found) is not None:
        return known
    return _release(
        once, TransferKind.VOID, budget, account, reservation, by=by, on=on, reason=reason.strip()
    )


def expire_due(*, on: date) -> int:
    """Release every reservation whose last day is past, each in its own transaction; gives how many."""
    due = Reservation.objects.filter(expires_on__lt=on).order_by("id")
    return sum(_expire(reservation, on=on) for reservation in due if reservation.open_fen)


@transaction.atomic
def _expire(reservation: Reservation, *, on: date) -> int:
    once = Once(by=None, key=f"expire:{reservation.pk}:{reservation.expires_on}", reservation=reservation.pk)
    budget, account, reservation = locked_reservation(reservation)
    if (
        once.found is not None
        or not reservation.open_fen
        or reservation.expires_on is None
        or reservation.expires_on >= on
    ):
        return 0
    _release(
        once,
        TransferKind.EXPIRE,
        budget,
        account,
        reservation,
        by=None,
        on=on,
        reason=_("过了预留的最后一天"),
    )
    return 1


@transaction.atomic
def refund(
    *, reservation: Reservation, amount_fen: int, by: Any, key: str, on: date, reason: str
) -> Transfer:
    """Take paid money back, never more than was paid: available again in an open year, to the treasury in a closed one."""
    once = Once(by=by, key=key, reservation=reservation.pk, amount_fen=amount_fen)
    budget, account, reservation = locked_reservation(reservation)
    if (known := once.found) is not None:
        return known
    amount = whole_fen(amount_fen)
    _refuse_more(amount, reservation.kept_fen)
    reservation.refunded_fen += amount
    reservation.save(update_fields=["refunded_fen"])
    onto = Book.AVAILABLE if budget.is_open else Book.RETURNED
    sides = (Side(account, Book.PAID, -amount), Side(account, onto, amount))
    return _move(once, TransferKind.REFUND, sides, budget, reservation, amount, by=by, on=on, reason=reason)


def _release(
    once: Once,
    kind: str,
    budget: Budget,
    account: Account,
    reservation: Reservation,
    *,
    by: Any,
    on: date,
    reason: str,
) -> Transfer:
    amount = reservation.open_fen
    if not amount:
        raise Conflict(_("这笔预留已经付完或者释放。"), way_out=_("请刷新后再看。"), code="nothing_open")
    reservation.released_fen += amount
    reservation.save(update_fields=["released_fen"])
    sides = (Side(account, Book.RESERVED, -amount), Side(account, Book.AVAILABLE, amount))
    return _move(once, kind, sides, budget, reservation, amount, by=by, on=on, reason=reason)


def _move(
    once: Once,
    kind: str,
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
        kind,
        sides,
        budget=budget,
        amount_fen=amount,
        by=by,
        on=on,
        reservation=reservation,
        case=(reservation.case_kind, reservation.case_number),
        reason=reason,
    )


def _refuse_more(amount: int, most: int) -> None:
    if amount > most:
        raise Refusal(
            _("最多%(most)s，不能办理%(amount)s。")
            % {"most": amount_words(most), "amount": amount_words(amount)},
            field="amount_fen",
            way_out=_("请核对金额。"),
            code="too_much",
        )
