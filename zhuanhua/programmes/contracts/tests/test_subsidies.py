"""Is a subsidy found by the rule, granted as it was seen, paid once, and taken back when its contract ends?"""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.contracts import actions, queries
from zhuanhua.programmes.contracts.models import Subsidy
from zhuanhua.programmes.contracts.tests.money import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.contracts.tests.money import ON, pay
from zhuanhua.shared.figures.queries import value
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.payments.models import Batch, Recovery
from zhuanhua.shared.policy.models import Verdict
from zhuanhua.shared.workflow.models import Publicity

pytestmark = [pytest.mark.django_db, pytest.mark.proof("R1")]


@pytest.fixture
def batch(sold, confirmed, make):
    """Give the batch of all three contracts."""
    return make()


@pytest.fixture
def paid(batch, officer, leader, finance, applicant):
    """Give the batch when everything has reached the firm."""
    pay(batch, officer=officer, leader=leader, finance=finance, account_of=applicant)
    return batch


def cancel(contract, applicant, officer, on=date(2019, 3, 1)):
    """End a registration as its parties ask."""
    change = actions.request_change(contract=contract, by=applicant, kind="cancel", reason="双方解除")
    actions.grant_change(change=change, by=officer, on=on)


def states() -> list[str]:
    """Give the states of all subsidies in order."""
    return list(Subsidy.objects.order_by("number").values_list("state", flat=True))


def test_the_rule_finds_what_a_firm_did_not_ask_for(sold, confirmed):
    seen = queries.proposal("seller", year=2018, on=ON)
    assert [(each.contract.number, each.sheet.amount_fen) for each in seen.grants] == [
        (contract.number, amount)
        for contract, amount in zip(sold, (9_000_000, 9_000_000, 10_000_000), strict=True)
    ]
    assert (seen.payees, seen.total_fen, seen.unconfirmed) == (1, 28_000_000, ())


def test_a_firm_sees_its_own_and_a_rival_nothing(sold, applicant, rival):
    on = date(2018, 12, 31)
    assert [each.sheet.amount_fen for each in queries.entitlements(applicant, year=2018, on=on)] == [
        9_000_000,
        9_000_000,
        10_000_000,
    ]
    assert queries.entitlements(rival, year=2018, on=on) == []


def test_nothing_is_granted_on_values_that_nobody_confirmed(sold, make):
    with pytest.raises(Refusal, match="没有核对过原文"):
        make()
    assert (Subsidy.objects.count(), Batch.objects.count()) == (0, 0)


def test_a_batch_keeps_sheets_and_sets_money_aside(batch, account):
    account.refresh_from_db()
    assert (account.reserved_fen, account.available_fen) == (28_000_000, 2_000_000)
    assert [
        (each.amount_fen, each.city_fen, each.district_fen) for each in Subsidy.objects.order_by("number")
    ] == [
        (9_000_000, 9_000_000, 0),
        (9_000_000, 9_000_000, 0),
        (10_000_000, 10_000_000, 0),
    ]
    assert Verdict.objects.filter(case_kind="contract_subsidy").count() == 3


def test_the_same_key_makes_one_batch(batch, make):
    assert (make(digest="whatever"), Subsidy.objects.count()) == (batch, 3)


def test_a_contract_is_granted_once(batch, make):
    with pytest.raises(Refusal, match="没有可以拨付的补贴"):
        make(key="two")


def test_a_list_that_has_changed_is_shown_again(sold, confirmed, make, applicant, officer):
    digest = queries.proposal("seller", year=2018, on=ON).digest
    cancel(sold[0], applicant, officer, on=date(2018, 12, 1))
    with pytest.raises(Conflict, match="名单在您查看以后有变化"):
        make(digest=digest)


def test_only_who_prepares_makes_a_batch(sold, confirmed, make, registrar):
    with pytest.raises(Forbidden):
        make(by=registrar)


def test_beyond_the_budget_nothing_is_granted(sold, confirmed, make, account, finance):
    from zhuanhua.shared.ledger.actions import allocate

    allocate(account=account, amount_fen=-3_000_000, by=finance, key="less", on=ON, reason="收回")
    with pytest.raises(Refusal, match=r"市级财政只剩27\.00万元，不够28\.00万元"):
        make()
    assert (Subsidy.objects.count(), Verdict.objects.filter(case_kind="contract_subsidy").count()) == (0, 0)


def test_what_was_granted_counts_against_the_yearly_cap(paid, applicant, university, registrar):
    from zhuanhua.programmes.contracts.tests.factories import registered

    for place in range(3):
        on = date(2018, 12, 12)
        contract = registered(
            by=applicant, buyer=university, registrar=registrar, on=on, total_fen=200_000_000,
            project_name=f"年末装置{place}", signed_on=on, starts_on=on,
        )  # fmt: skip
        contract.seller_district = contract.buyer_district = "210112"
        contract.save(update_fields=["seller_district", "buyer_district"])
    seen = queries.proposal("seller", year=2018, on=date(2018, 12, 31))
    assert [each.sheet.amount_fen for each in seen.grants] == [10_000_000, 10_000_000, 2_000_000]


