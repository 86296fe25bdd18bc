"""What should vouchers and their money do? The same steps in plain Python, without a database, to hold the real ones against.

Amounts are whole fen, vouchers are numbered from 0, days are counted from 0. A step gives what it did, or raises No with the reason's code.
"""

from dataclasses import dataclass, field
from typing import Any

RATE_TENTHS = 5
LIVE = ("issued", "in_use", "redeeming", "incomplete", "accepted", "granted", "paid", "recovering")
HOLDS_FACE = ("issued", "in_use", "redeeming", "incomplete")


class No(Exception):
    """The step is refused, with this code."""


@dataclass
class Coupon:
    """A voucher."""

    firm: int
    asked: int
    price: int
    state: str = "in_review"
    face: int = 0
    redeem: int = 0
    back: int = 0  # what came back of what was paid
    owed: int = 0  # what was called back
    kept_back: int = 0  # what came back when all that was called back was there
    applied: int = 0
    due: int = 0  # by when what was called back has to be there
    proof: int = 0
    use_by: int = 0
    redeem_by: int = 0
    correct_by: int = 0

    @property
    def told(self) -> tuple[Any, ...]:
        """What the real one must say too."""
        return (self.state, self.face, self.redeem)


@dataclass
class Reference:
    """One budget, the limit of a firm and year, and vouchers."""

    available: int
    limit: int
    use_days: int
    redeem_days: int
    correct_days: int
    reserved: int = 0
    paid: int = 0
    coupons: list[Coupon] = field(default_factory=list)

    def taken(self, firm: int) -> int:
        """How much of a firm's year is filled."""
        return sum(
            (each.redeem or each.face) - each.kept_back
            for each in self.coupons
            if each.firm == firm and each.state in LIVE
        )

    def _at(self, number: int, *states: str, code: str = "moved_on") -> Coupon:
        coupon = self.coupons[number]
        if coupon.state not in states:
            raise No(code)
        return coupon

    def _free(self, amount: int) -> None:
        self.reserved -= amount
        self.available += amount

    def _owes(self, firm: int, day: int) -> bool:
        return any(
            each.firm == firm and each.state == "recovering" and each.due < day for each in self.coupons
        )

    def apply(self, firm: int, asked: int, price: int, today: int) -> None:
        """Hand in, and let the district pass it; not with a full year, and not while something is owed."""
        if self.taken(firm) >= self.limit or self._owes(firm, today):
            raise No("unmet")
        self.coupons.append(Coupon(firm, asked, price, applied=today))

    def issue(self, number: int, today: int, *, same_year: bool) -> None:
        """The least of what is asked, half of the price and what is left of the year; then the budget must have it."""
        coupon = self._at(number, "in_review")
        if not same_year or self._owes(coupon.firm, today):
            raise No("unmet")
        room = self.limit - self.taken(coupon.firm)
        face = min(coupon.asked, coupon.price * RATE_TENTHS // 10, room)
        if face <= 0:
            raise No("unmet")
        if face > self.available:
            raise No("short")
        self.available -= face
        self.reserved += face
        coupon.state, coupon.face = "issued", face
        coupon.use_by, coupon.redeem_by = today + self.use_days, today + self.redeem_days

    def refuse(self, number: int) -> None:
        """Issue nothing."""
        self._at(number, "in_review").state = "refused"

    def begin(self, number: int, today: int) -> None:
        """Begin to use it."""
        coupon = self.coupons[number]
        if coupon.face and today > coupon.use_by:
            raise No("late")
        self._at(number, "issued").state = "in_use"

    def give_back(self, number: int) -> None:
        """Give back what was not used."""
        coupon = self._at(number, "issued")
        coupon.state = "returned"
        self._free(coupon.face)

    def redeem(self, number: int, proof: int, today: int) -> None:
        """Hand the proof in, by its last day."""
        coupon = self.coupons[number]
        if coupon.state not in ("in_use", "incomplete"):
            raise No("closed")
        if today > (coupon.correct_by if coupon.state == "incomplete" else coupon.redeem_by):
            raise No("late")
        coupon.state, coupon.proof = "redeeming", proof

    def send_back(self, number: int, today: int) -> None:
        """Ask for more; there is always time to correct."""
        coupon = self._at(number, "redeeming")
        coupon.state, coupon.correct_by = "incomplete", max(coupon.redeem_by, today + self.correct_days)

    def accept(self, number: int) -> None:
        """Half of what was proven, within the face; the rest is free."""
        coupon = self.coupons[number]
        redeem = min(coupon.face, coupon.proof * RATE_TENTHS // 10, coupon.price * RATE_TENTHS // 10)
        if coupon.state != "redeeming":
            raise No("moved_on")
        coupon.state, coupon.redeem = "accepted", redeem
        self._free(coupon.face - redeem)

    def deny(self, number: int) -> None:
        """Pay nothing."""
        coupon = self._at(number, "redeeming")
        coupon.state = "denied"
        self._free(coupon.face)

    def lapse(self, today: int) -> int:
        """The clock: what is past its last day ends; gives how many."""
        due = [each for each in self.coupons if self._is_due(each, today)]
        for coupon in due:
            coupon.state = "lapsed"
            self._free(coupon.face)
        return len(due)

    def _is_due(self, coupon: Coupon, today: int) -> bool:
        last = {"issued": coupon.use_by, "in_use": coupon.redeem_by, "incomplete": coupon.correct_by}
        return coupon.state in last and today > last[coupon.state]

    def grant(self, number: int) -> None:
        """Put it into a batch."""
        self._at(number, "accepted", code="changed").state = "granted"

    def drop(self, number: int) -> None:
        """Take it out again."""
        self._at(number, "granted").state = "accepted"

    def pay(self, number: int) -> None:
        """The bank has paid."""
        coupon = self._at(number, "granted")
        coupon.state = "paid"
        self.reserved -= coupon.redeem
        self.paid += coupon.redeem

    def recover(self, number: int, tenths: int, today: int) -> None:
        """Call back what was paid beyond so many tenths of it, once, by a day a month on."""
        coupon = self._at(number, "paid")
        owed = coupon.redeem - coupon.redeem * tenths // 10
        if coupon.owed or not owed:
            raise No("nothing_owed")
        coupon.state, coupon.owed, coupon.due = "recovering", owed, today + 30

    def receive(self, number: int, amount: int) -> None:
        """A part comes back; with the last of the whole the voucher has ended, with the last of a part the rest stands."""
        coupon = self._at(number, "recovering")
        if not 0 < amount <= coupon.owed - coupon.back:
            raise No("too_much")
        coupon.back += amount
        self.paid -= amount
        self.available += amount
        if coupon.back == coupon.owed:
            coupon.state = "recovered" if coupon.owed == coupon.redeem else "paid"
            coupon.kept_back = coupon.owed
