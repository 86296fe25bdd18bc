"""Are locks taken in one order: the batch, its money, the journal last? Two desks that differ in it wait for each other for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from zhuanhua.core.dates import city_today
from zhuanhua.shared.ledger.models import Account, Budget, Reservation
from zhuanhua.shared.payments import actions, programmes
from zhuanhua.shared.payments.actions.locking import lock_money_of
from zhuanhua.shared.payments.tests.conftest import answer

pytestmark = [pytest.mark.django_db, pytest.mark.postgres, pytest.mark.proof("R3")]
PLACES = {
    "batch": 'FROM "payments_batch"',
    "money": 'FROM "ledger_budget"',
    "recovery": 'FROM "payments_recovery"',
    "case": "lock_case",
    "journal": "pg_advisory_xact_lock",
}


def locks_of(deed) -> list[str]:
    """Name what a deed locks, each at its first time; a test's case says in its own SQL that it is locked."""
    with CaptureQueriesContext(connection) as asked:
        deed()
    found = [
        name
        for each in asked
        for name, place in PLACES.items()
        if place in each["sql"] and (name in {"journal", "case"} or "FOR UPDATE" in each["sql"])
    ]
    return list(dict.fromkeys(found))


def test_a_batch_is_locked_before_its_notice_writes_a_line(batch, officer):
    assert locks_of(lambda: actions.publish_batch(batch=batch, by=officer, on=city_today())) == ["batch", "journal"]  # fmt: skip


def test_a_batch_is_locked_before_its_notice_is_stopped(batch, officer):
    published = actions.publish_batch(batch=batch, by=officer, on=city_today())
    again = lambda: actions.reopen_batch(batch=published, by=officer, reason="改名单", on=city_today())  # noqa: E731
    assert locks_of(again) == ["batch", "journal"]


def test_money_is_locked_before_a_refusal_of_the_bank_writes_a_line(sent, finance):
    first, second, _third = sent.payments.order_by("number")
    told = [answer(first, "rejected"), answer(second)]
    assert locks_of(lambda: actions.take_answers(answers=told, by=finance)) == ["batch", "money", "journal"]


@pytest.fixture
def carried(sent):
    """Give the batch after a year's end has carried its reservations into the next year's budget."""
    old = sent.account
    new = Account.objects.create(
        budget=Budget.objects.create(
            code="NEXT",
            programme=old.budget.programme,
            year=old.budget.year + 1,
            name="下一年",
            opened_on=city_today(),
        ),
        source=old.source,
    )
    Reservation.objects.filter(payment__batch=sent).update(account=new)
    return sent, {old.budget_id, new.budget_id}


def test_money_that_was_carried_over_is_locked_where_it_stands_now(carried):
    batch, budgets = carried
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        lock_money_of([batch])
    assert len([each for each in asked if "FOR UPDATE" in each["sql"]]) == len(budgets) == 2


def test_what_a_case_is_paid_by_is_locked_in_the_order_of_an_answer(sent):
    first = sent.payments.order_by("number").first()

    def lock():
        with transaction.atomic():
            actions.lock_payments(first.case_kind, [first.case_number])

    assert locks_of(lock) == ["batch", "money", "recovery"]


@pytest.fixture
def demanded(paid, officer, monkeypatch):
    """Give the recovery of a payment whose case says when it is locked."""

    def lock_case(number):
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s", [f"lock_case {number}"])

    telling = replace(programmes.paying("test"), lock_case=lock_case)
    monkeypatch.setitem(programmes._PAYING, "test", telling)
    day, facts = city_today(), {"amount_fen": paid.amount_fen, "ground": "合同已注销"}
    recovery = actions.open_recovery(payment=paid, by=None, on=day, **facts)
    return actions.demand_recovery(recovery=recovery, by=officer, on=day, due_on=day + timedelta(days=30))


def test_money_and_the_case_are_locked_before_money_that_came_back_writes_a_line(demanded, finance):
    def receive():
        actions.receive_recovery(
            recovery=demanded, amount_fen=demanded.amount_fen, received_on=city_today(), bank_reference="B1", by=finance,
        )  # fmt: skip

    assert locks_of(receive) == ["money", "recovery", "case", "journal"]


def test_money_and_the_case_are_locked_before_the_rest_is_written_off(demanded, leader):
    def waive():
        actions.waive_recovery(recovery=demanded, by=leader, reason="破产终结")

    assert locks_of(waive) == ["money", "recovery", "case", "journal"]
