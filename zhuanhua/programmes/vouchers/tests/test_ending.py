"""Does the clock let lapse what has run out, give the money back, and ask a year later what came of it?"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.programmes.vouchers import actions, queries
from zhuanhua.programmes.vouchers.actions import ending
from zhuanhua.programmes.vouchers.actions.ending import ask_due, lapse_due
from zhuanhua.programmes.vouchers.models import Allowance, Voucher
from zhuanhua.programmes.vouchers.tests import factories
from zhuanhua.programmes.vouchers.tests.factories import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.vouchers.tests.factories import ON, WAN
from zhuanhua.shared.jobs.schedule import SCHEDULE
from zhuanhua.shared.notices.models import Notice
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.workflow.models import Task

pytestmark = pytest.mark.django_db
USE_BY, REDEEM_BY = date(2019, 3, 20), date(2019, 6, 20)


def test_the_clock_is_in_the_schedule():
    assert "zhuanhua.programmes.vouchers.actions.ending.watch_the_clock" in SCHEDULE


def test_an_unused_voucher_lapses_the_day_after_its_last(issue, account):
    voucher = issue()
    assert (lapse_due(on=USE_BY), lapse_due(on=date(2019, 3, 21)), lapse_due(on=date(2019, 3, 22))) == (
        0,
        1,
        0,
    )

    voucher.refresh_from_db()
    account.refresh_from_db()
    assert (voucher.state, account.available_fen, Allowance.objects.get().taken_fen) == (
        "lapsed",
        30 * WAN,
        0,
    )
    assert Notice.objects.filter(title__startswith="创新券已失效").count() == 1


def test_one_voucher_that_fails_stops_no_other_and_the_job_tells_of_it(
    issue, applicant, provider, monkeypatch
):
    broken, whole = issue(), issue(contract_number="OTHER", service_kind="testing")
    lapse = ending.lapse_voucher

    def lapse_voucher(*, voucher, on):
        if voucher == broken:
            raise ValueError(voucher.number)
        return lapse(voucher=voucher, on=on)

    asked = []
    monkeypatch.setattr(ending, "lapse_voucher", lapse_voucher)
    monkeypatch.setattr(ending, "city_today", lambda: date(2019, 3, 21))
    monkeypatch.setattr(ending, "ask_due", lambda *, on: asked.append(on))
    with pytest.raises(ExceptionGroup) as failed:
        ending.watch_the_clock()

    [[fault]] = [one.exceptions for one in failed.value.exceptions]
    assert fault.__notes__ == [f"lapse_voucher: {broken.number}"]
    states = [Voucher.objects.get(pk=one.pk).state for one in (broken, whole)]
    assert (states, asked) == (["issued", "lapsed"], [date(2019, 3, 21)])


def test_a_used_voucher_lapses_when_it_was_not_redeemed(issue, applicant):
    actions.begin_voucher(voucher=issue(), by=applicant, on=ON)

    assert (lapse_due(on=REDEEM_BY), lapse_due(on=date(2019, 6, 21))) == (0, 1)


def test_what_was_sent_back_has_its_days_to_be_corrected(issue, applicant, officer):
    voucher = factories.redeemed(issue(), applicant, on=date(2019, 6, 20))
    voucher = actions.send_back_redemption(
        voucher=voucher, by=officer, on=date(2019, 6, 28), reason="凭证不清"
    )

    assert (voucher.correct_by, lapse_due(on=date(2019, 7, 13))) == (date(2019, 7, 13), 0)
    done = actions.redeem_voucher(voucher=voucher, by=applicant, on=date(2019, 7, 13))
    assert (done.state, done.redeem_asked_on) == ("redeeming", date(2019, 6, 20))


def test_nothing_lapses_before_its_day(issue):
    with pytest.raises(Conflict, match="还没有过期"):
        actions.lapse_voucher(voucher=issue(), on=USE_BY)


def test_after_the_last_day_of_use_nothing_is_begun(issue, applicant):
    with pytest.raises(Refusal, match="使用截止日期2019-03-20已过"):
        actions.begin_voucher(voucher=issue(), by=applicant, on=date(2019, 3, 21))


def test_a_denied_redemption_gives_everything_back(issue, applicant, officer, account):
    voucher = factories.redeemed(issue(), applicant)
    actions.deny_redemption(voucher=voucher, by=officer, on=date(2018, 11, 20), reason="成果不符")
    account.refresh_from_db()

    assert (account.reserved_fen, Allowance.objects.get().taken_fen) == (0, 0)


@pytest.fixture
def paid(issue, applicant, account, officer, leader, finance):
    voucher = factories.redeemed(issue(), applicant)
    voucher = actions.accept_redemption(voucher=voucher, by=officer, on=date(2018, 11, 20))
    batch = actions.grant_vouchers(
        numbers=[voucher.number], account=account, title="批", by=officer, key="k", on=date(2018, 12, 3)
    )
    factories.pay(batch, officer=officer, leader=leader, finance=finance, payee=applicant)
    return Voucher.objects.get(pk=voucher.pk)


def test_what_was_saved_and_earned_are_what_was_paid_and_invoiced(paid):
    outcome = paid.outcomes.get()

    assert (outcome.saved_fen, outcome.income_fen, outcome.spent_fen) == (5 * WAN, 10 * WAN, 30 * WAN)


def test_the_holder_is_asked_once_a_year_after_payment(paid):
    assert (ask_due(on=date(2019, 12, 19)), ask_due(on=date(2019, 12, 20)), ask_due(on=date(2020, 1, 5))) == (
        0,
        1,
        0,
    )

    task = Task.objects.get(title="填报创新券一年后的成效")
    assert (task.organisation, task.closed_at) == (paid.holder, None)


def test_a_year_later_is_answered_once(paid, applicant):
    with pytest.raises(Refusal, match="现在不用填报"):
        actions.answer_outcome(voucher=paid, outcome={}, by=applicant, on=date(2019, 12, 19))
    actions.answer_outcome(voucher=paid, outcome={"new_products": 3}, by=applicant, on=date(2019, 12, 20))
    with pytest.raises(Refusal, match="现在不用填报"):
        actions.answer_outcome(voucher=paid, outcome={}, by=applicant, on=date(2019, 12, 21))
    assert sorted(paid.outcomes.values_list("moment", "new_products")) == [
        ("redemption", 1),
        ("year_later", 3),
    ]


def test_who_owes_money_after_its_day_is_issued_nothing(paid, applicant, provider, officer):
    actions.recover_voucher(voucher=paid, by=officer, on=date(2019, 5, 1), reason="成果不实")
    recovery = paid_recovery(paid)
    payments.demand_recovery(recovery=recovery, by=officer, on=date(2019, 5, 2), due_on=date(2019, 6, 1))
    draft = factories.draft(applicant, provider, contract_number="NEW", signed_on=date(2019, 5, 1))
    with pytest.raises(Refusal, match="没有逾期未还的追缴"):
        actions.submit_voucher(voucher=draft, by=applicant, on=date(2019, 6, 2))


@pytest.mark.parametrize(
    ("judged_on", "late"), [(date(2019, 6, 1), False), (date(2019, 6, 2), True)], ids=["last day", "after"]
)
def test_arrears_are_judged_on_the_day_of_judging(paid, applicant, provider, officer, judged_on, late):
    """The application came in before the letter's last day; a voucher is not issued once that day has passed."""
    actions.recover_voucher(voucher=paid, by=officer, on=date(2019, 5, 1), reason="成果不实")
    payments.demand_recovery(
        recovery=paid_recovery(paid), by=officer, on=date(2019, 5, 2), due_on=date(2019, 6, 1)
    )
    draft = factories.draft(applicant, provider, contract_number="NEW", signed_on=date(2019, 5, 1))
    applied = actions.submit_voucher(voucher=draft, by=applicant, on=date(2019, 5, 20))

    assert queries.rows.application_row(applied, judged_on)["is_in_arrears"] is late


