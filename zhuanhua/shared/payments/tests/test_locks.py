"""Are locks taken in one order: the batch, its money, the journal last? Two desks that differ in it wait for each other for ever."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhuanhua.core.dates import city_today
from zhuanhua.shared.payments import actions
from zhuanhua.shared.payments.tests.conftest import answer

pytestmark = [pytest.mark.django_db, pytest.mark.postgres, pytest.mark.proof("R3")]
PLACES = {
    "batch": 'FROM "payments_batch"',
    "money": 'FROM "ledger_budget"',
    "journal": "pg_advisory_xact_lock",
}


def locks_of(deed) -> list[str]:
    """Name what a deed locks, each at its first time."""
    with CaptureQueriesContext(connection) as asked:
        deed()
    found = [
        name
        for each in asked
        for name, place in PLACES.items()
        if place in each["sql"] and (name == "journal" or "FOR UPDATE" in each["sql"])
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
