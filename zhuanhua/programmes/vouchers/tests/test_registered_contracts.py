"""May a firm name a registered technology contract? Its own with this provider, or none: other firms' subsidies are not held by a typed number."""

from datetime import date

import pytest

from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.contracts.tests.factories import registered
from zhuanhua.programmes.vouchers import actions
from zhuanhua.programmes.vouchers.tests import factories
from zhuanhua.programmes.vouchers.tests.factories import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.vouchers.tests.factories import ON, SIGNED
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