DUE = date(2019, 6, 1)


@pytest.mark.parametrize(
    ("state", "due_on", "late_since", "late"),
    [
        ("open", None, None, False),
        ("open", None, date(2019, 6, 2), True),
        ("open", None, date(2019, 6, 3), False),
        ("demanded", DUE, None, True),
        ("closed", DUE, None, False),
        ("waived", DUE, None, False),
    ],
)
def test_only_what_is_owed_after_its_day_is_late(paid, officer, state, due_on, late_since, late):
    """An open case is late where more became due after a letter's day had passed."""
    actions.recover_voucher(voucher=paid, by=officer, on=date(2019, 5, 1), reason="成果不实")
    recovery = paid_recovery(paid)
    got = recovery.amount_fen if state == "closed" else 0
    type(recovery).objects.filter(pk=recovery.pk).update(
        state=state, due_on=due_on, late_since=late_since, received_fen=got
    )

    assert queries.rows.is_late(paid.holder_id, date(2019, 6, 2)) is late


@pytest.mark.postgres
@pytest.mark.parametrize("verb", ["receive", "waive"])
def test_money_voucher_and_year_are_locked_before_a_recovery_writes_its_line(
    paid, officer, finance, leader, verb
):
    actions.recover_voucher(voucher=paid, by=officer, on=date(2019, 5, 1), reason="成果不实")
    recovery = payments.demand_recovery(
        recovery=paid_recovery(paid), by=officer, on=date(2019, 5, 2), due_on=DUE
    )
    with CaptureQueriesContext(connection) as asked:
        if verb == "waive":
            payments.waive_recovery(recovery=recovery, by=leader, reason="破产终结")
        else:
            payments.receive_recovery(
                recovery=recovery, amount_fen=recovery.amount_fen, received_on=date(2019, 5, 20),
                bank_reference="B1", by=finance,
            )  # fmt: skip

    told = [each["sql"] for each in asked]
    journal = next(place for place, sql in enumerate(told) if "pg_advisory_xact_lock" in sql)
    locked = [sql for sql in told[:journal] if "FOR UPDATE" in sql]
    order = [
        "ledger_budget",
        "payments_payment",
        "payments_recovery",
        "vouchers_voucher",
        "vouchers_allowance",
    ]
    first = [next(place for place, sql in enumerate(locked) if f'FROM "{table}"' in sql) for table in order]
    assert first == sorted(first)


def paid_recovery(voucher):
    from zhuanhua.shared.payments.queries import payment_of

    return payment_of("voucher", voucher.number).recovery
