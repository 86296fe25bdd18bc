"""Is what looks wrong held for a person, with the reason, and does it go on only with a finding?"""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.cast import sign_in
from tests.support.papers import small_pdf
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.programmes.contracts import actions as contracts
from zhuanhua.programmes.contracts.queries import holds_of
from zhuanhua.programmes.contracts.tests.factories import registered
from zhuanhua.programmes.vouchers import actions
from zhuanhua.programmes.vouchers.models import Hold, Provider
from zhuanhua.programmes.vouchers.tests import factories
from zhuanhua.programmes.vouchers.tests.factories import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.vouchers.tests.factories import ON, SIGNED
from zhuanhua.shared.journal.queries import entries_for
from zhuanhua.shared.journal.sentences import lines_of
from zhuanhua.shared.people.models import Membership
from zhuanhua.shared.policy.queries import sheet_for
from zhuanhua.shared.policy.rules import find

pytestmark = pytest.mark.django_db


def grounds(voucher):
    return sorted(voucher.holds.values_list("ground", flat=True))


def begun(voucher, by):
    return actions.begin_voucher(voucher=voucher, by=by, on=date(2018, 4, 2))


def claim_with(invoice, *, buyer, seller, registrar):
    """Hand in a contract subsidy's claim with that invoice."""
    contract = registered(
        by=seller,
        buyer=buyer.organisation,
        registrar=registrar,
        on=SIGNED,
        signed_on=SIGNED,
        starts_on=SIGNED,
    )
    claim = contracts.start_claim(contract=contract, by=buyer, on=ON)
    contracts.save_claim(
        claim=claim,
        facts={"talent_from": date(2018, 1, 1)},
        invoices=[{"number": invoice, "issued_on": SIGNED, "amount_fen": 100}],
        slips=[{"reference": "S1", "paid_on": SIGNED, "amount_fen": 100}],
        by=buyer,
    )
    upload = SimpleUploadedFile("证书.pdf", small_pdf())
    contracts.attach_claim_paper(claim=claim, upload=upload, kind="talent_certificate", by=buyer)
    claim.refresh_from_db()
    return contracts.submit_claim(claim=claim, by=buyer)


def test_one_invoice_in_a_voucher_and_a_contract_subsidy_holds_both(
    issue, applicant, university_user, registrar, officer
):
    claim = claim_with("FP-1", buyer=applicant, seller=university_user, registrar=registrar)
    voucher = factories.redeemed(issue(), applicant, number="FP1")

    assert (grounds(voucher), voucher.holds.get().other_number) == (["invoice"], claim.number)
    unmet = [
        each["column"]
        for each in sheet_for(find("contracts.subsidy.buyer"), claim.number, ON).open_conditions
    ]
    assert "is_used_once" in unmet
    with pytest.raises(Refusal, match="有疑点没有核实"):
        actions.accept_redemption(voucher=voucher, by=officer, on=date(2018, 11, 20))


def test_a_voucher_that_comes_first_is_held_by_the_later_claim_and_neither_is_denied(
    issue, applicant, university_user, registrar, officer
):
    voucher = factories.redeemed(issue(), applicant, number="FP1")
    claim = claim_with("FP1", buyer=applicant, seller=university_user, registrar=registrar)
    sheets = [sheet_for(find("vouchers.redemption"), voucher.number, ON)]
    sheets += [sheet_for(find("contracts.subsidy.buyer"), claim.number, ON)]
    met = [
        each["met"]
        for sheet in sheets
        for each in sheet.content["conditions"]
        if each["column"] == "is_used_once"
    ]

    assert met == ["unknown", "unknown"]
    assert [hold.number for hold in holds_of(officer, claim)] == [voucher.number]
    with pytest.raises(Refusal, match="按规则兑付额是零"):
        actions.accept_redemption(voucher=voucher, by=officer, on=date(2018, 11, 20))


@pytest.mark.postgres
def test_a_voucher_is_locked_with_those_it_names_by_key_over_all(issue, applicant):
    first, second = issue(), issue(contract_number="OTHER", service_kind="testing")
    factories.redeemed(first, applicant)
    second = factories.proof(begun(second, applicant), applicant)
    with CaptureQueriesContext(connection) as asked:
        actions.redeem_voucher(voucher=second, by=applicant, on=date(2018, 11, 5))

    told = [each["sql"] for each in asked]
    anew = max(place for place, sql in enumerate(told) if sql.startswith("ROLLBACK TO SAVEPOINT"))
    locks = [sql for sql in told[anew:] if 'FROM "vouchers_voucher"' in sql and "FOR UPDATE" in sql]
    assert {first.pk, second.pk} == set(map(int, re.findall(r"\bIN \((.+?)\)", locks[0])[0].split(", ")))
    assert "ORDER BY 1 ASC FOR UPDATE" in locks[0]
    assert (grounds(first), grounds(second)) == (["invoice", "slip"], ["invoice", "slip"])


