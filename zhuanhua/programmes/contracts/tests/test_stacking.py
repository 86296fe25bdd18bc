"""Does another application hold a subsidy for a person, and only what was used deny it? What a third party types is no fact."""

from datetime import date

import pytest

from tests.support.cast import sign_in
from zhuanhua.programmes.contracts import queries
from zhuanhua.programmes.contracts.models import Subsidy
from zhuanhua.programmes.contracts.tests.money import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.contracts.tests.money import ON
from zhuanhua.shared.payments.actions import end_papers, offer_papers, use_papers
from zhuanhua.shared.policy.queries import sheet_for
from zhuanhua.shared.policy.rules import find

pytestmark = pytest.mark.django_db
VOUCHER = ("voucher", "2018-CX-00077")


@pytest.fixture
def named(sold):
    """Give a contract whose number stands in another programme's application."""
    offer_papers(case=VOUCHER, papers=[("contract", sold[0].registration_number)], on=date(2018, 9, 3))
    return sold[0]


def judged(contract):
    """Give what the sheet says of other schemes, what is due, and what waits."""
    sheet = sheet_for(find("contracts.subsidy.seller"), contract.number, ON)
    [once] = [each["met"] for each in sheet.content["conditions"] if each["column"] == "is_used_once"]
    return once, sheet.amount_fen, sheet.held_fen


def granted(year=2018):
    return [grant.number for grant in queries.proposal("seller", year=year, on=ON).grants]


def test_a_contract_merely_named_elsewhere_waits_and_is_not_denied(named, sold, confirmed):
    assert judged(named) == ("unknown", 0, 9_000_000)
    assert granted() == [each.number for each in sold[1:]]


def test_a_contract_used_elsewhere_is_denied(named, confirmed):
    use_papers(cases=[VOUCHER])

    assert judged(named) == ("no", 0, 0)


def test_once_the_other_application_ends_the_subsidy_is_there_again(named, sold, confirmed):
    end_papers(cases=[VOUCHER])

    assert judged(named) == ("yes", 9_000_000, 0)
    assert granted() == [each.number for each in sold]


def test_the_firm_sees_what_waits_and_why_and_not_whose_it_is(client, named, confirmed, applicant):
    page = sign_in(client, applicant).get(f"/contracts/{named.number}/entitlement/").content.decode()
    listed = client.get("/contracts/subsidies/mine/?year=2018").content.decode()

    for words in ("这份合同也在另一项申请里。", "待定：待定的条件了结", "9.00"):
        assert words in page
    assert (VOUCHER[1] in page, "90,000.00" in listed) == (False, True)


def test_the_officer_finds_it_beside_the_batch_with_the_reason(client, named, confirmed, officer):
    asked = {"scheme": "seller", "year": "2018", "on": "2018-12-10"}
    answer = sign_in(client, officer).get("/contracts/subsidies/proposal/", asked)

    assert [each.number for each in answer.context["seen"].waiting] == [named.number]
    assert f"/contracts/{named.number}/entitlement/#holds" in answer.content.decode()


@pytest.mark.parametrize(
    ("state", "once"), [("draft", "yes"), ("submitted", "unknown"), ("accepted", "unknown")]
)
def test_the_buyers_claim_holds_the_seller_and_does_not_deny_him(sold, university, applicant, state, once):
    accepted = {"accepted_by": applicant, "accepted_on": ON, "acceptance_number": 2018000001}
    Subsidy.objects.create(
        number="2018-BT-00009", state=state, scheme="buyer", contract=sold[0], payee=university, year=2018,
        claimed_by=applicant, **accepted if state == "accepted" else {},
    )  # fmt: skip

    assert judged(sold[0])[0] == once
