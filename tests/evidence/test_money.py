"""Do parallel desks lose, double or overspend a fen; and does the same run notice every planted fault? (R2, R3, R5; PostgreSQL)"""

import random
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections, transaction
from django.db.models import QuerySet

from tests.evidence.money_run import DAY, YEAR_END, Run
from tests.support.evidence import size
from zhuanhua.core.errors import Conflict
from zhuanhua.shared.ledger import actions
from zhuanhua.shared.ledger.actions import moving, reserving, settling
from zhuanhua.shared.ledger.models import Account, Budget, Reservation, Transfer
from zhuanhua.shared.ledger.verifying import verify

pytestmark = pytest.mark.postgres


@pytest.fixture
def run(shared_database, finance, officer, evidence):
    """Give a run over a fresh ledger."""
    made = Run([finance, officer], seed=evidence.seed, steps=size(40, 400))
    made.prepare()
    return made


@pytest.mark.proof("R1")
@pytest.mark.proof("R3")
def test_eight_desks_on_one_budget_keep_every_promise(run, evidence):
    run.go()

    assert run.broken() == []
    for name in ("acknowledged", "sent again", "refused", "reads"):
        assert run.counts[name] > 0
        evidence.figure(f"money requests {name}, 8 desks", run.counts[name])


# --- one request, eight times at once ---------------------------------------------------------------
def at_once(do: Callable[[], Any], times: int = 8) -> list[Any]:
    """Do the same on several connections at the same moment; gives the answers, a Conflict as its code."""
    answers: list[Any] = []
    start = threading.Barrier(times)

    def work() -> None:
        try:
            start.wait()
            answers.append(do())
        except Conflict as conflict:
            answers.append(conflict.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def requests(finance: Any, place: int) -> dict[str, Callable[[], Any]]:
    """Give one request of each kind, each on its own reservation, as a function that may be called again."""
    budget = actions.open_budget(
        code=f"D-{place}", programme="test", year=2018 + place, name="重复", sources={"市级财政": 10_000},
        by=finance, key=f"d-{place}", on=DAY,
    )  # fmt: skip
    account = budget.accounts.get()

    def reserve(thing: str) -> Reservation:
        return actions.reserve(
            account=account, amount_fen=100, case_kind="test", case_number=thing, business_key=f"{place}:{thing}",
            by=finance, key=f"{place}:reserve:{thing}", on=DAY,
        )  # fmt: skip

    posted, voided, refunded = (reserve(thing) for thing in ("post", "void", "refund"))
    actions.post(reservation=refunded, by=finance, key=f"{place}:paid", on=DAY)
    common = {"by": finance, "on": DAY}
    return {
        "open": lambda: actions.open_budget(
            code=f"O-{place}", programme="test", year=2018 + place, name="新", sources={"市": 5},
            key=f"{place}:open", **common,
        ).transfers.get().pk,
        "allocate": lambda: actions.allocate(
            account=account, amount_fen=7, key=f"{place}:more", reason="文", **common
        ).pk,
        "reserve": lambda: reserve("again").transfers.get().pk,
        "post": lambda: actions.post(reservation=posted, amount_fen=60, key=f"{place}:post", **common).pk,
        "void": lambda: actions.void(reservation=voided, key=f"{place}:void", reason="不付", **common).pk,
        "refund": lambda: actions.refund(
            reservation=refunded, amount_fen=30, key=f"{place}:refund", reason="注销", **common
        ).pk,
        "close": lambda: actions.close_year(
            budget=Budget.objects.get(code=f"O-{place}"), into=None, by=finance, key=f"{place}:close", on=YEAR_END
        ).pk,
    }  # fmt: skip


@pytest.mark.proof("R5")
def test_a_request_sent_eight_times_at_once_has_one_effect(shared_database, finance, evidence):
    for place in range(size(2, 30)):
        for name, do in requests(finance, place).items():
            before = Transfer.objects.count()
            answers = at_once(do)
            told = {answer for answer in answers if answer != "key_used"}
            assert (name, Transfer.objects.count() - before, len(told)) == (name, 1, 1)
            assert do() in told
            evidence.figure("money requests sent eight times at once", 1, "同时发出八次的资金请求")
    assert verify().is_whole


# --- planted faults (reliability.md 3.1, T5): the same run has to notice each -----------------------
def no_unique_key(run, patch, drop):
    """办理编号没有唯一约束 · no unique key, and nobody looks."""
    drop(Transfer, "transfer_key_once")
    patch.setattr(moving.Once, "found", None)


def no_unique_thing(run, patch, drop):
    """同一事项可预留两次 · the same thing may be reserved twice."""
    drop(Reservation, "reservation_once")
    run.again = 0.5  # so that two of one thing stand at the end, whatever order the database chose


def no_row_locks(run, patch, drop):
    """不锁行 · no FOR UPDATE."""
    patch.setattr(QuerySet, "select_for_update", lambda self, **_how: self.all())


def no_checks(run, patch, drop):
    """数据库不查余额 · no CHECK below the limit of the action, which is gone too."""
    drop(Account, "account_not_overspent")
    patch.setattr(reserving, "refuse_short", lambda _account, _amount: None)


def told_before_commit(run, patch, drop):
    """提交前就答复 · the answer leaves before the commit."""
    run.ack_before_commit = True


def retry_with_new_key(run, patch, drop):
    """重试换了编号 · whoever asks again asks under a new key."""
    run.fresh_key_on_retry = True


def key_kept_elsewhere(run, patch, drop):
    """编号另存一个事务 · the key is kept in a transaction of its own, and the process sometimes dies between the two."""
    kept: dict[tuple[str, str], int] = {}
    make = moving.Once.__init__
    move = moving.transfer

    def init(self, *given, **facts):
        make(self, *given, **facts)
        self.given, self.key = self.key, f"{self.key}#{uuid.uuid4()}"

    def found(self):
        return Transfer.objects.filter(pk=kept.get((self.actor, self.given))).first()

    def transfer(once, *given, **more):
        made = move(once, *given, **more)
        if random.random() < 0.7:
            transaction.on_commit(lambda: kept.update({(once.actor, once.given): made.pk}))
        return made

    patch.setattr(moving.Once, "__init__", init)
    patch.setattr(moving.Once, "found", property(found))
    for room in (actions.budgets, reserving, settling):
        patch.setattr(room, "transfer", transfer)


def float_money(run, patch, drop):
    """金额经浮点元 · amounts pass through floating yuan."""
    for room in (reserving, settling):
        patch.setattr(room, "whole_fen", lambda amount, **_field: int(amount / 100 * 100))


def refund_checked_before_lock(run, patch, drop):
    """退回先查后锁 · the limit of a refund is looked at before the row is locked."""
    places = settling.locked_places

    def locked(reservation):
        time.sleep(0.1)  # the window between the look and the lock, wide open
        held, now = places(reservation)
        now.refunded_fen, now.posted_fen = reservation.refunded_fen, reservation.posted_fen
        return held, now

    patch.setattr(settling, "locked_places", locked)


def no_lock_for_the_rich(run, patch, drop):
    """余额多就不锁 · budgets with plenty left are not locked."""
    lock = QuerySet.select_for_update

    def sometimes(self, **how):
        return self.all() if self.model in (Budget, Account) else lock(self, **how)

    patch.setattr(QuerySet, "select_for_update", sometimes)


def journal_outside(run, patch, drop):
    """留痕在事务之外 · the journal's line is written afterwards, and the process sometimes dies between the two."""
    write = moving.record

    def record(*given, **more):
        def later() -> None:
            with transaction.atomic():
                write(*given, **more)

        if random.random() < 0.9:
            transaction.on_commit(later)

    patch.setattr(moving, "record", record)


PLANTED = (
    no_unique_key,
    no_unique_thing,
    no_row_locks,
    no_checks,
    told_before_commit,
    retry_with_new_key,
    key_kept_elsewhere,
    float_money,
    refund_checked_before_lock,
    no_lock_for_the_rich,
    journal_outside,
)


@pytest.mark.proof("R2")
@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_noticed(run, shared_database, monkeypatch, evidence, plant):
    with monkeypatch.context() as patch:
        plant(run, patch, shared_database)
        run.go()
        broken = run.broken()

    assert broken != []
    evidence.caught(plant.__doc__, "R1, R3")