def test_both_cases_are_named_to_those_who_may_see_them(
    client, issue, applicant, university_user, registrar, officer, district_user
):
    claim = claim_with("FP1", buyer=applicant, seller=university_user, registrar=registrar)
    voucher = factories.redeemed(issue(), applicant)
    seen = {}
    for person in (applicant, officer, district_user):
        page = sign_in(client, person).get(f"/vouchers/{voucher.number}/").content.decode()
        seen[person.username] = claim.number in page
    there = sign_in(client, officer).get(f"/contracts/subsidies/{claim.number}/").content.decode()

    assert (seen, voucher.number in there) == ({"applicant": True, "officer": True, "district": False}, True)


def test_a_cleared_doubt_lets_the_voucher_go_on_and_is_not_raised_again(
    issue, applicant, university_user, registrar, officer
):
    claim_with("FP1", buyer=applicant, seller=university_user, registrar=registrar)
    voucher = factories.redeemed(issue(), applicant)
    hold = actions.clear_hold(hold=voucher.holds.get(), finding="另一张发票，号码录错", by=officer, on=ON)
    with pytest.raises(Conflict, match="已经核实"):
        actions.clear_hold(hold=hold, finding="x", by=officer, on=ON)

    assert actions.accept_redemption(voucher=voucher, by=officer, on=date(2018, 11, 20)).state == "accepted"
    assert Hold.objects.count() == 1


def test_a_doubt_is_not_cleared_without_a_finding(applicant, provider, officer):
    Provider.objects.update(controller="孟清和")
    voucher = factories.submitted(applicant, provider)
    with pytest.raises(Refusal, match="没有写核实结果"):
        actions.clear_hold(hold=voucher.holds.get(), finding=" ", by=officer, on=ON)


def test_one_person_acting_for_both_sides_is_a_doubt(applicant, provider):
    Membership.objects.create(
        person=applicant, organisation=provider.organisation, role="university", since_on=ON
    )

    assert grounds(factories.submitted(applicant, provider)) == ["related"]


def test_declared_relations_are_refused_at_once(applicant, provider):
    voucher = factories.draft(applicant, provider, is_apart=False)
    with pytest.raises(Refusal, match="不是关联方"):
        actions.submit_voucher(voucher=voucher, by=applicant, on=ON)


def test_two_contracts_in_a_month_with_one_provider_are_both_held(applicant, provider):
    first = factories.submitted(applicant, provider)
    second = factories.submitted(applicant, provider, contract_number="B", signed_on=date(2018, 2, 20))

    assert (grounds(first), grounds(second)) == (["split"], ["split"])


def test_other_services_of_the_same_provider_are_no_doubt(applicant, provider):
    factories.submitted(applicant, provider)

    assert (
        grounds(factories.submitted(applicant, provider, contract_number="B", service_kind="testing")) == []
    )


def test_the_same_contract_of_another_firm_is_refused_without_naming_it(applicant, provider):
    other = factories.second_firm()
    factories.submitted(other, provider)
    with pytest.raises(Conflict, match="已经申领过创新券") as told:
        factories.submitted(applicant, provider)
    assert "2018-CX" not in str(told.value)


def test_one_bank_slip_proves_one_firms_payment(issue, applicant, officer):
    two = factories.second_firm(61)
    one = factories.redeemed(issue(), applicant, number="FP1")
    other = begun(issue(by=two, contract_number="QM-2"), two)
    factories.proof(other, two, number="FP2")
    other.slips.update(reference="ＹＨ-FP1")
    other = actions.redeem_voucher(voucher=other, by=two, on=date(2018, 11, 5))

    assert (grounds(other), other.holds.get().other_number) == (["slip"], one.number)
    with pytest.raises(Refusal, match="有疑点没有核实"):
        actions.accept_redemption(voucher=other, by=officer, on=date(2018, 11, 20))


def test_the_history_names_the_system_as_the_finder_and_no_other_firm(client, issue, applicant):
    two = factories.second_firm(61)
    one = factories.redeemed(issue(), applicant, number="FP1")
    other = begun(issue(by=two, contract_number="QM-2"), two)
    factories.proof(other, two, number="FP1")
    actions.redeem_voucher(voucher=other, by=two, on=date(2018, 11, 5))

    lines = [
        [
            line
            for line in lines_of(entries_for(person, each.case_kind, each.number))
            if "疑点" in line["sentence"]
        ]
        for person, each in ((applicant, one), (two, other))
    ]
    page = sign_in(client, applicant).get(f"/vouchers/{one.number}/").content.decode()
    assert [[line["actor"] for line in found] for found in lines] == [["系统", "系统"], ["系统"]]
    assert (
        lines[1][0]["sentence"] == "自动比对发现疑点，暂停办理：发票也在别的申请里、银行凭证也在别的申请里。"
    )
    assert (two.name in page, "起。由科技局创新券经办核实" in page) == (False, True)


@pytest.mark.parametrize("lines", ["invoices", "slips"])
def test_one_paper_in_two_spellings_is_refused_inside_one_redemption(issue, applicant, lines):
    voucher = begun(issue(), applicant)
    key = {"invoices": "number", "slips": "reference"}[lines]
    day = {"invoices": "issued_on", "slips": "paid_on"}[lines]
    twice = [{key: name, day: SIGNED, "amount_fen": 100} for name in ("1234 5678", "12345678")]

    with pytest.raises(Refusal, match="写了两次"):
        actions.save_redemption(
            voucher=voucher, **{"invoices": [], "slips": [], lines: twice}, outcome={}, by=applicant, on=ON
        )
