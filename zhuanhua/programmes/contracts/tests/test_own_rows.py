"""Does nobody alone vouch for what they brought in by a workbook: as a registrar, by a change, or as another party's contract?"""

from datetime import date

import pytest
from django.db import IntegrityError

from tests.support.cast import sign_in
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.actions.changes import may_decide
from zhuanhua.programmes.contracts.actions.examining import Answers
from zhuanhua.programmes.contracts.actions.importing import (
    faults_of_registered,
    import_filed,
    import_registered,
)
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.tests.test_confirming import *  # noqa: F403 - the fixtures of the same story
from zhuanhua.programmes.contracts.tests.test_confirming import PAGE, confirm
from zhuanhua.programmes.contracts.tests.test_importing import TODAY, a_row, faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_in(registrar):
    """Give a contract that the registrar handed in by a workbook and examined."""
    import_filed(rows=[a_row()], by=registrar, on=TODAY)
    contract = Contract.objects.get()
    actions.accept_contracts(contracts=[contract], by=registrar, on=TODAY)
    answers = Answers(
        is_technology=True, technology_ground="有目标", kind=contract.kind, subkind=contract.subkind, kind_ground="标的为装置",
        trade_fen=contract.trade_fen, trade_ground="没有非技术性支出", text_ground="原件已核对",
    )  # fmt: skip
    actions.examine_contract(contract=contract, by=registrar, answers=answers, on=TODAY)
    contract.refresh_from_db()
    return contract


def test_whoever_handed_it_in_does_not_register_it(handed_in, registrar):
    with pytest.raises(Forbidden, match="请另一位办理"):
        actions.register_contract(contract=handed_in, by=registrar, on=TODAY)
    with pytest.raises(Refusal, match="请另一位办理"):
        actions.register_contracts(contracts=[handed_in], by=registrar, on=TODAY)

    handed_in.refresh_from_db()
    assert handed_in.state == "accepted"


def test_another_registrar_registers_it(handed_in, officer):
    assert actions.register_contract(contract=handed_in, by=officer, on=TODAY).registered_by == officer


def test_the_database_keeps_the_two_apart(handed_in, registrar, officer):
    actions.register_contract(contract=handed_in, by=officer, on=TODAY)

    with pytest.raises(IntegrityError):
        Contract.objects.update(registered_by=registrar)


def test_a_known_number_with_another_seller_is_named_and_not_taken_as_the_same(entered, row, officer):
    other = row | {"seller_uscc": row["buyer_uscc"], "seller_name": row["buyer_name"], "buyer_uscc": row["seller_uscc"], "buyer_name": row["seller_name"]}  # fmt: skip

    assert [fault[1] for fault in faults([other], officer, faults_of_registered)] == ["seller_uscc"]
    with pytest.raises(Conflict, match="双方"):
        import_registered(rows=[other], by=officer)


def test_whoever_entered_it_does_not_agree_to_more(entered, play, registrar, officer, reviewer):
    confirm(entered, by=reviewer)
    firm = play("seller", role="enterprise", organisation=entered.seller)
    change = actions.request_change(
        contract=entered,
        by=firm,
        kind="amend",
        reason="补充协议",
        after={"total_fen": entered.total_fen + 100},
    )

    assert not may_decide(officer, change, on=date(2018, 12, 31))
    assert may_decide(registrar, change, on=date(2018, 12, 31))


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1999-12-31"])
def test_a_day_outside_of_our_times_shows_the_groups(client, reviewer, day):
    assert sign_in(client, reviewer).get(PAGE, {"by": "1", "on": day}).status_code == 200
