"""Does paid money come back to the fen, once, and is the rest written off by another person?"""

from datetime import timedelta

import pytest

from tests.support.cast import sign_in
from tests.support.seats import sat_at
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.payments import actions
from zhuanhua.shared.payments.models import Recovery
from zhuanhua.shared.workflow.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.proof("R1")]


@pytest.fixture
def recovery(paid):
    """Give the case of a payment that has to come back whole."""
    return actions.open_recovery(
        payment=paid, amount_fen=paid.amount_fen, ground="合同已注销", by=None, on=city_today()
    )


@pytest.fixture
def demanded(recovery, officer):
    """Give the case when the payee has been asked."""
    due_on = city_today() + timedelta(days=30)
    return actions.demand_recovery(recovery=recovery, by=officer, on=city_today(), due_on=due_on)


def receive(recovery, amount_fen, reference, by):
    """Record money that came back today."""
    return actions.receive_recovery(
        recovery=recovery, amount_fen=amount_fen, received_on=city_today(), bank_reference=reference, by=by
    )


def test_a_payment_is_recovered_once(recovery, paid):
    again = actions.open_recovery(payment=paid, amount_fen=1, ground="再来", by=None, on=city_today())
    assert (again, again.amount_fen) == (recovery, 100_000)


def test_nothing_comes_back_of_what_was_not_paid(sent):
    unpaid = sent.payments.last()
    with pytest.raises(Refusal):
        actions.open_recovery(payment=unpaid, amount_fen=1, ground="x", by=None, on=city_today())


def test_money_comes_back_in_parts_and_closes_the_case(demanded, finance, account, told):
    receive(demanded, 40_000, "BACK1", finance)
    closed = receive(demanded, 60_000, "BACK2", finance)
    account.refresh_from_db()
    assert (closed.state, account.paid_fen, account.available_fen) == ("closed", 0, 500_000)
    assert told[-1] == ("recovered", "C-0")


def test_who_came_from_the_payee_neither_calls_back_nor_receives_nor_writes_off(
    recovery, paid, officer, leader, finance, play, client
):
    former = {
        role: sat_at(play(f"former-{role}", role=role), paid.payee)
        for role in ("officer", "finance", "leader")
    }
    due_on, address = city_today() + timedelta(days=30), f"/payments/recoveries/{recovery.number}/"
    aside, colleague = (
        sign_in(client, person).get(address).content.decode() for person in (former["officer"], officer)
    )
    with pytest.raises(Forbidden, match="须回避"):
        actions.demand_recovery(recovery=recovery, by=former["officer"], on=city_today(), due_on=due_on)
    assert ("须回避" in aside, "/demand/" in aside, "/demand/" in colleague) == (True, False, True)

    demanded = actions.demand_recovery(recovery=recovery, by=officer, on=city_today(), due_on=due_on)
    with pytest.raises(Forbidden, match="须回避"):
        receive(demanded, 40_000, "BACK1", former["finance"])
    with pytest.raises(Forbidden, match="须回避"):
        actions.waive_recovery(recovery=demanded, by=former["leader"], reason="破产")
    assert actions.waive_recovery(recovery=demanded, by=leader, reason="破产").state == "waived"


def test_one_receipt_counts_once(demanded, finance, account):
    receive(demanded, 40_000, "BACK1", finance)
    with pytest.raises(Conflict, match="已经登记过"):
        receive(demanded, 40_000, "BACK1", finance)
    account.refresh_from_db()
    assert account.paid_fen == 60_000


def test_no_more_comes_back_than_is_owed(demanded, finance):
    with pytest.raises(Refusal, match=r"不超过0\.10万元"):
        receive(demanded, 100_001, "BACK1", finance)


@pytest.mark.parametrize("days", [1, -1])
def test_money_does_not_come_back_tomorrow_nor_before_it_was_paid(demanded, finance, days):
    with pytest.raises(Refusal, match="到账日期") as refusal:
        actions.receive_recovery(
            recovery=demanded, amount_fen=1, received_on=city_today() + timedelta(days=days), bank_reference="B",
            by=finance,
        )  # fmt: skip
    assert (refusal.value.field, demanded.receipts.count()) == ("received_on", 0)


