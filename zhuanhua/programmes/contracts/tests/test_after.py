"""What may happen to a registration: change, cancellation, objection, revocation, royalties?"""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from tests.support.cast import sign_in
from tests.support.papers import small_pdf
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.models import Change, Contract
from zhuanhua.programmes.contracts.tests.factories import DAY, WAN, accepted, registered
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.workflow.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing(applicant, rival_firm, registrar):
    return registered(by=applicant, buyer=rival_firm, registrar=registrar)


def test_grant_change_rewrites_and_certifies_anew(standing, applicant, officer):
    change = actions.request_change(
        contract=standing,
        by=applicant,
        kind="amend",
        reason="补充协议",
        after={"total_fen": 400 * WAN, "verified_trade_fen": 390 * WAN},
    )

    contract = actions.grant_change(change=change, by=officer, on=DAY + timedelta(days=9))

    assert (contract.total_fen, contract.verified_trade_fen, contract.state) == (
        400 * WAN,
        390 * WAN,
        "registered",
    )
    assert [(one.edition, one.superseded_on is None) for one in contract.certificates.all()] == [
        (1, False),
        (2, True),
    ]


def test_request_change_without_a_change_is_refused(standing, applicant):
    with pytest.raises(Refusal):
        actions.request_change(
            contract=standing,
            by=applicant,
            kind="amend",
            reason="无",
            after={"total_fen": standing.total_fen},
        )


def test_request_change_above_total_is_refused(standing, applicant):
    with pytest.raises(Refusal) as refusal:
        actions.request_change(
            contract=standing,
            by=applicant,
            kind="amend",
            reason="错",
            after={"verified_trade_fen": 999 * WAN},
        )

    assert refusal.value.field == "verified_trade_fen"


def test_request_change_by_the_buyer_is_forbidden(standing, rival):
    with pytest.raises(Forbidden):
        actions.request_change(contract=standing, by=rival, kind="cancel", reason="想注销")


def test_grant_cancellation_ends_the_registration(standing, applicant, officer):
    change = actions.request_change(contract=standing, by=applicant, kind="cancel", reason="双方解除")

    contract = actions.grant_change(change=change, by=officer, on=DAY + timedelta(days=9))

    assert (contract.state, contract.ended_on) == ("cancelled", DAY + timedelta(days=9))


def test_change_has_one_open_application(standing, applicant):
    actions.request_change(contract=standing, by=applicant, kind="cancel", reason="双方解除")

    with pytest.raises(Refusal):
        actions.request_change(contract=standing, by=applicant, kind="cancel", reason="再来一次")


def test_change_decider_is_another_in_the_database(standing, applicant, officer):
    change = actions.request_change(contract=standing, by=applicant, kind="cancel", reason="双方解除")
    actions.decline_change(change=change, by=officer, reason="材料不全")

    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(decided_by=applicant)


def test_uphold_objection_reopens_a_refusal(applicant, rival_firm, registrar, reviewer):
    contract = accepted(by=applicant, buyer=rival_firm, registrar=registrar)
    actions.refuse_contract(contract=contract, by=registrar, on=DAY, ground="2", reason="买卖")
    objection = actions.file_objection(contract=contract, by=applicant, text="合同有明确的研发目标")

    actions.uphold_objection(objection=objection, by=reviewer, answer="异议成立，重新审核")

    contract.refresh_from_db()
    assert (objection.state, contract.state, contract.refusal_ground) == ("upheld", "accepted", "")
    task = Task.objects.get(case_number=contract.number, closed_at=None)
    assert (task.assignee, task.due_on, contract.clock_stopped_on) == (registrar, contract.due_on, None)
    assert contract.due_on > city_today()


def test_objection_by_a_stranger_is_forbidden(standing, play, agency):
    stranger = play("stranger", role="agency", organisation=agency)

    with pytest.raises(Forbidden):
        actions.file_objection(contract=standing, by=stranger, text="不服")


def test_revoke_waits_for_the_notice_and_another_person(standing, officer, leader):
    publicity = actions.propose_revocation(contract=standing, by=officer, reason="以虚假材料取得登记", on=DAY)
    with pytest.raises(Refusal):
        actions.revoke_contract(
            contract=standing, publicity=publicity, by=leader, on=DAY + timedelta(days=7), reason="属实"
        )

    actions.revoke_contract(
        contract=standing, publicity=publicity, by=leader, on=DAY + timedelta(days=8), reason="属实"
    )

    assert (standing.state, standing.ended_on) == ("revoked", DAY + timedelta(days=8))


def test_royalty_adds_to_a_provisional_contract(applicant, rival_firm, registrar):
    contract = registered(
        by=applicant, buyer=rival_firm, registrar=registrar,
        payment_form="royalty_with_fee", royalty_base="sales", royalty_bp=300, total_fen=20 * WAN,
    )  # fmt: skip

    actions.record_royalty(
        contract=contract,
        by=registrar,
        on=date(2027, 1, 16),
        received_on=date(2027, 1, 15),
        base_fen=100 * WAN,
        amount_fen=3 * WAN,
    )

    contract.refresh_from_db()
    assert (contract.total_fen, contract.verified_trade_fen) == (23 * WAN, 23 * WAN)


