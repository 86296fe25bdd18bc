"""Do changes of registered amounts pass a second person, and does a contract that is worth less give money back?"""

from datetime import date, timedelta

import pytest
from django.utils import translation

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.programmes.contracts import actions, queries
from zhuanhua.programmes.contracts.actions.stopping import no_longer_owed
from zhuanhua.programmes.contracts.models import Contract, Subsidy
from zhuanhua.programmes.contracts.queries.reconciling import odd_subsidies
from zhuanhua.programmes.contracts.tests.factories import DAY, WAN, registered
from zhuanhua.programmes.contracts.tests.money import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.contracts.tests.money import ON, pay
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.payments.models import Recovery
from zhuanhua.shared.payments.queries import odd_payments

pytestmark = pytest.mark.django_db
LATER = date(2018, 12, 28)


def amend(contract, applicant, by, on=LATER, **after):
    """Change a registration as its firm asks."""
    contract.refresh_from_db()
    change = actions.request_change(
        contract=contract, by=applicant, kind="amend", reason="补充协议", after=after
    )
    return actions.grant_change(change=change, by=by, on=on)


def lower(contract, applicant, by, on=LATER, yuan=10_000):
    return amend(contract, applicant, by, on, total_fen=yuan * 100, verified_trade_fen=yuan * 100)


@pytest.fixture
def large(applicant, rival_firm, registrar):
    """Give a change of a registered contract to an amount that two persons decide."""
    contract = registered(by=applicant, buyer=rival_firm, registrar=registrar, total_fen=490 * WAN)
    after = {"total_fen": 9_000 * WAN, "verified_trade_fen": 9_000 * WAN}
    return actions.request_change(
        contract=contract, by=applicant, kind="amend", reason="补充协议", after=after
    )


def test_who_decides_a_cancellation_sees_the_money_that_comes_back(
    client, sold, confirmed, make, officer, leader, finance, applicant, rival
):
    contract = sold[2]
    pay(make(), officer=officer, leader=leader, finance=finance, account_of=applicant)
    subsidy = contract.subsidies.get()
    asked = actions.request_change(contract=contract, by=applicant, kind="cancel", reason="解除", after={})
    address = f"/contracts/{contract.number}/changes/{asked.number}/"

    page = sign_in(client, officer).get(address).content.decode()
    assert (subsidy.number in page, "已经到账的立案追缴" in page) == (True, True)
    assert sign_in(client, rival).get(address).status_code == 404
    assert (
        subsidy.number not in sign_in(client, applicant).get(address).content.decode()
    )  # the desk's business

    done = sign_in(client, officer).post(address, {"decision": "grant"}, follow=True).content.decode()
    assert f"补贴{subsidy.number}须退回，已立案追缴" in done


def test_a_change_up_to_the_threshold_is_agreed_to_by_a_second_person(large, registrar, officer, reviewer):
    for person in (registrar, officer):
        with pytest.raises(Forbidden, match="复核起点"):
            actions.grant_change(change=large, by=person, on=DAY)

    contract = actions.grant_change(change=large, by=reviewer, on=DAY)

    assert (contract.total_fen, contract.reviewed_by, contract.examined_by) == (
        9_000 * WAN,
        reviewer,
        registrar,
    )


def test_the_second_person_decides_on_the_page_and_the_first_reads_why_not(client, large, officer, reviewer):
    address = f"/contracts/{large.contract.number}/changes/{large.number}/"

    assert "变更后的金额达到复核起点" in sign_in(client, officer).get(address).content.decode()
    sign_in(client, reviewer).post(address, {"decision": "decline", "reason": "没有补充协议"})

    large.refresh_from_db()
    assert (large.state, large.decided_by) == ("declined", reviewer)


def test_a_lower_total_takes_the_stated_technology_amount_along(sold, applicant, officer):
    contract = lower(sold[0], applicant, officer)

    assert (contract.total_fen, contract.trade_fen) == (WAN, WAN)


def test_a_change_that_repeats_another_registration_is_refused(applicant, university, registrar, officer):
    one, two = (
        registered(by=applicant, buyer=university, registrar=registrar, project_name=name) for name in "甲乙"
    )

    with pytest.raises(Refusal, match=one.number):
        amend(two, applicant, officer, DAY, project_name="甲")


def test_an_end_before_the_beginning_is_refused(sold, applicant, officer):
    with pytest.raises(Refusal) as refusal:
        amend(sold[0], applicant, officer, ends_on=date(2018, 1, 1))

    assert refusal.value.field == "ends_on"


def test_what_is_not_sent_leaves_its_batch_and_is_found_anew(sold, confirmed, make, applicant, officer):
    batch = make()
    lower(sold[2], applicant, officer, on=ON, yuan=500_000)

    assert Subsidy.objects.get(contract=sold[2]).state == "dropped"
    assert batch.payments.exclude(state="dropped").count() == 2
    [grant] = queries.proposal("seller", year=2018, on=ON).grants
    assert (grant.number, grant.sheet.amount_fen) == (sold[2].number, 5_000_000)


def test_a_higher_total_leaves_what_was_granted(sold, confirmed, make, applicant, officer):
    make()
    lower(sold[0], applicant, officer, on=ON, yuan=1_000_000)

    assert Subsidy.objects.get(contract=sold[0]).state == "granted"


