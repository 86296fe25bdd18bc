"""May a firm name a registered technology contract? Its own with this provider, or none: other firms' subsidies are not held by a typed number."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.contracts.actions.importing import import_registered
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.tests.factories import registered
from zhuanhua.programmes.contracts.tests.test_confirming import confirm
from zhuanhua.programmes.contracts.tests.test_importing import a_registered_row
from zhuanhua.programmes.vouchers import actions, queries
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.programmes.vouchers.tests import factories
from zhuanhua.programmes.vouchers.tests.factories import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.vouchers.tests.factories import ON, SIGNED, WAN
from zhuanhua.shared.payments.actions import take_papers
from zhuanhua.shared.payments.models import OfferedPaper

pytestmark = pytest.mark.django_db
DATED = {"on": SIGNED, "signed_on": SIGNED, "starts_on": SIGNED}


@pytest.fixture
def own(applicant, provider, university_user, registrar):
    """Give the contract that the applicant's firm bought from the provider."""
    return registered(by=university_user, buyer=applicant.organisation, registrar=registrar, **DATED)


@pytest.fixture
def strange(applicant, rival_firm, registrar):
    """Give a contract that the applicant's firm sold to somebody else: it is no service of the provider."""
    return registered(by=applicant, buyer=rival_firm, registrar=registrar, **DATED)


@pytest.fixture
def row(applicant, provider):
    """Give a row of the national system: what the applicant's firm bought from the provider."""
    sides = {"seller": provider.organisation, "buyer": applicant.organisation}
    named = {f"{side}_{name}": getattr(one, name) for side, one in sides.items() for name in ("uscc", "name")}
    return a_registered_row(signed_on=SIGNED, registered_on=ON, starts_on=SIGNED, **named)


@pytest.fixture
def entered(row, officer):
    """Give the contract of that row, which nobody has confirmed."""
    import_registered(rows=[row], by=officer)
    return Contract.objects.get()


def met(sheet, column="registration_is_confirmed"):
    """Say how the sheet stands with the registration."""
    return {each["column"]: each["met"] for each in sheet.content["conditions"]}[column]


def end(contract, state):
    Contract.objects.filter(pk=contract.pk).update(state=state, ended_on=ON)


def papers():
    return list(OfferedPaper.objects.filter(paper="contract").values_list("typed", flat=True))


def test_ones_own_contract_with_the_provider_is_offered_in_any_spelling(applicant, provider, own):
    typed = f"№ {own.registration_number[:4]} {own.registration_number[4:]}"
    voucher = factories.submitted(applicant, provider, registration_number=typed)

    assert (voucher.state, papers()) == ("submitted", [typed])


@pytest.mark.parametrize("typed", ["strange", "2018210111999999"])
def test_a_number_of_others_and_a_number_of_nobody_are_refused_alike(applicant, provider, strange, typed):
    number = strange.registration_number if typed == "strange" else typed
    voucher = factories.draft(applicant, provider, registration_number=number)
    with pytest.raises(Refusal) as told:
        actions.submit_voucher(voucher=voucher, by=applicant, on=ON)

    assert told.value.field == "registration_number"
    assert str(told.value).startswith(f"技术合同登记编号{number}不是本单位和这家服务机构之间的合同。")
    assert papers() == []


def test_the_other_firms_own_contract_with_the_same_provider_is_refused_too(applicant, provider, own):
    other = factories.second_firm()
    voucher = factories.draft(other, provider, registration_number=own.registration_number)
    with pytest.raises(Refusal, match="不是本单位和这家服务机构之间的合同"):
        actions.submit_voucher(voucher=voucher, by=other, on=ON)


def test_a_contract_that_was_subsidised_as_technology_is_refused(applicant, provider, own):
    take_papers(
        papers=[(("contract", own.number), "contract", own.registration_number)], on=date(2018, 3, 19)
    )
    voucher = factories.draft(applicant, provider, registration_number=own.registration_number)
    with pytest.raises(Refusal, match="没有享受过别的补贴"):
        actions.submit_voucher(voucher=voucher, by=applicant, on=ON)


def test_a_registration_that_nobody_confirmed_waits_and_no_voucher_is_issued(
    issue, entered, reviewer, officer, account
):
    with pytest.raises(Refusal, match=r"按今天的规则不能发券。.*还没有第二人核对.*复核员核对") as told:
        issue(registration_number=entered.registration_number)
    voucher = Voucher.objects.get()
    sheet = queries.application_sheet(voucher, ON)
    assert (told.value.code, voucher.state, met(sheet), sheet.held_fen) == (
        "unmet",
        "in_review",
        "unknown",
        5 * WAN,
    )

    confirm(entered, by=reviewer)

    assert met(queries.application_sheet(voucher, ON)) == "yes"
    voucher = actions.issue_voucher(voucher=voucher, account=account, by=officer, on=ON)
    assert (voucher.state, voucher.face_fen) == ("issued", 5 * WAN)


def test_any_spelling_of_the_number_waits(applicant, provider, entered):
    typed = f"№ {entered.registration_number[:4]} {entered.registration_number[4:]}"
    voucher = factories.submitted(applicant, provider, registration_number=typed)

    assert met(queries.application_sheet(voucher, ON)) == "unknown"


