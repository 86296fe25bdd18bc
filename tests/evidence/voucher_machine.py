"""Which steps may happen to vouchers, in any order, and what must hold after each? The database against the reference."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from tests.evidence.voucher_steps import FIRST, NUMBERS, VoucherSteps
from zhuanhua.programmes.vouchers import queries
from zhuanhua.programmes.vouchers.actions.ending import lapse_due
from zhuanhua.programmes.vouchers.models import Allowance, Voucher
from zhuanhua.shared.ledger.models import Account


class VoucherMachine(VoucherSteps):
    """Single steps in any order, whole lives at once, days that pass; after each, the database and the reference are equal."""

    # --- lives ----------------------------------------------------------------------------------------
    @precondition(lambda self: self.made)
    @rule(which=NUMBERS, part=st.integers(5, 10), share=st.sampled_from((1, 2)))
    def go_on(self, which: int, part: int, share: int) -> None:
        """Take the step that a voucher waits for, so that long lives are met as often as refusals."""
        state = self.reference.coupons[self.place(which)].state
        step: dict[str, Any] = {
            "in_review": lambda: self.issue(which),
            "issued": lambda: self.use(which, "begin"),
            "in_use": lambda: self.redeem(which, part),
            "incomplete": lambda: self.redeem(which, part),
            "redeeming": lambda: self.decide(which, "accept"),
            "accepted": lambda: self.money(which, "grant"),
            "granted": lambda: self.money(which, "pay" if share == 1 else "drop"),
            "paid": lambda: self.recover(which, part - 5),
            "recovering": lambda: self.receive(which, share),
        }
        step.get(state, lambda: None)()

    @precondition(lambda self: self.made)
    @rule(which=st.integers(0, 1), part=st.integers(5, 10))
    def go_on_with_the_first(self, which: int, part: int) -> None:
        """The same with one of the first two, so that some vouchers grow old."""
        self.go_on(which, part, 1)

    @precondition(lambda self: self.made)
    @rule(which=NUMBERS)
    def live_to_a_place_lost_in_a_batch(self, which: int) -> None:
        """A whole life at once up to a batch, and out of it again."""
        place = self.place(which)
        for _step in range(6):
            if self.reference.coupons[place].state == "granted":
                break
            self.go_on(place, 10, 1)
        self.money(place, "drop")

    @precondition(lambda self: self.made)
    @rule(which=NUMBERS, tenths=st.sampled_from((3, 9)))
    def live_to_a_part_called_back(self, which: int, tenths: int) -> None:
        """A whole life at once, whose last step single rules seldom reach: paid, and a part of it called back."""
        place = self.place(which)
        for _step in range(6):
            if self.reference.coupons[place].state == "paid":
                break
            self.go_on(place, 10, 1)
        self.recover(place, tenths)

    @precondition(lambda self: self.made)
    @rule(which=NUMBERS, part=st.integers(5, 10), days=st.sampled_from((0, 1, 30)))
    def redeem_about_the_last_day(self, which: int, part: int, days: int) -> None:
        """Begin to use it, and come on its last day, or after it before the clock came round."""
        place = self.place(which)
        coupon = self.reference.coupons[place]
        for _step in range(2):
            if coupon.state in ("in_review", "issued"):
                self.go_on(place, part, 1)
        if coupon.state == "in_use":
            self.today = max(self.today, FIRST + timedelta(days=coupon.redeem_by + days))
            self.redeem(place, part)

    @rule(days=st.sampled_from((1, 20, 60, 200, 500)), is_awake=st.booleans())
    def days_pass(self, days: int, is_awake: bool) -> None:
        """Let days pass; the clock lets lapse what has run out, unless it has not come round yet."""
        self.today += timedelta(days=days)
        if is_awake:
            assert lapse_due(on=self.today) == self.reference.lapse(self.day())

    # --- what must hold -------------------------------------------------------------------------------
    @invariant()
    def vouchers_are_equal(self) -> None:
        """State, face and accepted amount of every voucher."""
        found = [(each.state, each.face_fen, each.redeem_fen) for each in Voucher.objects.order_by("pk")]
        assert found == [each.told for each in self.reference.coupons]

    @invariant()
    def money_is_equal(self) -> None:
        """Every book of the budget, and each firm's year."""
        account = Account.objects.get(pk=self.budget.pk)
        books = (account.available_fen, account.reserved_fen, account.paid_fen)
        assert books == (self.reference.available, self.reference.reserved, self.reference.paid)
        for allowance in Allowance.objects.all():
            firm = int(allowance.holder.memberships.get().person.username.removeprefix("firm"))
            assert allowance.taken_fen == self.reference.taken(firm)

    @invariant()
    def nothing_is_odd(self) -> None:
        """The product's own comparison says the same."""
        assert list(queries.odd_vouchers()) == []
