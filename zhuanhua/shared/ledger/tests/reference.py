"""What should the ledger do? The same actions in plain Python, without a database, to hold the real ones against.

Accounts are (budget code, source), reservations are numbered from 0, amounts are whole fen. A method gives what it did, or raises No.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Place = tuple[str, str]


class No(Exception):  # noqa: N818 - as Refusal
    """The action is refused, with this code."""


@dataclass
class Purse:
    """What one source of one budget has, in the order of `Books` below."""

    available: int = 0
    reserved: int = 0
    paid: int = 0
    returned: int = 0

    @property
    def books(self) -> tuple[int, int, int, int, int]:
        """Allocated, available, reserved, paid, returned."""
        own = (self.available, self.reserved, self.paid, self.returned)
        return (sum(own), *own)


@dataclass
class Held:
    """A reservation; `paid_from` says which purse paid how much and was not given back."""

    place: Place
    business_key: str
    amount: int
    until: date | None
    posted: int = 0
    released: int = 0
    refunded: int = 0
    paid_from: dict[Place, int] = field(default_factory=dict)

    @property
    def open(self) -> int:
        """What is still set aside."""
        return self.amount - self.posted - self.released

    @property
    def told(self) -> tuple[Any, ...]:
        """What the real reservation must say too."""
        return (self.place, self.business_key, self.amount, self.posted, self.released, self.refunded)


@dataclass
class Reference:
    """Budgets, purses and reservations."""

    years: dict[str, int] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    purses: dict[Place, Purse] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    done: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def once(self, key: str, facts: tuple[Any, ...], do: Callable[[], Any]) -> Any:
        """Do it, or give what was done before under this key."""
        if key in self.done:
            known, result = self.done[key]
            if known != facts:
                raise No("key_used")
            return result
        result = do()
        self.done[key] = (facts, result)
        return result

    def open_budget(self, key: str, code: str, year: int, sources: dict[str, int]) -> str:
        """Set up a budget."""

        def do() -> str:
            self.years[code] = year
            for source, amount in sources.items():
                self.purses[code, source] = Purse(available=amount)
            return code

        return str(self.once(key, ("open", code, year, tuple(sources.items())), do))

    def allocate(self, key: str, place: Place, amount: int) -> None:
        """Add or take back."""

        def do() -> None:
            if amount == 0:
                raise No("not_positive")
            if place[0] in self.closed:
                raise No("closed")
            if amount < 0 and self.purses[place].available < -amount:
                raise No("short")
            self.purses[place].available += amount

        self.once(key, ("allocate", place, amount), do)

    def reserve(self, key: str, place: Place, business_key: str, amount: int, until: date | None) -> int:
        """Set aside; gives the number of the reservation."""

        def do() -> int:
            purse = self.purses[place]
            if place[0] in self.closed:
                raise No("closed")
            if amount <= 0:
                raise No("not_positive")
            if purse.available < amount:
                raise No("short")
            if any(each.business_key == business_key and each.released < each.amount for each in self.held):
                raise No("reserved_before")
            purse.available -= amount
            purse.reserved += amount
            self.held.append(Held(place, business_key, amount, until))
            return len(self.held) - 1

        return int(self.once(key, ("reserve", place, business_key, amount, until), do))

    def post(self, key: str, number: int, amount: int | None) -> None:
        """Pay the whole of what is open, or a part."""

        def do() -> None:
            held = self.held[number]
            if amount is None and not held.open:
                raise No("nothing_open")
            paid = held.open if amount is None else amount
            self._check(paid, held.open)
            self.purses[held.place].reserved -= paid
            self.purses[held.place].paid += paid
            held.posted += paid
            held.paid_from[held.place] = held.paid_from.get(held.place, 0) + paid

        self.once(key, ("post", number, amount), do)

    def void(self, key: str, number: int) -> None:
        """Release what is open."""

        def do() -> None:
            if not self.held[number].open:
                raise No("nothing_open")
            self._release(self.held[number])

        self.once(key, ("void", number), do)

    def expire(self, on: date) -> int:
        """Release what is past its last day."""
        due = [each for each in self.held if each.open and each.until is not None and each.until < on]
        for each in due:
            self._release(each)
        return len(due)

    def refund(self, key: str, number: int, amount: int) -> None:
        """Take paid money back, the later year first."""

        def do() -> None:
            held, rest = self.held[number], amount
            self._check(amount, held.posted - held.refunded)
            held.refunded += amount
            for place, part in self._back(held):
                back = min(part, rest)
                rest -= back
                held.paid_from[place] -= back
                self.purses[place].paid -= back
                if place[0] in self.closed:
                    self.purses[place].returned += back
                else:
                    self.purses[place].available += back

        self.once(key, ("refund", number, amount), do)

    def close_year(self, key: str, code: str, into: str | None) -> None:
        """End a year: back to the treasury, or on."""

        def do() -> None:
            if code in self.closed or (into is not None and into in self.closed):
                raise No("closed")
            if into is not None and self.years[into] <= self.years[code]:
                raise No("onward")
            own = {place: purse for place, purse in self.purses.items() if place[0] == code}
            if into is None and any(purse.reserved for purse in own.values()):
                raise No("reserved")
            for (_code, source), purse in own.items():
                self._end(purse, (into, source) if into else None)
            for held in self.held:
                if into is not None and held.open and held.place[0] == code:
                    held.place = (into, held.place[1])
            self.closed.add(code)

        self.once(key, ("close", code, into), do)

    def _end(self, purse: Purse, onward: Place | None) -> None:
        if onward is None:
            purse.returned += purse.available
        else:
            target = self.purses.setdefault(onward, Purse())
            target.available += purse.available
            target.reserved += purse.reserved
            purse.reserved = 0
        purse.available = 0

    def _release(self, held: Held) -> None:
        self.purses[held.place].reserved -= held.open
        self.purses[held.place].available += held.open
        held.released += held.open

    def _back(self, held: Held) -> Iterator[tuple[Place, int]]:
        yield from sorted(held.paid_from.items(), key=lambda pair: -self.years[pair[0][0]])

    @staticmethod
    def _check(amount: int, most: int) -> None:
        if amount <= 0:
            raise No("not_positive")
        if amount > most:
            raise No("too_much")