def test_the_rest_is_written_off_by_another_person(demanded, finance, leader, officer):
    receive(demanded, 40_000, "BACK1", finance)
    demanded.refresh_from_db()
    with pytest.raises(Forbidden):
        actions.waive_recovery(recovery=demanded, by=officer, reason="破产")
    actions.waive_recovery(recovery=demanded, by=leader, reason="破产终结")
    assert (demanded.state, demanded.received_fen) == ("waived", 40_000)


@pytest.mark.parametrize("spelling", ["back 1", "BACK–1", "ＢＡＣＫ１", "BACK\u200b1"])
def test_one_receipt_counts_once_in_any_spelling(demanded, finance, account, spelling):
    receive(demanded, 40_000, "BACK1", finance)
    with pytest.raises(Conflict, match="已经登记过"):
        receive(demanded, 40_000, spelling, finance)
    account.refresh_from_db()
    assert account.paid_fen == 60_000


def test_a_reference_without_a_number_is_refused(demanded, finance):
    with pytest.raises(Refusal) as refusal:
        receive(demanded, 40_000, "——", finance)
    assert refusal.value.field == "bank_reference"


def test_a_case_grows_also_after_it_has_ended(demanded, finance, paid):
    Recovery.objects.filter(pk=demanded.pk).update(amount_fen=60_000)
    demanded.refresh_from_db()
    receive(demanded, 60_000, "BACK1", finance)

    grown = actions.open_recovery(
        payment=paid, amount_fen=paid.amount_fen, ground="登记已注销", by=None, on=city_today()
    )

    assert (grown.pk, grown.state, grown.left_fen) == (demanded.pk, "open", 40_000)


def test_a_demand_that_grows_stays_late_when_its_day_had_passed(recovery, paid, officer):
    Recovery.objects.filter(pk=recovery.pk).update(amount_fen=60_000)
    recovery.refresh_from_db()
    actions.demand_recovery(
        recovery=recovery, by=officer, on=city_today(), due_on=city_today() + timedelta(days=1)
    )
    Recovery.objects.filter(pk=recovery.pk).update(due_on=city_today() - timedelta(days=1))

    grown = actions.open_recovery(
        payment=paid, amount_fen=paid.amount_fen, ground="登记已注销", by=None, on=city_today()
    )

    assert (grown.state, grown.due_on, grown.late_since) == ("open", None, city_today())
    due_on = city_today() + timedelta(days=9)
    again = actions.demand_recovery(recovery=grown, by=officer, on=city_today(), due_on=due_on)
    assert (again.due_on, again.late_since) == (due_on, None)


def test_a_demand_that_grows_waits_for_a_new_letter(recovery, paid, officer, finance):
    Recovery.objects.filter(pk=recovery.pk).update(amount_fen=60_000)
    recovery.refresh_from_db()
    day, due_on = city_today(), city_today() + timedelta(days=30)
    actions.demand_recovery(recovery=recovery, by=officer, on=day, due_on=due_on)

    grown = actions.open_recovery(
        payment=paid, amount_fen=paid.amount_fen, ground="登记已注销", by=None, on=day
    )

    assert (grown.state, grown.left_fen) == ("open", 100_000)
    assert (grown.demanded_by, grown.demanded_on, grown.due_on, grown.late_since) == (None, None, None, None)
    waiting = Task.objects.filter(case_number=grown.number, closed_at=None)
    assert [each.title for each in waiting] == ["发函追缴"]
    with pytest.raises(Conflict, match="请经办先发函追缴"):
        receive(grown, 60_000, "BACK1", finance)
    again = actions.demand_recovery(recovery=grown, by=officer, on=day, due_on=due_on)
    assert receive(again, 100_000, "BACK1", finance).state == "closed"
