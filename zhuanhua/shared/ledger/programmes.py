"""Which programmes have budgets, how are they called, and where do their cases stand?

register(Spending("contracts", _("技术合同补贴"), address=lambda kind, number: …))
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


def _nowhere(case_kind: str, case_number: str) -> str:  # noqa: ARG001 - the signature of every address
    return ""


@dataclass(frozen=True)
class Spending:
    """What a programme tells of itself: its code on budgets, its title, and the address of a case by kind and number."""

    code: str
    title: Any
    address: Callable[[str, str], str] = _nowhere


Due = Callable[[Iterable[int]], Mapping[int, int]]
_SPENDING: dict[str, Spending] = {}
_DUE: list[Due] = []


def register(spending: Spending) -> None:
    """Take a programme into the list."""
    _SPENDING[spending.code] = spending


def register_due(due: Due) -> None:
    """Say how much of what is reserved has been approved for payment: `due(account ids)` gives whole fen by account id."""
    _DUE.append(due)


def all_spending() -> list[Spending]:
    """List every programme that has said it spends."""
    return [_SPENDING[code] for code in sorted(_SPENDING)]


def title_of(code: str) -> Any:
    """Give a programme's title; its code where it has not told one."""
    known = _SPENDING.get(code)
    return known.title if known else code


def address_of(code: str, case_kind: str, case_number: str) -> str:
    """Give the address of a case, or nothing where it has no page."""
    known = _SPENDING.get(code)
    return known.address(case_kind, case_number) if known and case_number else ""


def due_of(accounts: Iterable[int]) -> dict[int, int]:
    """Add up what is approved for payment, whole fen by account id."""
    wanted, found = list(accounts), {}
    for due in _DUE:
        for account, amount in due(wanted).items():
            found[account] = found.get(account, 0) + amount
    return found
