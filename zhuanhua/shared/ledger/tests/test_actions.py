"""Does every movement of money land in the right books, once, and never beyond the limit?"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.journal.models import Entry as JournalEntry
from zhuanhua.shared.ledger import actions
from zhuanhua.shared.ledger.actions.locking import locked_account
from zhuanhua.shared.ledger.models import Entry, Reservation, Transfer
from zhuanhua.shared.ledger.queries import BudgetFace, budget_face, reservations_of, transfers_of
from zhuanhua.shared.ledger.tests.conftest import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.proof("R1")]


def books(account) -> tuple[int, int, int, int]:
    """Give available, reserved, paid and returned, whole yuan."""
    account.refresh_from_db()
    amounts = (account.available_fen, account.reserved_fen, account.paid_fen, account.returned_fen)
    return tuple(amount // 100 for amount in amounts)


def test_a_budget_opens_with_its_sources(budget):
    assert budget_face(budget) == BudgetFace(150_000_000, 0, 0, 0, 150_000_000)
    assert [(each.source, each.available_fen) for each in budget.accounts.all()] == [
        ("市级财政", 100_000_000),
        ("区级财政", 50_000_000),
    ]


def test_only_finance_opens_a_budget(officer):
    with pytest.raises(Forbidden):
        actions.open_budget(
            code="X", programme="p", year=2018, name="n", sources={"市": 1}, by=officer, key="k", on=DAY
        )


def test_reserved_money_is_not_available(account, set_aside):
    set_aside()
    assert books(account) == (700_000, 300_000, 0, 0)


def test_beyond_the_limit_is_refused_with_what_is_left(account, set_aside):
    set_aside()
    with pytest.raises(Refusal) as told:
        set_aside("A-2", 70_000_001)
    assert str(told.value) == "市级财政只剩70.00万元，不够70.000001万元。请先追加预算，或者减少这一批的金额。"
    assert books(account) == (700_000, 300_000, 0, 0)


def test_the_last_fen_can_be_reserved(account, set_aside):
    set_aside(amount_fen=100_000_000)
    assert books(account) == (0, 1_000_000, 0, 0)


@pytest.mark.parametrize("amount", [0, -1, 9_000_000_000_000_001])
def test_an_amount_that_is_none_is_refused(set_aside, amount):
    with pytest.raises(Refusal, match="金额须大于零"):
        set_aside(amount_fen=amount)


@pytest.mark.parametrize("amount", [1.0, "100", True])
def test_only_whole_fen_are_taken(set_aside, amount):
    with pytest.raises(TypeError):
        set_aside(amount_fen=amount)


def test_a_reservation_is_paid_whole(account, set_aside, finance):
    actions.post(reservation=set_aside(), by=finance, key="post-1", on=DAY)
    assert books(account) == (700_000, 0, 300_000, 0)


def test_a_reservation_is_paid_in_parts_and_the_rest_released(account, set_aside, finance):
    reservation = set_aside()
    actions.post(reservation=reservation, amount_fen=10_000_000, by=finance, key="post-1", on=DAY)
    actions.void(reservation=reservation, by=finance, key="void-1", on=DAY, reason="合同只履行了一部分")
    assert books(account) == (900_000, 0, 100_000, 0)


def test_nobody_pays_more_than_is_open(set_aside, finance):
    reservation = set_aside()
    with pytest.raises(Refusal) as told:
        actions.post(reservation=reservation, amount_fen=30_000_001, by=finance, key="post-1", on=DAY)
    assert told.value.code == "too_much"


def test_what_is_paid_cannot_be_released(set_aside, finance):
    reservation = set_aside()
    actions.post(reservation=reservation, by=finance, key="post-1", on=DAY)
    with pytest.raises(Conflict):
        actions.void(reservation=reservation, by=finance, key="void-1", on=DAY, reason="重复")


def test_the_same_thing_is_not_reserved_twice(set_aside):
    set_aside()
    with pytest.raises(Conflict) as told:
        set_aside(key="another key")
    assert told.value.code == "reserved_before"


def test_what_was_released_whole_may_be_reserved_again(account, set_aside, finance):
    actions.void(reservation=set_aside(), by=finance, key="void-1", on=DAY, reason="公示有异议")
    set_aside(key="second")
    assert books(account) == (700_000, 300_000, 0, 0)


def test_what_was_paid_and_given_back_is_never_reserved_again(set_aside, finance):
    reservation = set_aside()
    actions.post(reservation=reservation, by=finance, key="post-1", on=DAY)
    actions.refund(reservation=reservation, amount_fen=30_000_000, by=finance, key="r", on=DAY, reason="注销")
    with pytest.raises(Conflict):
        set_aside(key="second")


def test_a_refund_is_available_again(account, set_aside, finance):
    reservation = set_aside()
    actions.post(reservation=reservation, by=finance, key="post-1", on=DAY)
    actions.refund(
        reservation=reservation, amount_fen=5_000_000, by=finance, key="r-1", on=DAY, reason="注销"
    )
    assert books(account) == (750_000, 0, 250_000, 0)


def test_no_more_comes_back_than_was_paid(set_aside, finance):
    reservation = set_aside()
    actions.post(reservation=reservation, amount_fen=1_000, by=finance, key="post-1", on=DAY)
    actions.refund(reservation=reservation, amount_fen=600, by=finance, key="r-1", on=DAY, reason="注销")
    with pytest.raises(Refusal):
        actions.refund(reservation=reservation, amount_fen=401, by=finance, key="r-2", on=DAY, reason="注销")


def test_reservations_expire_after_their_last_day(account, set_aside):
    set_aside(expires_on=DAY)
    assert actions.expire_due(on=DAY) == 0
    assert actions.expire_due(on=DAY + timedelta(days=1)) == 1
    assert actions.expire_due(on=DAY + timedelta(days=2)) == 0
    assert books(account) == (1_000_000, 0, 0, 0)


def test_many_are_reserved_together_or_not_at_all(account, officer):
    wanted = [actions.reserving.Wanted("test", f"M-{n}", f"m:{n}", 40_000_000) for n in range(3)]
    with pytest.raises(Refusal):
        actions.reserve_all(account=account, wanted=wanted, by=officer, key="many", on=DAY)
    assert (Reservation.objects.count(), books(account)) == (0, (1_000_000, 0, 0, 0))
    assert len(actions.reserve_all(account=account, wanted=wanted[:2], by=officer, key="many", on=DAY)) == 2


def test_finance_adds_and_takes_back_what_is_available(account, finance):
    actions.allocate(
        account=account, amount_fen=5_000, by=finance, key="a-1", on=DAY, reason="沈财指〔2018〕1号"
    )
    actions.allocate(account=account, amount_fen=-2_000, by=finance, key="a-2", on=DAY, reason="收回")
    assert books(account) == (1_000_030, 0, 0, 0)
    with pytest.raises(Refusal):
        actions.allocate(
            account=account, amount_fen=-100_003_001, by=finance, key="a-3", on=DAY, reason="收回"
        )


class TestKeys:
    """One key, one effect, for ever."""

    def test_the_same_key_gives_the_first_result(self, account, set_aside):
        assert set_aside() == set_aside()
        assert (books(account), Transfer.objects.filter(kind="reserve").count()) == (
            (700_000, 300_000, 0, 0),
            1,
        )

    def test_the_same_key_with_other_facts_is_a_conflict(self, set_aside):
        set_aside(key="k")
        with pytest.raises(Conflict) as told:
            set_aside("A-2", key="k")
        assert told.value.code == "key_used"

    def test_paying_twice_under_one_key_pays_once(self, account, set_aside, finance):
        reservation = set_aside()
        first = actions.post(reservation=reservation, amount_fen=100, by=finance, key="p", on=DAY)
        again = actions.post(reservation=reservation, amount_fen=100, by=finance, key="p", on=DAY)
        assert (first, account.entries.filter(book="paid").count()) == (again, 1)

    def test_keys_of_different_people_are_independent(self, set_aside, finance, officer):
        reservation = set_aside()
        one = actions.post(reservation=reservation, amount_fen=100, by=finance, key="p", on=DAY)
        two = actions.post(reservation=reservation, amount_fen=100, by=officer, key="p", on=DAY)
        assert one.pk != two.pk

    def test_releasing_twice_under_one_key_is_quiet(self, set_aside, finance):
        reservation = set_aside()
        first = actions.void(reservation=reservation, by=finance, key="v", on=DAY, reason="重复")
        assert actions.void(reservation=reservation, by=finance, key="v", on=DAY, reason="重复") == first

    def test_opening_twice_gives_the_first_budget(self, budget, finance):
        again = actions.open_budget(
            code="CT-2018", programme="contracts", year=2018, name="技术合同补贴",
            sources={"市级财政": 100_000_000, "区级财政": 50_000_000}, by=finance, key="open-2018", on=DAY,
        )  # fmt: skip
        assert again == budget

    def test_one_key_is_not_used_for_paying_and_taking_back(self, set_aside, finance):
        reservation = set_aside()
        actions.post(reservation=reservation, amount_fen=100, by=finance, key="k", on=DAY)
        with pytest.raises(Conflict) as told:
            actions.refund(
                reservation=reservation, amount_fen=100, by=finance, key="k", on=DAY, reason="注销"
            )
        assert told.value.code == "key_used"

    def test_a_key_of_a_list_remembers_the_whole_list(self, account, officer):
        wanted = [actions.reserving.Wanted("test", f"M-{n}", f"m:{n}", 100) for n in range(3)]
        first = actions.reserve_all(account=account, wanted=wanted, by=officer, key="k", on=DAY)
        assert actions.reserve_all(account=account, wanted=wanted, by=officer, key="k", on=DAY) == first
        for other in (wanted[:2], wanted[:1], [*wanted[1:], wanted[0]]):
            with pytest.raises(Conflict):
                actions.reserve_all(account=account, wanted=other, by=officer, key="k", on=DAY)

    def test_a_key_still_answers_when_the_year_is_closed(self, budget, next_budget, set_aside, finance):
        reservation = set_aside()
        actions.close_year(budget=budget, into=next_budget, by=finance, key="c", on=date(2018, 12, 31))
        assert set_aside() == reservation

    def test_a_key_is_never_empty(self, set_aside, finance):
        with pytest.raises(ValueError, match="key must have"):
            actions.post(reservation=set_aside(), by=finance, key="", on=DAY)


class TestYearEnd:
    """What is left goes on or back; nothing is lost."""

    def test_without_a_next_year_what_is_left_goes_back(self, budget, account, finance):
        actions.close_year(budget=budget, into=None, by=finance, key="c", on=date(2018, 12, 31))
        assert (books(account), budget_face(budget).left_fen) == ((0, 0, 0, 1_000_000), 0)

    def test_open_reservations_stop_a_year_without_a_next(self, budget, set_aside, finance):
        set_aside()
        with pytest.raises(Refusal, match="还有没有付完的预留"):
            actions.close_year(budget=budget, into=None, by=finance, key="c", on=date(2018, 12, 31))

    def test_reservations_go_over_and_are_paid_there(self, budget, next_budget, account, set_aside, finance):
        reservation = set_aside()
        actions.close_year(budget=budget, into=next_budget, by=finance, key="c", on=date(2018, 12, 31))
        actions.post(reservation=reservation, by=finance, key="p", on=date(2019, 1, 3))
        onward = next_budget.accounts.get(source="市级财政")
        assert (books(account), books(onward)) == ((0, 0, 0, 0), (700_000, 0, 300_000, 0))
        assert sorted(next_budget.accounts.values_list("source", flat=True)) == ["区级财政", "市级财政"]

    def test_what_was_paid_in_two_years_comes_back_to_the_later_first(
        self, budget, next_budget, account, set_aside, finance
    ):
        reservation = set_aside()
        actions.post(reservation=reservation, amount_fen=10_000_000, by=finance, key="p-1", on=DAY)
        actions.close_year(budget=budget, into=next_budget, by=finance, key="c", on=date(2018, 12, 31))
        actions.post(reservation=reservation, by=finance, key="p-2", on=date(2019, 1, 3))
        actions.refund(
            reservation=reservation,
            amount_fen=25_000_000,
            by=finance,
            key="r",
            on=date(2019, 2, 1),
            reason="注销",
        )
        onward = next_budget.accounts.get(source="市级财政")
        assert (books(account), books(onward)) == ((0, 0, 50_000, 50_000), (900_000, 0, 0, 0))

    def test_a_refund_of_a_closed_year_goes_to_the_treasury(self, budget, account, set_aside, finance):
        reservation = set_aside()
        actions.post(reservation=reservation, by=finance, key="p", on=DAY)
        actions.close_year(budget=budget, into=None, by=finance, key="c", on=date(2018, 12, 31))
        actions.refund(
            reservation=reservation,
            amount_fen=100_000,
            by=finance,
            key="r",
            on=date(2019, 3, 1),
            reason="注销",
        )
        assert books(account) == (0, 0, 299_000, 701_000)

    def test_nothing_is_reserved_in_a_closed_year(self, budget, set_aside, finance):
        actions.close_year(budget=budget, into=None, by=finance, key="c", on=date(2018, 12, 31))
        with pytest.raises(Conflict, match="已经结账"):
            set_aside()

    def test_money_goes_only_forward(self, budget, next_budget, finance):
        with pytest.raises(Refusal, match="只能结转"):
            actions.close_year(budget=next_budget, into=budget, by=finance, key="c", on=date(2019, 12, 31))


def test_each_transfer_sums_to_zero_and_has_one_journal_line(budget, set_aside, finance):
    actions.post(reservation=set_aside(), by=finance, key="p", on=DAY)
    for transfer in Transfer.objects.all():
        assert sum(Entry.objects.filter(transfer=transfer).values_list("amount_fen", flat=True)) == 0
    told = JournalEntry.objects.filter(event__startswith="ledger:").order_by("seq")
    assert [(line.event, line.after["transfer"]) for line in told] == [
        (f"ledger:{transfer.kind}", transfer.pk) for transfer in Transfer.objects.all()
    ]


def test_movements_are_found_by_case_and_by_budget(budget, set_aside):
    reservation = set_aside()
    assert list(reservations_of("test", "A-1")) == [reservation]
    assert [transfer.kind for transfer in transfers_of(budget)] == ["reserve", "allocate"]


def test_a_reservation_and_its_payment_ask_little_of_the_database(set_aside, officer):
    with CaptureQueriesContext(connection) as reserving:
        held = set_aside()
    with CaptureQueriesContext(connection) as paying:
        actions.post(reservation=held, by=officer, key="post", on=DAY)

    assert (len(reserving) <= 11, len(paying) <= 14) == (True, True), (len(reserving), len(paying))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole file")
def test_a_budget_is_locked_before_its_account(account):
    with CaptureQueriesContext(connection) as asked:
        locked = locked_account(account.pk)

    assert asked[0]["sql"].endswith('FOR UPDATE OF "ledger_budget", "ledger_account"')
    assert (locked, locked.budget) == (account, account.budget)


def test_the_same_amount_on_the_same_ground_is_added_once_under_any_key(account, finance):
    again = {"account": account, "amount_fen": 5_000, "by": finance, "on": DAY, "reason": "沈财指〔2018〕1号"}
    first = actions.allocate(key="a-1", **again)
    assert actions.allocate(key="a-1", **again) == first
    with pytest.raises(Refusal, match="已按这个依据办理过"):
        actions.allocate(key="a-2", **again)
    assert books(account)[0] == 1_000_050
