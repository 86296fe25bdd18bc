"""Does a voucher go from application to money, and does every fen of it stand in the ledger?"""

from datetime import date

import pytest

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.vouchers import actions
from zhuanhua.programmes.vouchers.models import Allowance, Voucher
from zhuanhua.programmes.vouchers.pages.offers import offers_for
from zhuanhua.programmes.vouchers.tests import factories
from zhuanhua.programmes.vouchers.tests.factories import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.vouchers.tests.factories import ON, WAN
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.ledger.verifying import verify
from zhuanhua.shared.payments.actions import drop_payment, receive_recovery, waive_recovery
from zhuanhua.shared.workflow.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.proof("R1")]


def money(account):
    account.refresh_from_db()
    return account.available_fen // WAN, account.reserved_fen // WAN, account.paid_fen // WAN


def batch_of(voucher, account, officer, key="one"):
    return actions.grant_vouchers(
        numbers=[voucher.number], account=account, title="第一批", by=officer, key=key, on=date(2018, 12, 3)
    )


@pytest.fixture
def paid(issue, applicant, account, officer, leader, finance):
    """Give a voucher of 50,000 that was redeemed in full and paid."""
    voucher = factories.redeemed(issue(), applicant)
    voucher = actions.accept_redemption(voucher=voucher, by=officer, on=date(2018, 11, 20))
    batch = batch_of(voucher, account, officer)
    factories.pay(batch, officer=officer, leader=leader, finance=finance, payee=applicant)
    voucher.refresh_from_db()
    return voucher


def test_a_voucher_is_paid_out_of_its_own_reservation(paid, account):
    assert (paid.state, paid.paid_on, paid.redeem_fen) == ("paid", date(2018, 12, 20), 5 * WAN)
    assert money(account) == (25, 0, 5)
    assert verify().first is None


def test_issuing_sets_number_deadlines_and_money_in_one_step(issue, account):
    voucher = issue()

    assert (voucher.state, voucher.voucher_number, voucher.face_fen) == ("issued", "2018-Q-00001", 5 * WAN)
    assert (voucher.use_by, voucher.redeem_by) == (date(2019, 3, 20), date(2019, 6, 20))
    assert money(account) == (25, 5, 0)


def test_what_the_proof_does_not_carry_goes_back_at_once(issue, applicant, officer, account):
    voucher = factories.redeemed(issue(), applicant, amount_fen=8 * WAN)
    voucher = actions.accept_redemption(voucher=voucher, by=officer, on=date(2018, 11, 20))

    assert (voucher.redeem_fen, voucher.rest_fen, money(account)) == (4 * WAN, WAN, (26, 4, 0))
    assert Allowance.objects.get().taken_fen == 4 * WAN


def test_a_voucher_given_back_restores_budget_and_limit(issue, applicant, account):
    voucher = actions.give_back_voucher(voucher=issue(), by=applicant, on=ON, reason="项目取消")

    assert (voucher.state, money(account), Allowance.objects.get().taken_fen) == ("returned", (30, 0, 0), 0)


@pytest.mark.parametrize("state", ["in_use", "redeeming"])
def test_a_voucher_in_use_cannot_be_given_back(issue, applicant, state):
    voucher = actions.begin_voucher(voucher=issue(), by=applicant, on=ON)
    if state == "redeeming":
        voucher = factories.redeemed(voucher, applicant)

    with pytest.raises(Conflict, match="不能“退券”"):
        actions.give_back_voucher(voucher=voucher, by=applicant, on=ON, reason="不用了")


def test_a_voucher_is_redeemed_once(issue, applicant):
    voucher = actions.begin_voucher(voucher=issue(), by=applicant, on=ON)
    factories.proof(voucher, applicant)
    first, second = (Voucher.objects.get(pk=voucher.pk) for _time in "ab")
    done = actions.redeem_voucher(voucher=first, by=applicant, on=date(2018, 11, 5))

    with pytest.raises(Conflict, match=f"已经申请过兑付，回执{done.receipt_number}"):
        actions.redeem_voucher(voucher=second, by=applicant, on=date(2018, 11, 5))


def test_after_the_deadline_nothing_is_taken(issue, applicant):
    voucher = actions.begin_voucher(voucher=issue(), by=applicant, on=ON)
    factories.proof(voucher, applicant)

    with pytest.raises(Refusal, match="兑付截止日期2019-06-20已过"):
        actions.redeem_voucher(voucher=voucher, by=applicant, on=date(2019, 6, 21))


