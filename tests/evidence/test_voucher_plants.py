"""Does a bug planted in vouchers and their money meet a proof that fails? One at a time, each named with the proof that caught it. (R2)"""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db.models import QuerySet

from tests.evidence import rush as rushing
from tests.evidence import test_money_locks, test_rush
from tests.evidence.crash import world
from tests.evidence.test_voucher_machine import run
from tests.evidence.voucher_steps import ROOM
from tests.support.evidence import Evidence, size
from zhuanhua.programmes.vouchers import policy
from zhuanhua.programmes.vouchers.actions import ending, paying, redeeming, reviewing, using
from zhuanhua.programmes.vouchers.models import Allowance, Voucher
from zhuanhua.programmes.vouchers.queries import rows
from zhuanhua.shared.ledger.actions import reserving
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.payments.actions import answers, taking
from zhuanhua.shared.policy.verdicts import Sheet
from zhuanhua.shared.workflow import moves

pytestmark = [pytest.mark.evidence, pytest.mark.proof("R2")]
Patch = pytest.MonkeyPatch
FEW = 12  # vouchers: enough for a bug to show, few enough for its pages to be compared
WINDOW = 0.15  # seconds between a look and the write: as wide open as a busy site makes it


# --- caught by the reference of vouchers (R4), on either database -------------------------------------------------
def too_little_set_aside(patch: Patch) -> None:
    """发券只预留一分 · issue sets one fen aside instead of the face."""
    reserve = reviewing.reserve
    patch.setattr(reviewing, "reserve", lambda **facts: reserve(**facts | {"amount_fen": 1}))


def rest_is_kept(patch: Patch) -> None:
    """部分兑付不退余额 · the rest of a part redemption is not released."""
    patch.setattr(redeeming, "void", lambda **_facts: None)


def year_is_not_given_back(patch: Patch) -> None:
    """退券不恢复年度额度 · a returned voucher still fills its holder's year."""
    patch.setattr(using, "give_room_back", lambda *_facts: None)


def year_is_given_back_twice(patch: Patch) -> None:
    """失效时额度恢复两次 · a lapse gives the year back twice."""
    free = ending.free_money

    def twice(voucher: Voucher, **facts: Any) -> None:
        free(voucher, **facts)
        reviewing.give_room_back(voucher, voucher.face_fen)

    patch.setattr(ending, "free_money", twice)


def year_counts_from_nothing(patch: Patch) -> None:
    """年度额度按零起算 · the limit of the year is judged as if nothing had been issued."""
    patch.setattr(rows, "issued_before", lambda *_facts, **_more: 0)


def rounded_by_float(patch: Patch) -> None:
    """金额经浮点元取整 · amounts are rounded to yuan through a float."""
    patch.setattr(Sheet, "amount_fen", property(lambda self: round(self.content["amount_fen"] / 100.0) * 100))  # fmt: skip


def dropped_money_goes_free(patch: Patch) -> None:
    """退出批次后资金未再预留 · what leaves a batch is not set aside again."""
    patch.setattr(paying, "reserve", lambda **facts: Voucher.objects.get(number=facts["case_number"]).reservation)  # fmt: skip


def answer_is_not_recognised(patch: Patch) -> None:
    """回单读两次不认得 · the bank's answer is not recognised the second time."""
    patch.setattr(answers, "is_taken", lambda *_facts: False)
    patch.setattr(taking, "is_taken", lambda *_facts: False)


def answer_pays_nothing(patch: Patch) -> None:
    """到账不记账 · the bank's answer is not posted."""
    patch.setattr(taking, "post", lambda **_facts: None)


def called_back_whole(patch: Patch) -> None:
    """部分追缴追了全额 · a part claw-back asks for everything."""
    patch.setattr(policy, "clawback", lambda given, _values: {"clawback_fen": given["paid_fen"]})


def state_is_not_compared(patch: Patch) -> None:
    """不核对状态就办理 · a step is taken whatever the state is."""
    patch.setattr(moves, "_lock_and_compare", lambda *_facts: None)


def deadline_is_not_asked(patch: Patch) -> None:
    """过期仍可兑付 · the deadline of redemption is not asked."""
    patch.setattr(redeeming, "_last_day", lambda _voucher: date.max)


