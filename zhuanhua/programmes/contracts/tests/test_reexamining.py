"""Is what is registered what was examined, and what is granted what stands registered?"""

from datetime import date

import pytest

from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.contracts import actions, queries
from zhuanhua.programmes.contracts.models import Subsidy
from zhuanhua.programmes.contracts.tests.factories import DAY, WAN, examined, paper
from zhuanhua.programmes.contracts.tests.money import *  # noqa: F403 - the fixtures of this story

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(applicant, rival_firm, registrar):
    """Give a contract that was examined at a million, and then sent back."""
    contract = examined(by=applicant, buyer=rival_firm, registrar=registrar, total_fen=100 * WAN)
    return actions.return_contract(
        contract=contract, by=registrar, on=DAY, fields={"subject": "写明验收标准"}
    )


def back(contract, applicant, registrar):
    """Hand the correction in and take it in again."""
    contract = actions.resubmit_contract(contract=contract, by=applicant, on=DAY, although_unchanged=True)
    return actions.accept_contract(contract=contract, by=registrar, on=DAY)


def test_a_corrected_contract_is_examined_anew(returned, applicant, registrar):
    actions.save_draft(
        contract=returned, values={"total_fen": 9_000 * WAN, "subject": "另一件事"}, by=applicant
    )
    contract = back(returned, applicant, registrar)

    for decide in (actions.register_contract, actions.refer_contract):
        words = {"on": DAY} if decide is actions.register_contract else {}
        with pytest.raises(Refusal, match="三项认定"):
            decide(contract=contract, by=registrar, **words)
    assert list(actions.bulk.unready([contract], by=registrar, on=DAY)) == [contract.number]
    assert (contract.verified_trade_fen, contract.examined_by) == (None, None)


def test_another_text_of_the_contract_is_examined_anew(returned, applicant, registrar):
    paper(returned, by=applicant, text=b"two")

    assert back(returned, applicant, registrar).verified_trade_fen is None


def test_a_smaller_total_than_was_verified_can_be_handed_in(returned, applicant, registrar):
    actions.save_draft(contract=returned, values={"total_fen": WAN}, by=applicant)

    assert back(returned, applicant, registrar).total_fen == WAN


def test_an_unchanged_contract_keeps_its_examination(returned, applicant, registrar):
    contract = back(returned, applicant, registrar)

    assert actions.register_contract(contract=contract, by=registrar, on=DAY).verified_trade_fen == 100 * WAN


def test_a_revoked_contract_is_granted_on_no_day(sold, confirmed, make, registrar, leader):
    contract, day = sold[2], date(2018, 10, 31)
    contract.refresh_from_db()
    notice = actions.propose_revocation(contract=contract, by=registrar, reason="骗取", on=date(2018, 6, 1))
    actions.revoke_contract(
        contract=contract, publicity=notice, by=leader, on=date(2018, 11, 1), reason="骗取登记"
    )

    assert contract.number not in [
        grant.number for grant in queries.proposal("seller", year=2018, on=day).grants
    ]
    make(on=day)
    assert not Subsidy.objects.filter(contract=contract).exists()