def test_what_a_workbook_changed_after_issue_waits_before_it_is_redeemed(
    issue, entered, row, applicant, officer, reviewer
):
    confirm(entered, by=reviewer)
    voucher = factories.redeemed(issue(registration_number=entered.registration_number), applicant)
    import_registered(rows=[row | {"field": "07"}], by=officer)

    with pytest.raises(Refusal, match=r"填了技术合同登记编号的，登记已由第二人核对.*复核员核对") as told:
        actions.accept_redemption(voucher=voucher, by=officer, on=date(2018, 11, 20))
    assert (told.value.code, met(queries.redemption_sheet(voucher, ON))) == ("unmet", "unknown")

    confirm(Contract.objects.get(), by=reviewer)
    voucher = actions.accept_redemption(voucher=voucher, by=officer, on=date(2018, 11, 20))
    assert (voucher.state, voucher.redeem_fen) == ("accepted", 5 * WAN)


@pytest.mark.parametrize("whose", ["nobodys", "own", "none"])
def test_a_number_that_is_no_imported_contract_of_the_two_has_nothing_to_wait_for(
    applicant, provider, own, whose
):
    typed = {"nobodys": "2018210111999999", "own": own.registration_number, "none": ""}[whose]
    voucher = factories.draft(applicant, provider, registration_number=typed)

    assert met(queries.application_sheet(voucher, ON)) == "yes"


def test_a_draft_does_not_tell_whether_another_firms_registration_was_confirmed(applicant, provider, entered):
    other = factories.second_firm()
    draft = factories.draft(other, provider, registration_number=entered.registration_number)
    ones_own = factories.draft(applicant, provider, registration_number=entered.registration_number)

    assert met(queries.application_sheet(draft, ON)) == "yes"
    assert met(queries.application_sheet(ones_own, ON)) == "unknown"


def test_a_replay_asks_as_often_for_many_applications_as_for_one(applicant, provider, entered, row, officer):
    second = row | {"registration_number": "2018210111000002", "project_name": "另一项"}
    import_registered(rows=[second], by=officer)
    asked = []
    for number in (row["registration_number"], second["registration_number"]):
        factories.submitted(applicant, provider, registration_number=number, contract_number=number)
        with CaptureQueriesContext(connection) as reading:
            rows = queries.application_rows(ON)
        asked.append(([each["is_confirmed"] for each in rows], len(reading)))

    assert asked == [([False], asked[0][1]), ([False, False], asked[0][1])]


@pytest.mark.parametrize("state", ["cancelled", "revoked"])
@pytest.mark.parametrize("whose", ["own", "entered"])
def test_a_registration_that_has_ended_is_not_handed_in(request, applicant, provider, state, whose):
    contract = request.getfixturevalue(whose)
    end(contract, state)
    voucher = factories.draft(applicant, provider, registration_number=contract.registration_number)
    with pytest.raises(Refusal, match="已经注销或者撤销") as told:
        actions.submit_voucher(voucher=voucher, by=applicant, on=ON)

    assert (told.value.code, told.value.field) == ("ended", "registration_number")
    assert "留空" in told.value.way_out
    assert papers() == []


def test_of_another_firms_registration_that_has_ended_nothing_is_told(applicant, provider, strange):
    end(strange, "revoked")
    voucher = factories.draft(applicant, provider, registration_number=strange.registration_number)
    with pytest.raises(Refusal, match="不是本单位和这家服务机构之间的合同"):
        actions.submit_voucher(voucher=voucher, by=applicant, on=ON)


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_registration_that_ended_after_handing_in_is_not_waited_for(
    issue, entered, reviewer, is_confirmed, applicant, provider
):
    if is_confirmed:
        confirm(entered, by=reviewer)
    voucher = factories.submitted(applicant, provider, registration_number=entered.registration_number)
    end(entered, "revoked")

    sheet = queries.application_sheet(voucher, ON)
    assert (met(sheet, "registration_stands"), met(sheet), sheet.held_fen) == ("no", "yes", 0)
    [row] = queries.application_rows(ON)
    assert (row["is_confirmed"], row["has_ended"]) == (None, True)


def test_no_voucher_is_issued_on_a_registration_that_has_ended(
    applicant, provider, own, district_user, officer, account, confirmed
):
    voucher = factories.passed(
        applicant, provider, district_user, registration_number=own.registration_number
    )
    end(own, "cancelled")
    with pytest.raises(Refusal, match="按今天的规则不能发券") as told:
        actions.issue_voucher(voucher=voucher, account=account, by=officer, on=ON)
    assert ("核对" in told.value.way_out, "判定表" in told.value.way_out) == (False, True)


def test_what_ended_after_issue_is_not_redeemed(issue, own, applicant, officer):
    voucher = factories.redeemed(issue(registration_number=own.registration_number), applicant)
    end(own, "revoked")

    with pytest.raises(Refusal, match=r"登记没有注销、撤销.*不予兑付") as told:
        actions.accept_redemption(voucher=voucher, by=officer, on=date(2018, 11, 20))
    sheet = queries.redemption_sheet(voucher, ON)
    assert (told.value.code, met(sheet, "registration_stands"), sheet.held_fen) == ("unmet", "no", 0)