@pytest.fixture
def lowered(sold, confirmed, make, applicant, officer, leader, finance):
    """Give the recovery of half a subsidy whose contract became worth less after it was paid."""
    pay(make(), officer=officer, leader=leader, finance=finance, account_of=applicant)
    lower(sold[2], applicant, officer, on=city_today(), yuan=500_000)
    return Recovery.objects.get()


def come_back(recovery, officer, finance, reference):
    """Let everything come back that is asked for."""
    today = city_today()
    recovery.refresh_from_db()
    recovery = payments.demand_recovery(
        recovery=recovery, by=officer, on=today, due_on=today + timedelta(days=9)
    )
    payments.receive_recovery(
        recovery=recovery,
        amount_fen=recovery.left_fen,
        received_on=today,
        bank_reference=reference,
        by=finance,
    )


def test_of_what_was_paid_the_rest_comes_back(lowered, sold, officer, finance):
    assert lowered.amount_fen == 10_000_000 - 5_000_000

    come_back(lowered, officer, finance, "TH1")

    lowered.refresh_from_db()
    assert (lowered.state, Subsidy.objects.get(contract=sold[2]).state) == ("closed", "paid")
    assert [*odd_subsidies(), *odd_payments()] == []


def test_what_is_at_the_bank_comes_back_when_it_arrives(
    sold, confirmed, make, applicant, officer, leader, finance, monkeypatch
):
    take = payments.take_answers

    def after_the_change(**words):
        lower(sold[2], applicant, officer, on=city_today(), yuan=500_000)
        assert Subsidy.objects.get(contract=sold[2]).state == "granted"
        return take(**words)

    monkeypatch.setattr(payments, "take_answers", after_the_change)
    pay(make(), officer=officer, leader=leader, finance=finance, account_of=applicant)

    assert Recovery.objects.get().amount_fen == 5_000_000
    assert Subsidy.objects.get(contract=sold[2]).state == "recovering"


def sent_back(batch, meanwhile, monkeypatch, **people):
    """Let something happen while a batch is at the bank, which then sends every payment back."""

    def take(*, answers, by):
        meanwhile()
        back = [
            payments.Answer(each.number, each.amount_fen, "rejected", reject_reason="户名不符")
            for each in answers
        ]
        return take_answers(answers=back, by=by)  # fmt: skip

    take_answers = payments.take_answers
    monkeypatch.setattr(payments, "take_answers", take)
    monkeypatch.setattr(payments, "reconcile_batch", lambda **_words: None)
    pay(batch, account_of=people.pop("applicant"), **people)


def test_a_contract_that_ended_at_the_bank_is_never_paid_when_it_comes_back(
    sold, confirmed, make, applicant, officer, leader, finance, monkeypatch, account
):
    def cancel():
        change = actions.request_change(contract=sold[2], by=applicant, kind="cancel", reason="双方解除")
        actions.grant_change(change=change, by=officer, on=city_today())

    people = {"applicant": applicant, "officer": officer, "leader": leader, "finance": finance}
    sold[2].refresh_from_db()
    sent_back(make(), cancel, monkeypatch, **people)

    account.refresh_from_db()
    assert Subsidy.objects.get(contract=sold[2]).state == "dropped"
    assert (account.reserved_fen, Subsidy.objects.filter(state="granted").count()) == (18_000_000, 2)


def test_a_contract_worth_less_leaves_its_batch_when_it_comes_back(
    sold, confirmed, make, applicant, officer, leader, finance, monkeypatch
):
    people = {"applicant": applicant, "officer": officer, "leader": leader, "finance": finance}
    sent_back(
        make(),
        lambda: lower(sold[2], applicant, officer, on=city_today(), yuan=500_000),
        monkeypatch,
        **people,
    )

    assert Subsidy.objects.get(contract=sold[2]).state == "dropped"
    assert Subsidy.objects.filter(state="granted").count() == 2


def test_the_money_of_an_ended_contract_is_not_sent_even_if_it_waits(
    sold, confirmed, make, applicant, officer
):
    batch = make()
    payments_of = list(batch.payments.order_by("number"))
    Contract.objects.filter(pk=sold[2].pk).update(state="cancelled", ended_on=ON)
    ended = Subsidy.objects.get(contract=sold[2]).number

    [(key, why)] = no_longer_owed(payments_of).items()

    assert next(each for each in payments_of if each.pk == key).case_number == ended
    assert "已注销" in why


def test_a_contract_that_ends_after_that_gives_everything_back(lowered, sold, applicant, officer, finance):
    come_back(lowered, officer, finance, "TH1")
    sold[2].refresh_from_db()
    change = actions.request_change(contract=sold[2], by=applicant, kind="cancel", reason="双方解除")
    actions.grant_change(change=change, by=officer, on=city_today())

    lowered.refresh_from_db()
    assert (lowered.state, lowered.amount_fen, lowered.left_fen) == ("open", 10_000_000, 5_000_000)
    come_back(lowered, officer, finance, "TH2")
    assert Subsidy.objects.get(contract=sold[2]).state == "recovered"


def test_what_is_kept_of_a_cancelled_contract_is_kept_in_the_citys_language(
    lowered, sold, applicant, officer
):
    sold[2].refresh_from_db()
    change = actions.request_change(contract=sold[2], by=applicant, kind="cancel", reason="合同解除")

    with translation.override("en"):
        actions.grant_change(change=change, by=officer, on=LATER)

    lowered.refresh_from_db()
    assert lowered.ground == "合同登记已注销"
