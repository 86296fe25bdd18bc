"""Does a batch stand in the inbox of whoever acts next, and in nobody's who cannot?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from zhuanhua.core.dates import city_today
from zhuanhua.shared.jobs.schedule import SCHEDULE
from zhuanhua.shared.payments import actions, programmes
from zhuanhua.shared.payments.actions.waiting import tell_ended
from zhuanhua.shared.payments.pages import standing
from zhuanhua.shared.payments.tests.conftest import DAYS, answer, publicity_ends
from zhuanhua.shared.workflow.models import Task

pytestmark = pytest.mark.django_db


def asked(batch) -> list[str]:
    """Name what the batch's open tasks ask for."""
    return list(Task.objects.filter(case_number=batch.number, closed_at=None).values_list("title", flat=True))


def test_the_clock_is_in_the_schedule():
    assert "zhuanhua.shared.payments.actions.waiting.watch_the_clock" in SCHEDULE


def test_the_maker_is_told_once_that_a_notice_has_ended(batch, officer, leader):
    actions.publish_batch(batch=batch, by=officer, on=city_today())
    last = city_today() + timedelta(days=DAYS)
    assert (tell_ended(on=last), asked(batch)) == (0, [])

    after = last + timedelta(days=1)
    assert (tell_ended(on=after), tell_ended(on=after), asked(batch)) == (1, 0, ["办结公示，提请审批"])
    assert Task.objects.get(case_number=batch.number).assignee == officer

    publicity_ends(batch)
    actions.submit_batch(batch=batch, by=officer, on=city_today())
    assert asked(batch) == ["审批拨付批次"]


def test_the_slip_is_awaited_while_something_is_at_the_bank(sent, finance):
    first, second, third = sent.payments.order_by("number")
    actions.take_answers(answers=[answer(first), answer(second)], by=finance)
    assert asked(sent) == ["读入银行回单"]
    actions.take_answers(answers=[answer(third)], by=finance)
    assert asked(sent) == ["对账办结"]
    actions.reconcile_batch(batch=sent, by=finance, on=city_today())
    assert asked(sent) == []


def test_what_came_back_waits_for_its_payee_and_can_be_given_up(sent, officer, finance):
    first, second, third = sent.payments.order_by("number")
    told = [answer(first), answer(second), answer(third, "rejected")]
    actions.take_answers(answers=told, by=finance)
    assert asked(sent) == []  # the payee is asked for another account

    actions.drop_payment(payment=third, by=officer, reason="单位已注销", on=city_today())
    assert asked(sent) == ["对账办结"]


def test_the_page_counts_what_is_sent(approved, finance, monkeypatch):
    ended = approved.payments.order_by("number").first()
    test = programmes.paying("test")
    gone = lambda payments: {each.pk: "合同登记已注销或撤销。" for each in payments if each.pk == ended.pk}  # noqa: E731
    monkeypatch.setitem(programmes._PAYING, "test", replace(test, no_longer_owed=gone))

    counted = standing.concerned(approved, "send")
    file = actions.send_batch(batch=approved, by=finance, on=city_today())

    assert counted == (file.count, file.total_fen) == (2, 500_000)
    approved.refresh_from_db()
    assert standing.ready(approved) == set()
