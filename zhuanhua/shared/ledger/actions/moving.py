"""How does a fen move? One transfer, entries that sum to zero, balances and journal line in the same transaction."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuanhua.core import money
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.core.wording import amount_words
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.ledger.books import Book, TransferKind
from zhuanhua.shared.ledger.models import Account, Budget, Entry, Reservation, Transfer

SYSTEM = "system"
KEY_LENGTH, REASON_LENGTH = 200, 500


class Side(NamedTuple):
    """The change of one book of one account, whole fen."""

    account: Account
    book: str
    amount_fen: int


def digest_of(kind: str, facts: Mapping[str, Any]) -> str:
    """Give the SHA-256 of what was asked for, so that a key is never used for two different things."""
    text = json.dumps({"kind": kind, **facts}, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_sides(sides: Iterable[tuple[int, str, int]]) -> str:
    """Give the SHA-256 of (account id, book, amount) of each entry; the journal's line holds on to the entries by it."""
    return hashlib.sha256(json.dumps(sorted(sides)).encode()).hexdigest()


class Once:
    """The guard of one key: `found` is the transfer it made before, if kind and facts are the same.

    The day and the reason are no facts: whoever asks again after midnight, or words the reason anew, gets the first result.
    """

    def __init__(self, kind: str, *, by: Any, key: str, **facts: Any) -> None:
        if not key or len(key) > KEY_LENGTH:
            message = f"key must have 1 to {KEY_LENGTH} characters"
            raise ValueError(message)
        self.kind, self.actor, self.key = kind, (SYSTEM if by is None else by.username), key
        self.digest = digest_of(kind, facts)

    @property
    def found(self) -> Transfer | None:
        """Give the first transfer under this key; Conflict when it was made of other facts. Ask after the lock is taken."""
        known = (
            Transfer.objects.filter(actor=self.actor, key=self.key)
            .select_related("budget", "reservation")
            .first()
        )
        if known is not None and known.digest != self.digest:
            raise Conflict(
                _("这个办理编号已经用于另一笔资金变动。"),
                way_out=_("请刷新页面，核对后重新办理。"),
                code="key_used",
            )
        return known


def whole_fen(amount: Any, *, field: str = "amount_fen") -> int:
    """Take a positive amount of whole fen; Refusal otherwise, TypeError for anything that is not an int."""
    if type(amount) is not int:
        message = f"{field} must be whole fen as int, not {type(amount).__name__}"
        raise TypeError(message)
    if not 0 < amount <= money.MAX_FEN:
        raise Refusal(
            _("金额须大于零。"), field=field, way_out=_("请填写大于零的金额。"), code="not_positive"
        )
    return amount


def need_open(budget: Budget) -> None:
    """Refuse a budget whose year is closed."""
    if not budget.is_open:
        raise Conflict(
            _("预算%(code)s已经结账。") % {"code": budget.code},
            way_out=_("请用本年度的预算。"),
            code="closed",
        )


@transaction.atomic(savepoint=False)
def transfer(
    once: Once,
    sides: Sequence[Side],
    *,
    budget: Budget,
    amount_fen: int,
    by: Any,
    on: date,
    reservation: Reservation | None = None,
    case: tuple[str, str] = ("", ""),
    reason: str = "",
) -> Transfer:
    """Write a transfer with its entries, balances and journal line. The caller holds the locks and has looked for the key.

    Whatever is refused here takes the caller's whole action back: there is no savepoint, and nobody may go on after it.
    """
    if sum(side.amount_fen for side in sides) != 0:
        message = f"{once.kind}: entries do not sum to zero"
        raise ValueError(message)
    try:
        made = Transfer.objects.create(
            kind=once.kind,
            budget=budget,
            reservation=reservation,
            amount_fen=amount_fen,
            actor=once.actor,
            key=once.key,
            digest=once.digest,
            on=on,
            reason=reason[:REASON_LENGTH],
            case_kind=case[0],
            case_number=case[1],
        )
    except IntegrityError as fault:
        raise Conflict(_("同一笔办理正在进行。"), way_out=_("请刷新页面看结果。"), code="key_used") from fault
    Entry.objects.bulk_create(
        Entry(transfer=made, account=side.account, book=side.book, amount_fen=side.amount_fen)
        for side in sides
    )
    _carry_to_balances(sides)
    record(
        f"ledger:{once.kind}",
        case_kind=case[0] or "budget",
        case_number=case[1] or budget.code,
        by=by,
        after=told_of(made, sides),
        reason=made.reason,
        at=made.at,
    )
    return made


def told_of(made: Transfer, sides: Iterable[Side]) -> dict[str, Any]:
    """Give what the journal keeps of a transfer; `zhuanhua verify ledger` holds the two against each other."""
    told: dict[str, Any] = {
        "transfer": made.pk,
        "budget": made.budget.code,
        "amount_fen": made.amount_fen,
        "on": made.on,
        "request": made.key,
        "facts": made.digest,
        "entries": digest_of_sides((side.account.pk, str(side.book), side.amount_fen) for side in sides),
    }
    if made.reservation is not None:
        told["reservation"] = made.reservation.pk
    if made.kind == TransferKind.RESERVE:
        told |= {
            "business_key": made.reservation.business_key,
            "expires_on": made.reservation.expires_on,
        }
    return told


def _carry_to_balances(sides: Sequence[Side]) -> None:
    for account in {side.account.pk: side.account for side in sides}.values():
        for side in sides:
            if side.account.pk == account.pk:
                name = "allocated_fen" if side.book == Book.TREASURY else f"{side.book}_fen"
                change = -side.amount_fen if side.book == Book.TREASURY else side.amount_fen
                setattr(account, name, getattr(account, name) + change)
        account.save(
            update_fields=["allocated_fen", "available_fen", "reserved_fen", "paid_fen", "returned_fen"]
        )


def exact_words(fen: int) -> str:
    """Write an amount in a refusal to the fen, so that what is left and what was asked never look alike."""
    return amount_words(fen, places=2 if fen % 10_000 == 0 else 6)


def refuse_short(account: Account, amount_fen: int) -> None:
    """Refuse what an account cannot give; the sentence names what is left."""
    if account.available_fen < amount_fen:
        raise Refusal(
            _("%(source)s只剩%(left)s，不够%(amount)s。")
            % {
                "source": account.source,
                "left": exact_words(account.available_fen),
                "amount": exact_words(amount_fen),
            },
            field="amount_fen",
            way_out=_("请先追加预算，或者减少这一批的金额。"),
            code="short",
        )
