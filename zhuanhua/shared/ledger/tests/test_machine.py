"""Do long random sequences of actions on the database agree with the reference in plain Python, step by step? (R4)"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.support.evidence import size
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.ledger import actions
from zhuanhua.shared.ledger.models import Account, Budget, Entry, Reservation
from zhuanhua.shared.ledger.tests.reference import No, Reference
from zhuanhua.shared.ledger.verifying import verify

pytestmark = [pytest.mark.django_db, pytest.mark.proof("R4")]
FIRST = date(2018, 1, 2)
SOURCES = ("市级财政", "区级财政")
AMOUNTS = st.one_of(st.integers(1, 60), st.integers(1, 1_000), st.sampled_from((0, -1, 10**12)))
NUMBERS = st.integers(0, 10**6)
COUNTS = {"steps": 0, "done": 0, "refused": 0, "repeated": 0}


class LedgerMachine(RuleBasedStateMachine):
    """Three years of budgets, few business keys and small amounts, so that limits and clashes are met often."""

    person: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.reference, self.real, self.today, self.keys = Reference(), [], FIRST, 0
        self.past: list[tuple[str, tuple[Any, ...]]] = []

    def teardown(self) -> None:
        """Recompute everything, and leave no trace."""
        try:
            connection.check_constraints()
            assert verify().is_whole
        finally:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    # --- both sides ---------------------------------------------------------------------------------
    def both(self, name: str, *given: Any) -> None:
        """Do it in the reference and on the database under a fresh key; both do it or both refuse for the same reason."""
        self.keys += 1
        self.compare(name, (f"key-{self.keys}", *given))

    def compare(self, name: str, given: tuple[Any, ...]) -> None:
        """Hold the two outcomes against each other."""
        COUNTS["steps"] += 1
        try:
            wanted: Any = ("done", getattr(self.reference, name)(*given))
        except No as no:
            wanted = ("refused", str(no))
        try:
            with transaction.atomic():
                found: Any = ("done", getattr(self, f"real_{name}")(*given))
        except Refusal as refusal:
            found = ("refused", refusal.code)
        assert found == wanted
        COUNTS[wanted[0]] += 1
        if wanted[0] == "done":
            self.past.append((name, given))

    def account(self, place: tuple[str, str]) -> Account:
        """Give the account of a place."""
        return Account.objects.get(budget__code=place[0], source=place[1])

    def real_open_budget(self, key: str, code: str, year: int, sources: dict[str, int]) -> str:
        """Open it."""
        facts = {"code": code, "programme": "test", "year": year, "name": code, "sources": sources}
        return actions.open_budget(**facts, by=self.person, key=key, on=self.today).code

    def real_allocate(self, key: str, place: tuple[str, str], amount: int) -> None:
        """Add or take back."""
        account = self.account(place)
        actions.allocate(
            account=account, amount_fen=amount, by=self.person, key=key, on=self.today, reason=f"文{key}"
        )

    def real_reserve(self, key: str, place: Any, business_key: str, amount: int, until: date | None) -> int:
        """Set aside; gives the number of the reservation."""
        made = actions.reserve(
            account=self.account(place), amount_fen=amount, case_kind="test", case_number=business_key,
            business_key=business_key, by=self.person, key=key, on=self.today, expires_on=until,
        )  # fmt: skip
        if made.pk not in self.real:
            self.real.append(made.pk)
        return self.real.index(made.pk)

    def real_post(self, key: str, number: int, amount: int | None) -> None:
        """Pay."""
        reservation = Reservation.objects.get(pk=self.real[number])
        actions.post(reservation=reservation, amount_fen=amount, by=self.person, key=key, on=self.today)

    def real_void(self, key: str, number: int) -> None:
        """Release."""
        reservation = Reservation.objects.get(pk=self.real[number])
        actions.void(reservation=reservation, by=self.person, key=key, on=self.today, reason="不再支付")

    def real_refund(self, key: str, number: int, amount: int) -> None:
        """Take back."""
        reservation = Reservation.objects.get(pk=self.real[number])
        actions.refund(
            reservation=reservation, amount_fen=amount, by=self.person, key=key, on=self.today, reason="注销"
        )

    def real_close_year(self, key: str, code: str, into: str | None) -> None:
        """End the year."""
        onward = Budget.objects.get(code=into) if into else None
        budget = Budget.objects.get(code=code)
        actions.close_year(budget=budget, into=onward, by=self.person, key=key, on=self.today)

    # --- what may happen ----------------------------------------------------------------------------
    @initialize(first=st.integers(1, 200), second=st.integers(1, 2_000))
    def begin(self, first: int, second: int) -> None:
        """Three budgets; the middle one lacks a source that a carry-over has to bring."""
        for year, sources in ((2018, SOURCES), (2019, SOURCES[:1]), (2020, SOURCES)):
            amounts = dict(zip(sources, (first, second), strict=False))
            self.both("open_budget", f"T-{year}", year, amounts)

    def place(self, number: int) -> tuple[str, str]:
        """Choose an account."""
        places = sorted(self.reference.purses)
        return places[number % len(places)]

    @rule(which=NUMBERS, amount=st.one_of(AMOUNTS, st.integers(-200, 0)))
    def allocate(self, which: int, amount: int) -> None:
        """Add or take back."""
        self.both("allocate", self.place(which), amount)

    @rule(which=NUMBERS, thing=st.integers(0, 12), amount=AMOUNTS, days=st.none() | st.integers(0, 40))
    def reserve(self, which: int, thing: int, amount: int, days: int | None) -> None:
        """Set aside."""
        until = None if days is None else self.today + timedelta(days=days)
        self.both("reserve", self.place(which), f"thing-{thing}", amount, until)

    @precondition(lambda self: self.real)
    @rule(which=NUMBERS, amount=st.one_of(st.none(), AMOUNTS))
    def post(self, which: int, amount: int | None) -> None:
        """Pay."""
        self.both("post", which % len(self.real), amount)

    @precondition(lambda self: self.real)
    @rule(which=NUMBERS)
    def void(self, which: int) -> None:
        """Release."""
        self.both("void", which % len(self.real))

    @precondition(lambda self: self.real)
    @rule(which=NUMBERS, amount=AMOUNTS)
    def refund(self, which: int, amount: int) -> None:
        """Take back."""
        self.both("refund", which % len(self.real), amount)

    @rule(days=st.integers(1, 30))
    def days_pass(self, days: int) -> None:
        """Let days pass, and what is due expire."""
        self.today += timedelta(days=days)
        assert actions.expire_due(on=self.today) == self.reference.expire(self.today)

    @rule(which=st.integers(0, 2), into=st.none() | st.integers(0, 2), certain=st.integers(0, 3))
    def close_year(self, which: int, into: int | None, certain: int) -> None:
        """End a year, now and then; sometimes into a year that is none."""
        if not certain:
            onward = None if into is None else f"T-{2018 + into}"
            self.both("close_year", f"T-{2018 + which}", onward)

    @precondition(lambda self: self.past)
    @rule(which=NUMBERS)
    def again(self, which: int) -> None:
        """Send again what was done before: nothing moves, and the answer is the same."""
        COUNTS["repeated"] += 1
        before = Entry.objects.count()
        self.compare(*self.past[which % len(self.past)])
        assert Entry.objects.count() == before

    @precondition(lambda self: self.past and self.real)
    @rule(which=NUMBERS, amount=st.integers(1, 50))
    def key_for_another(self, which: int, amount: int) -> None:
        """Use a key for something else."""
        _name, given = self.past[which % len(self.past)]
        self.compare("refund", (given[0], which % len(self.real), amount))

    # --- what must hold -----------------------------------------------------------------------------
    @invariant()
    def purses_are_equal(self) -> None:
        """Every book of every account."""
        found = {
            (each.budget.code, each.source): tuple(
                getattr(each, f"{book}_fen")
                for book in ("allocated", "available", "reserved", "paid", "returned")
            )
            for each in Account.objects.select_related("budget")
        }
        assert found == {place: purse.books for place, purse in self.reference.purses.items()}

    @invariant()
    def reservations_are_equal(self) -> None:
        """Every reservation."""
        found = [
            ((each.account.budget.code, each.account.source), each.business_key, each.amount_fen, each.posted_fen,
             each.released_fen, each.refunded_fen)
            for each in Reservation.objects.select_related("account__budget").order_by("pk")
        ]  # fmt: skip
        assert found == [each.told for each in self.reference.held]


def test_the_ledger_agrees_with_its_reference(finance, evidence):
    COUNTS.update(dict.fromkeys(COUNTS, 0))
    LedgerMachine.person = finance
    examples = size(25, 500)
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert min(COUNTS.values()) > 0
    evidence.figure("sequences", examples, "操作序列")
    evidence.figure("steps", COUNTS["steps"], "操作步数")
    evidence.figure("steps refused by both", COUNTS["refused"], "两边都拒绝的操作")
    evidence.figure("repeated requests", COUNTS["repeated"], "重复的请求")
