"""In which order are rows locked? Budgets by id, accounts by id, reservations; whoever keeps to it never waits for ever."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from zhuanhua.shared.ledger.models import Account, Budget, Entry, Reservation


def locked_budget(budget: Budget | int) -> Budget:
    """Lock a budget's row; everything that moves its money waits here."""
    return Budget.objects.select_for_update().get(pk=budget if isinstance(budget, int) else budget.pk)


def locked_account(pk: int) -> Account:
    """Lock an account after its budget, both in one statement: PostgreSQL locks in the order in which `of` names them."""
    return Account.objects.select_for_update(of=("budget", "self")).select_related("budget").get(pk=pk)


def locked_accounts(*budgets: Budget) -> list[Account]:
    """Lock all accounts of budgets by id."""
    return list(Account.objects.select_for_update().filter(budget__in=budgets).order_by("id"))


def lock_money(*places: Reservation | Account | None) -> None:
    """Lock the budgets that these reservations and accounts belong to, by id.

    Money's lock comes before the journal's: an action that writes a line before it moves money takes this one first, or
    two desks could wait for each other for ever.
    """
    accounts = {each.account_id if isinstance(each, Reservation) else each.pk for each in places if each}
    budgets = Account.objects.filter(pk__in=accounts).values_list("budget_id", flat=True)
    for pk in sorted(set(budgets)):
        locked_budget(pk)


class _Moved(Exception):  # noqa: N818 - nothing is wrong, it stands elsewhere
    """A year's end has carried the reservation over while we waited for its budget."""


Locked = tuple[dict[int, Account], Reservation]
Held = TypeVar("Held")


def locked_places(reservation: Reservation) -> Locked:
    """Lock every budget and account that the reservation's money stands in, by id, then the reservation; accounts by id.

    After a carry-over the open part stands in the new year's account, and what was paid before stays in the old one.
    """
    return _locked(reservation, _lock_all)


def locked_reservation(reservation: Reservation) -> tuple[Budget, Account, Reservation]:
    """Lock budget, account, reservation, in that order."""
    account, now = _locked(reservation, _lock_place)
    return account.budget, account, now


def _place_of(reservation: Reservation) -> dict[int, int]:
    return dict([Reservation.objects.values_list("account_id", "account__budget_id").get(pk=reservation.pk)])


def _places_of(reservation: Reservation) -> dict[int, int]:
    entries = Entry.objects.filter(transfer__reservation=reservation)
    return _place_of(reservation) | dict(entries.values_list("account_id", "account__budget_id"))


def _locked(reservation: Reservation, lock: Callable[[Reservation], Held]) -> Held:
    """Take the locks; when the money was carried over meanwhile, let go of them and start again.

    The savepoint lets go: whoever kept an old year's locks while waiting for the new one could wait for ever.
    """
    while True:
        try:
            with transaction.atomic():
                return lock(reservation)
        except _Moved:
            continue


def _lock_place(reservation: Reservation) -> tuple[Account, Reservation]:
    """Lock the one place; whether the reservation still stands there its own locked row says."""
    place = Reservation.objects.values_list("account_id", flat=True).get(pk=reservation.pk)
    account = locked_account(place)
    now = Reservation.objects.select_for_update().get(pk=reservation.pk)
    if now.account_id != place:
        raise _Moved
    return account, now


def _lock_all(reservation: Reservation) -> Locked:
    wanted = _places_of(reservation)
    budgets = {pk: locked_budget(pk) for pk in sorted(set(wanted.values()))}
    if not _places_of(reservation).keys() <= wanted.keys():  # it stands still while its budget is locked
        raise _Moved
    held = {
        each.pk: each for each in Account.objects.select_for_update().filter(pk__in=wanted).order_by("id")
    }
    for account in held.values():
        account.budget = budgets[account.budget_id]
    return held, Reservation.objects.select_for_update().get(pk=reservation.pk)