def test_the_limit_of_a_year_is_filled_and_no_further(issue, account, finance):
    from zhuanhua.shared.ledger.actions import allocate

    allocate(account=account, amount_fen=20 * WAN, by=finance, key="more", on=ON, reason="追加")
    big = {"contract_fen": 36 * WAN, "asked_fen": 18 * WAN}
    issue(**big, contract_number="A", service_kind="research")
    second = issue(contract_number="B", service_kind="testing")

    assert second.face_fen == 2 * WAN
    with pytest.raises(Refusal, match="年度额度还有余额"):
        issue(contract_number="C", service_kind="testing", signed_on=date(2018, 1, 3))


def test_a_budget_that_is_too_small_issues_nothing(issue, account, finance):
    from zhuanhua.shared.ledger.actions import allocate

    allocate(account=account, amount_fen=-28 * WAN, by=finance, key="less", on=ON, reason="调减")
    with pytest.raises(Refusal, match="只剩2"):
        issue()
    assert (Voucher.objects.get().state, Allowance.objects.count()) == ("in_review", 0)


def test_nothing_is_issued_on_a_value_that_nobody_stands_by(
    applicant, provider, district_user, officer, account
):
    voucher = factories.passed(applicant, provider, district_user)
    with pytest.raises(Refusal, match="没有本地确认"):
        actions.issue_voucher(voucher=voucher, account=account, by=officer, on=ON)


def test_a_dropped_payment_is_set_aside_again_and_goes_in_the_next_batch(issue, applicant, officer, account):
    voucher = factories.redeemed(issue(), applicant)
    voucher = actions.accept_redemption(voucher=voucher, by=officer, on=date(2018, 11, 20))
    batch = batch_of(voucher, account, officer)
    drop_payment(payment=batch.payments.get(), by=officer, reason="公示有异议", on=date(2018, 12, 4))
    voucher.refresh_from_db()

    assert (voucher.state, money(account)) == ("accepted", (25, 5, 0))
    assert batch_of(voucher, account, officer, key="two").payments.get().amount_fen == 5 * WAN
    assert verify().first is None


def test_the_same_batch_asked_twice_is_one_batch(issue, applicant, officer, account):
    voucher = factories.redeemed(issue(), applicant)
    voucher = actions.accept_redemption(voucher=voucher, by=officer, on=date(2018, 11, 20))

    assert batch_of(voucher, account, officer) == batch_of(voucher, account, officer)
    with pytest.raises(Conflict, match="不再等待拨付"):
        batch_of(voucher, account, officer, key="two")


def test_paid_money_is_taken_back_in_whole(paid, officer, finance, account):
    from zhuanhua.shared.payments.actions import demand_recovery

    actions.recover_voucher(voucher=paid, by=officer, on=date(2019, 5, 1), reason="成果报告不实")
    recovery = paid_recovery(paid)
    demand_recovery(recovery=recovery, by=officer, on=date(2019, 5, 2), due_on=date(2019, 6, 1))
    receive_recovery(
        recovery=recovery, amount_fen=5 * WAN, received_on=date(2019, 5, 20), bank_reference="TH1", by=finance
    )
    paid.refresh_from_db()

    assert (paid.state, money(account), Allowance.objects.get().taken_fen) == ("recovered", (30, 0, 0), 0)


def called_back(voucher, officer, finance, amounts, **more):
    """Open the recovery, demand, and let the money come in parts."""
    from zhuanhua.shared.payments.actions import demand_recovery

    actions.recover_voucher(voucher=voucher, by=officer, on=date(2019, 5, 1), reason="只做了一半", **more)
    recovery = paid_recovery(voucher)
    demand_recovery(recovery=recovery, by=officer, on=date(2019, 5, 2), due_on=date(2019, 6, 1))
    for place, amount in enumerate(amounts):
        receive_recovery(
            recovery=recovery, amount_fen=amount, received_on=date(2019, 5, 20), bank_reference=f"TH{place}", by=finance
        )  # fmt: skip
    voucher.refresh_from_db()
    return voucher