def test_paid_subsidies_are_counted(paid, account):
    account.refresh_from_db()
    assert (states(), account.paid_fen) == (["paid"] * 3, 28_000_000)
    assert [value(f"contracts.subsidy.{code}", year=2018).value for code in ("units", "count", "amount")] == [
        1,
        3,
        28_000_000,
    ]


def test_a_dropped_subsidy_is_found_anew(batch, officer, make):
    payments.drop_payment(payment=batch.payments.first(), by=officer, reason="有异议", on=ON)
    assert states() == ["dropped", "granted", "granted"]
    assert make(key="two").payments.count() == 1


def test_an_ended_contract_leaves_a_batch_that_is_not_approved(batch, sold, applicant, officer, account):
    cancel(sold[2], applicant, officer)
    account.refresh_from_db()
    assert (states(), account.reserved_fen) == (["granted", "granted", "dropped"], 18_000_000)


def test_an_ended_contract_is_not_sent_to_the_bank(batch, sold, applicant, officer, leader, finance):
    payments.publish_batch(batch=batch, by=officer, on=ON)
    Publicity.objects.filter(pk=batch.publicity_id).update(ends_on=ON, closed_on=ON)
    batch.publicity.refresh_from_db()
    payments.submit_batch(batch=batch, by=officer, on=date(2018, 12, 20))
    payments.approve_batch(batch=batch, by=leader, on=date(2018, 12, 21))
    cancel(sold[2], applicant, officer)
    payments.set_bank_account(
        organisation=applicant.organisation, account_name=applicant.organisation.name, bank_name="启明银行",
        bank_account="622200001234", by=applicant,
    )  # fmt: skip
    file = payments.send_batch(batch=batch, by=finance, on=date(2019, 3, 2))
    assert (states(), file.count, file.total_fen) == (["granted", "granted", "dropped"], 2, 18_000_000)


def test_an_ended_contract_that_was_paid_is_taken_back(paid, sold, applicant, officer, finance, account):
    cancel(sold[2], applicant, officer)
    recovery = Recovery.objects.get()
    assert (states(), recovery.amount_fen, recovery.state) == (
        ["paid", "paid", "recovering"],
        10_000_000,
        "open",
    )
    payments.demand_recovery(recovery=recovery, by=officer, on=date(2019, 3, 2), due_on=date(2019, 4, 2))
    payments.receive_recovery(
        recovery=recovery,
        amount_fen=10_000_000,
        received_on=date(2019, 3, 20),
        bank_reference="BACK",
        by=finance,
    )
    account.refresh_from_db()
    assert (states(), account.paid_fen) == (["paid", "paid", "recovered"], 18_000_000)


def test_what_cannot_be_had_is_written_off_and_the_subsidy_stands_as_paid(
    paid, sold, applicant, officer, leader, finance
):
    cancel(sold[2], applicant, officer)
    recovery = Recovery.objects.get()
    payments.demand_recovery(recovery=recovery, by=officer, on=date(2019, 3, 2), due_on=date(2019, 4, 2))
    payments.receive_recovery(
        recovery=recovery, amount_fen=4_000_000, received_on=date(2019, 3, 20), bank_reference="BACK", by=finance
    )  # fmt: skip
    recovery.refresh_from_db()
    payments.waive_recovery(recovery=recovery, by=leader, reason="破产终结")

    assert (states(), recovery.state) == (["paid", "paid", "paid"], "waived")


def test_what_was_taken_back_is_never_granted_again(paid, sold, applicant, officer, make):
    cancel(sold[2], applicant, officer)
    with pytest.raises(Refusal, match="没有可以拨付的补贴"):
        make(key="two", on=date(2018, 12, 31))


def test_a_contract_that_ends_while_at_the_bank_comes_back_when_paid(
    batch, sold, applicant, officer, leader, finance
):
    from zhuanhua.programmes.contracts.tests import money

    def end_it(**_kept):
        cancel(sold[2], applicant, officer)

    original, money.payments.take_answers = (
        money.payments.take_answers,
        lambda **kept: (end_it(), original(**kept)),
    )
    try:
        pay(batch, officer=officer, leader=leader, finance=finance, account_of=applicant)
    finally:
        money.payments.take_answers = original
    assert (states(), Recovery.objects.get().amount_fen) == (["paid", "paid", "recovering"], 10_000_000)


@pytest.mark.parametrize("change", [{"city_fen": 1}, {"amount_fen": 0}, {"verdict": None}, {"scheme": "odd"}])
def test_the_database_keeps_subsidies_whole(batch, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Subsidy.objects.filter(pk=Subsidy.objects.first().pk).update(**change)


def test_the_database_grants_a_contract_once(batch):
    first = Subsidy.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Subsidy.objects.filter(pk=Subsidy.objects.last().pk).update(contract=first.contract)
