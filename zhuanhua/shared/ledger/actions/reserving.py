"""How is money set aside for cases?"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.ledger.actions.locking import locked_account
from zhuanhua.shared.ledger.actions.moving import (
    Once,
    Side,
    digest_of,
    need_open,
    refuse_short,
    transfer,
    whole_fen,
)
from zhuanhua.shared.ledger.books import Book, TransferKind
from zhuanhua.shared.ledger.models import Account, Budget, Reservation


@dataclass(frozen=True)
class Wanted:
    """Money to set aside for one case, whole fen; see `Reservation.business_key`."""

    case_kind: str
    case_number: str
    business_key: str
    amount_fen: int


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
    """Set money aside for many cases of one source, all or none; each is a transfer of its own.

    The first has `key`, the others `key:2`, `key:3` …; every one of them remembers the whole list.
    """
    if not wanted:
        raise Refusal(_("没有要预留的事项。"), way_out=_("请先选择事项。"), code="empty")
    account = locked_account(account.pk)
    budget = account.budget
    listed = digest_of("list", {"wanted": [asdict(each) for each in wanted]}) if len(wanted) > 1 else ""
    made: list[Reservation | None] = []
    for place, each in enumerate(wanted, start=1):
        once = Once(
            TransferKind.RESERVE,
            by=by,
            key=key if place == 1 else f"{key}:{place}",
            **facts_of_reserve(each, account.pk, expires_on, listed),
        )
        known = once.found
        if known is None and place == 1 and len(wanted) > 1:
            refuse_short(account, sum(whole_fen(one.amount_fen) for one in wanted))
        fresh = None if known else _reserve_one(once, budget, account, each, by=by, on=on, until=expires_on)
        made.append(known.reservation if known else fresh)
    return made  # type: ignore[return-value]  # a reserve transfer always has its reservation


def facts_of_reserve(wanted: Wanted, account: int, until: date | None, listed: str = "") -> dict[str, Any]:
    """Give the facts that a reserve transfer remembers; `verify` reads a reservation against them."""
    return {**asdict(wanted), "account": account, "until": until, **({"listed": listed} if listed else {})}


def _reserve_one(
    once: Once, budget: Budget, account: Account, wanted: Wanted, *, by: Any, on: date, until: date | None
) -> Reservation:
    need_open(budget)
    amount_fen = whole_fen(wanted.amount_fen)
    refuse_short(account, amount_fen)
    try:
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
        sides,
        budget=budget,
        amount_fen=amount_fen,
        by=by,
        on=on,
        reservation=reservation,
        case=(wanted.case_kind, wanted.case_number),
    )
    return reservation