def test_a_part_comes_back_the_rest_is_written_off_and_the_year_has_that_part_again(
    paid, officer, finance, leader, account
):
    voucher = called_back(paid, officer, finance, (WAN,))
    waive_recovery(recovery=paid_recovery(voucher), by=leader, reason="破产终结")
    voucher.refresh_from_db()

    assert (voucher.state, voucher.recovered_fen) == ("paid", WAN)
    assert Allowance.objects.get().taken_fen == 4 * WAN
    assert verify().first is None


def test_a_part_is_taken_back_and_the_rest_stands_as_paid(paid, officer, finance, account):
    voucher = called_back(paid, officer, finance, (WAN, WAN // 2), entitled_fen=5 * WAN - WAN * 3 // 2)

    assert (voucher.state, voucher.redeem_fen, voucher.recovered_fen) == ("paid", 5 * WAN, WAN * 3 // 2)
    account.refresh_from_db()
    assert (account.available_fen, account.paid_fen) == (26 * WAN + WAN // 2, 3 * WAN + WAN // 2)
    assert Allowance.objects.get().taken_fen == 3 * WAN + WAN // 2
    assert verify().first is None


def test_a_payment_is_called_back_once(paid, officer, finance):
    voucher = called_back(paid, officer, finance, (WAN,), entitled_fen=4 * WAN)

    with pytest.raises(Conflict, match="已经追缴过一次"):
        actions.recover_voucher(voucher=voucher, by=officer, on=date(2019, 7, 1), reason="又发现")
    voucher.refresh_from_db()
    assert voucher.state == "paid"
    assert [(each.label, each.why) for each in offers_for(voucher, officer)] == [
        ("追缴", "这张券已经追缴过一次，见“付款”。")
    ]


def test_what_was_paid_once_may_be_called_back_by_a_button(paid, officer):
    assert [(each.label, each.why) for each in offers_for(paid, officer)] == [("追缴", "")]


@pytest.mark.parametrize("entitled", [-1, 5 * WAN, 6 * WAN])
def test_what_owes_nothing_is_not_called_back(paid, officer, entitled):
    with pytest.raises(Refusal, match="应得金额须在零和已兑付的50,000") as told:
        actions.recover_voucher(voucher=paid, by=officer, on=ON, reason="x", entitled_fen=entitled)
    assert told.value.field == "entitled_fen"


def paid_recovery(voucher):
    from zhuanhua.shared.payments.queries import payment_of

    return payment_of("voucher", voucher.number).recovery


def test_who_passed_it_in_the_district_does_not_issue_it(
    applicant, provider, district_user, account, confirmed, officer
):
    voucher = factories.passed(applicant, provider, district_user)
    voucher.district_by = officer

    with pytest.raises(Forbidden, match="区县审核的人不能发券"):
        actions.issue_voucher(voucher=voucher, account=account, by=officer, on=ON)


def test_the_tasks_walk_along(applicant, provider, district_user):
    voucher = factories.submitted(applicant, provider)
    waiting = Task.objects.filter(closed_at__isnull=True, case_number=voucher.number)
    assert [each.permission for each in waiting] == ["voucher_district"]

    actions.pass_voucher(voucher=voucher, by=district_user, on=ON)
    assert [each.permission for each in waiting.all()] == ["voucher_decide"]


def test_contracts_that_were_named_from_the_first_are_told_apart(applicant, provider):
    for number in ("A-1", "A-2"):
        facts = {**factories.FACTS, "provider": provider, "contract_number": number, "signed_on": ON}
        voucher = actions.start_voucher(facts=facts, by=applicant, on=ON)
        actions.attach_paper(voucher=voucher, upload=factories.pdf(), kind="service_contract", by=applicant)
        actions.submit_voucher(voucher=voucher, by=applicant, on=ON)

    assert sorted(Voucher.objects.values_list("contract_key", flat=True)) == ["a1", "a2"]


def test_papers_of_a_redemption_are_judged_by_where_it_stands_now(issue, applicant):
    """Its page was opened before somebody else handed the proof in."""
    voucher = actions.begin_voucher(voucher=issue(), by=applicant, on=ON)
    stale = Voucher.objects.get(pk=voucher.pk)
    handed_in = factories.redeemed(voucher, applicant)
    paper = files_of(handed_in).filter(kind="result_report").first()

    with pytest.raises(Forbidden):
        actions.attach_paper(
            voucher=stale, upload=factories.pdf("补.pdf"), kind="result_report", by=applicant
        )
    with pytest.raises(Forbidden):
        actions.detach_paper(voucher=stale, paper=paper.pk, by=applicant)