@pytest.mark.parametrize("received_on", [date(2027, 1, 17), DAY - timedelta(days=1)])
def test_royalty_of_tomorrow_or_from_before_the_registration_is_refused(
    applicant, rival_firm, registrar, received_on
):
    contract = registered(
        by=applicant, buyer=rival_firm, registrar=registrar,
        payment_form="royalty_with_fee", royalty_base="sales", royalty_bp=300, total_fen=20 * WAN,
    )  # fmt: skip

    with pytest.raises(Refusal) as refusal:
        actions.record_royalty(
            contract=contract, by=registrar, on=date(2027, 1, 16), received_on=received_on,
            base_fen=100 * WAN, amount_fen=3 * WAN,
        )  # fmt: skip

    assert refusal.value.field == "received_on"


@pytest.fixture
def growing(applicant, rival_firm, registrar):
    """Give a provisional contract a little below the threshold of the second review."""
    return registered(
        by=applicant, buyer=rival_firm, registrar=registrar,
        payment_form="royalty_with_fee", royalty_base="sales", royalty_bp=300, total_fen=490 * WAN,
    )  # fmt: skip


def slip():
    return SimpleUploadedFile("回单.pdf", small_pdf())


def royalty_of(contract, by, yuan_wan, file=None):
    return actions.record_royalty(
        contract=contract, by=by, on=date(2027, 1, 16), received_on=date(2027, 1, 15),
        base_fen=yuan_wan * 100 * WAN // 3, amount_fen=yuan_wan * WAN, file=file,
    )  # fmt: skip


def test_royalty_up_to_the_threshold_is_entered_by_a_second_person(growing, registrar, officer, reviewer):
    royalty_of(growing, registrar, 3)
    for person in (registrar, officer):
        with pytest.raises(Forbidden, match="请由另一位复核员登记"):
            royalty_of(growing, person, 9)
    growing.refresh_from_db()
    assert (growing.total_fen, growing.reviewed_by, growing.royalties.count()) == (493 * WAN, None, 1)

    royalty_of(growing, reviewer, 9, slip())

    growing.refresh_from_db()
    assert (growing.verified_trade_fen, growing.reviewed_by) == (502 * WAN, reviewer)


def test_royalty_up_to_the_threshold_needs_the_receipt_of_the_bank(growing, reviewer):
    with pytest.raises(Refusal, match="须附银行凭证") as refusal:
        royalty_of(growing, reviewer, 12)
    assert (refusal.value.field, growing.royalties.count()) == ("file", 0)

    royalty_of(growing, reviewer, 12, slip())

    assert [paper.kind_label for paper in files_of(growing)][-1] == "银行凭证"


@pytest.mark.parametrize("part", ["examined_by", "registered_by"])
def test_royalty_up_to_the_threshold_is_not_entered_by_who_examined_or_registered(growing, reviewer, part):
    Contract.objects.filter(pk=growing.pk).update(**{part: reviewer})

    with pytest.raises(Forbidden):
        royalty_of(growing, reviewer, 12)


def test_royalty_page_lets_the_reviewer_in_and_tells_the_registrar_why_not(
    client, growing, applicant, registrar, reviewer
):
    page, address = f"/contracts/{growing.number}/", f"/contracts/{growing.number}/royalty/"
    typed = {"received_on": growing.registered_on.isoformat(), "base_fen": "400", "amount_fen": "12"}

    assert "请由另一位复核员登记" in sign_in(client, registrar).post(address, typed).content.decode()
    assert address in sign_in(client, reviewer).get(page).content.decode()
    assert "须附银行凭证" in sign_in(client, reviewer).post(address, typed).content.decode()
    sign_in(client, reviewer).post(address, typed | {"file": slip()})

    growing.refresh_from_db()
    assert (growing.total_fen, growing.reviewed_by) == (502 * WAN, reviewer)
    assert "回单.pdf" in sign_in(client, applicant).get(page).content.decode()
    answer = sign_in(client, registrar).get(page).content.decode()
    assert address not in answer
    assert "请由另一位复核员登记" in answer


def test_royalty_that_does_not_fit_the_ratio_is_refused(applicant, rival_firm, registrar):
    contract = registered(
        by=applicant, buyer=rival_firm, registrar=registrar,
        payment_form="royalty_with_fee", royalty_base="sales", royalty_bp=300, total_fen=20 * WAN,
    )  # fmt: skip

    with pytest.raises(Refusal) as refusal:
        actions.record_royalty(
            contract=contract,
            by=registrar,
            on=date(2027, 1, 16),
            received_on=date(2027, 1, 15),
            base_fen=100 * WAN,
            amount_fen=4 * WAN,
        )

    assert refusal.value.field == "amount_fen"
