"""Which programmes pay through batches, and what do they do when money arrives, bounces or comes back?

register(Paying("contracts", _("技术合同补贴"), publicity_days=lambda on: 7, on_paid=…, on_dropped=…, address=…))
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhuanhua.shared.ledger.programmes import Spending
from zhuanhua.shared.ledger.programmes import register as register_spending


def _nothing(payment: Any, *, by: Any, on: date) -> None:
    return None


def _no_case(number: str) -> None:  # noqa: ARG001 - a programme without rows of its own
    return None


def _all_owed(payments: Sequence[Any]) -> dict[int, str]:  # noqa: ARG001 - such cases do not end while they are paid
    return {}


def _no_address(case_number: str) -> str:
    return ""


@dataclass(frozen=True)
class Paying:
    """What a programme tells of its payments. The hooks run in the transaction of the payment's own change.

    `on_recovered` is called when a recovery is over: everything had (by whoever booked it) or the rest written off (by nobody).
    `no_longer_owed` names, of some payments, those whose case has ended or is worth less by now, each with the reason (a msgid, by key):
    they are not sent, and leave the batch when the bank sends them back.
    `lock_case` locks the case of a number, which `on_recovered` moves: after its money, before a line is written.
    """

    code: str
    title: Any
    publicity_days: Callable[[date], int]
    on_paid: Callable[..., None] = _nothing
    on_dropped: Callable[..., None] = _nothing
    on_recovered: Callable[..., None] = _nothing
    lock_case: Callable[[str], Any] = _no_case
    no_longer_owed: Callable[[Sequence[Any]], dict[int, str]] = _all_owed
    address: Callable[[str], str] = _no_address
    make_url: str = ""


_PAYING: dict[str, Paying] = {}
Finder = Callable[[Any, str], str]
_CASES: dict[str, tuple[Any, Finder]] = {}


def register_case(case_kind: str, title: Any, find: Finder) -> None:
    """Say how a kind of case is called that rests on papers, and where it stands: `find(person, number)` gives its
    address, or nothing for who may not see it.
    """
    _CASES[case_kind] = (title, find)


def case_of(person: Any, case_kind: str, number: str) -> tuple[Any, str]:
    """Give title and address of a case; the address is empty for who may not see it, and so must its number be."""
    title, find = _CASES.get(case_kind, ("", lambda _person, _number: ""))
    return title, find(person, number)


def register(paying: Paying) -> None:
    """Take a programme into the list; its budgets bear its title, and their movements lead to its cases."""
    _PAYING[paying.code] = paying
    register_spending(
        Spending(paying.code, paying.title, address=lambda _kind, number: paying.address(number))
    )


def paying(code: str) -> Paying:
    """Give what a programme told; KeyError when none is registered under this code."""
    return _PAYING[code]


def all_paying() -> list[Paying]:
    """List every programme that pays."""
    return [_PAYING[code] for code in sorted(_PAYING)]