AGAINST_THE_REFERENCE = (
    too_little_set_aside, rest_is_kept, year_is_not_given_back, year_is_given_back_twice, year_counts_from_nothing,
    rounded_by_float, dropped_money_goes_free, answer_is_not_recognised, answer_pays_nothing, called_back_whole,
    state_is_not_compared, deadline_is_not_asked,
)  # fmt: skip


@pytest.fixture
def city(db: None, monkeypatch: Patch) -> Iterator[None]:
    """Settle everybody, with a budget for a few vouchers."""
    monkeypatch.setenv("ZHUANHUA_TODAY", world.ON.isoformat())
    world.forget()
    world.fill(voucher_money=ROOM)
    yield
    world.forget()


@pytest.mark.django_db
@pytest.mark.parametrize("plant", AGAINST_THE_REFERENCE[: size(2, 99)], ids=lambda plant: plant.__name__)
def test_the_reference_catches_it(city: None, evidence: Evidence, plant: Callable[[Patch], None]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        plant(patch)
        with pytest.raises(Exception) as told:
            run(size(30, 120), 40)

    assert not isinstance(told.value, AttributeError | TypeError | NameError), told.value
    evidence.caught(plant.__doc__, "R4")


# --- caught by many browsers on one budget (R14), on PostgreSQL ---------------------------------------------------
def voucher_row_is_not_locked(patch: Patch) -> None:
    """兑付不锁券 · the voucher's row is not locked when it is redeemed."""
    lock, compare = QuerySet.select_for_update, moves._lock_and_compare

    def unlocked(self: Any, **how: Any) -> Any:
        return self.all() if self.model is Voucher else lock(self, **how)

    def slowly(cases: Any, step: Any) -> None:
        compare(cases, step)
        time.sleep(WINDOW)

    patch.setattr(QuerySet, "select_for_update", unlocked)
    patch.setattr(moves, "_lock_and_compare", slowly)


def limit_is_looked_at_before_the_lock(patch: Patch) -> None:
    """锁定前核对余额 · what is left is looked at before the lock, and the CHECK is gone."""
    reserve, look = reviewing.reserve, reserving.refuse_short

    def early(**facts: Any) -> Any:
        look(Account.objects.get(pk=facts["account"].pk), facts["amount_fen"])
        time.sleep(WINDOW)
        with pytest.MonkeyPatch.context() as later:
            later.setattr(reserving, "refuse_short", lambda *_facts: None)
            return reserve(**facts)

    patch.setattr(reviewing, "lock_money", lambda *_places: None)
    patch.setattr(reviewing, "reserve", early)


@pytest.fixture
def hot(shared_database: Any, monkeypatch: Patch) -> Iterator[Any]:
    """Give the budget of R14, and the function that takes a constraint away."""
    monkeypatch.setenv("ZHUANHUA_TODAY", world.ON.isoformat())
    world.forget()
    world.fill(voucher_money=FEW * 2 // 3 * rushing.PRICE + 1)
    yield shared_database
    world.forget()


@pytest.mark.postgres
@pytest.mark.parametrize("plant", [voucher_row_is_not_locked, limit_is_looked_at_before_the_lock], ids=lambda plant: plant.__name__)  # fmt: skip
def test_the_rush_catches_it(
    hot: Any, tmp_path: Path, evidence: Evidence, plant: Callable[[Patch], None]
) -> None:
    hot(Account, "account_not_overspent")
    hot(Allowance, "allowance_not_exceeded")
    with pytest.MonkeyPatch.context() as patch:
        plant(patch)
        with pytest.raises(AssertionError):
            test_rush.pressed_by_everybody(
                world.account("vouchers"), tmp_path, Random(evidence.seed), count=FEW, people=6
            )
    evidence.caught(plant.__doc__, "R14")


@pytest.mark.postgres
def test_the_pairs_catch_locks_in_another_order(
    shared_database: Any, monkeypatch: Patch, evidence: Evidence
) -> None:
    """加锁顺序颠倒 · the journal's lock is taken before money's."""
    monkeypatch.setenv("ZHUANHUA_TODAY", world.ON.isoformat())
    world.forget()
    world.fill()
    cases, broken = test_money_locks.Cases(), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(redeeming, "lock_money", lambda *_places: None)
        for _round in range(size(8, 40)):
            broken += test_money_locks.at_once(cases.prepared("deny"), cases.prepared("answer"))
            if broken:
                break
    world.forget()

    assert any("deadlock" in words for words in broken), broken
    evidence.caught(test_the_pairs_catch_locks_in_another_order.__doc__, "R3")
