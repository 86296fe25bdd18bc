"""Does a further workbook leave alone what was changed here, and say so of the row?"""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.actions.importing import faults_of_registered, import_registered
from zhuanhua.programmes.contracts.actions.importing.altering import alter
from zhuanhua.programmes.contracts.actions.importing.known import existing
from zhuanhua.programmes.contracts.actions.importing.parties import Parties
from zhuanhua.programmes.contracts.actions.importing.rows import filled
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.tests.factories import WAN
from zhuanhua.programmes.contracts.tests.test_importing import BUYER, SELLER, a_registered_row, faults
from zhuanhua.programmes.contracts.tests.test_sheets_through_pages import _upload
from zhuanhua.shared.exchange.models import ImportRun

pytestmark = pytest.mark.django_db
LATER = date(2018, 12, 28)
ROW = a_registered_row(payment_form="royalty_with_fee", royalty_bp=300)
AMENDED, ROYALTY = "在本平台变更过", "在本平台登记过提成"


@pytest.fixture
def brought(officer):
    """Give a registration that the officer brought in and nobody has touched."""
    import_registered(rows=[ROW], by=officer)
    return Contract.objects.get()


@pytest.fixture
def ask(brought, play):
    """Ask as its firm for an amount of the registration to change."""
    firm = play("seller", role="enterprise", organisation=brought.seller)
    return lambda **after: actions.request_change(
        contract=brought, by=firm, kind="amend", reason="补充协议", after=after
    )


@pytest.fixture
def amend(ask, registrar):
    return lambda **after: actions.grant_change(change=ask(**after), by=registrar, on=LATER)


@pytest.fixture
def royalty(brought, registrar):
    return lambda: actions.record_royalty(
        contract=brought, by=registrar, on=LATER, received_on=LATER, base_fen=100 * WAN, amount_fen=3 * WAN
    )


def told_of(row, by):
    return [
        (fault.row, fault.message, fault.way_out)
        for fault in faults_of_registered([SimpleNamespace(number=2, values=row)], by=by, on=LATER)
    ]


def amounts():
    contract = Contract.objects.get(registration_number=ROW["registration_number"])
    certificate = contract.certificates.get(superseded_on=None)
    return contract.total_fen, contract.verified_trade_fen, certificate.total_fen, certificate.trade_fen


def test_an_amended_amount_is_not_taken_back_by_the_same_row(amend, brought, officer):
    amend(total_fen=390 * WAN, verified_trade_fen=388 * WAN)
    stands = (390 * WAN, 388 * WAN) * 2

    [(row, message, way_out)] = told_of(ROW, officer)
    assert (row, brought.number in message, AMENDED in message) == (2, True, True)
    assert "申请变更" in way_out
    assert "登记机构" in way_out
    with pytest.raises(Conflict, match=f"{brought.number}{AMENDED}.*一行也没有存.*申请变更"):
        import_registered(rows=[ROW], by=officer)

    assert amounts() == stands


def test_an_amended_technology_amount_alone_is_told_too(amend, officer):
    amend(verified_trade_fen=380 * WAN)

    assert [AMENDED in message for _row, message, _way_out in told_of(ROW, officer)] == [True]
    with pytest.raises(Conflict, match=AMENDED):
        import_registered(rows=[ROW], by=officer)
    assert amounts() == (386 * WAN, 380 * WAN) * 2


def test_a_row_that_says_what_was_amended_is_the_same(amend, officer):
    amend(total_fen=390 * WAN, verified_trade_fen=388 * WAN)
    caught_up = ROW | {"total_fen": 390 * WAN, "trade_fen": 388 * WAN, "non_technical_fen": 2 * WAN}

    assert told_of(caught_up, officer) == []
    assert import_registered(rows=[caught_up], by=officer) == {"new": 0, "changed": 0, "same": 1}


def test_a_royalty_is_not_taken_off_by_the_same_row(royalty, brought, officer):
    royalty()

    [(row, message, way_out)] = told_of(ROW, officer)
    assert (row, brought.number in message, ROYALTY in message) == (2, True, True)
    assert ("申请变更" in way_out, "登记机构" in way_out) == (True, True)
    with pytest.raises(Conflict, match=f"{brought.number}{ROYALTY}.*一行也没有存.*申请变更"):
        import_registered(rows=[ROW], by=officer)

    assert amounts() == (389 * WAN, 389 * WAN) * 2


@pytest.mark.parametrize(("deed", "told"), [("amend", AMENDED), ("royalty", ROYALTY)])
def test_what_came_between_reading_and_locking_is_not_taken_back(request, officer, deed, told):
    do = request.getfixturevalue(deed)
    row = filled(2, ROW | {"field": "07"}, Parties.of([ROW]))
    found = existing([row]).get(row)
    do(**({"total_fen": 390 * WAN} if deed == "amend" else {}))
    stands = amounts()

    with pytest.raises(Conflict, match=told):
        alter([(row, found)], by=officer, at=city_now())

    assert (amounts(), Contract.objects.get().field) == (stands, ROW["field"])


def test_a_change_that_was_declined_or_waits_keeps_nothing_out(ask, registrar, officer):
    actions.decline_change(change=ask(total_fen=390 * WAN), by=registrar, reason="材料不全")
    ask(total_fen=390 * WAN)
    better = ROW | {"total_fen": 387 * WAN}

    assert faults([better], officer, faults_of_registered) == []
    assert import_registered(rows=[better], by=officer) == {"new": 0, "changed": 1, "same": 0}
    assert amounts() == (387 * WAN,) * 4


def test_what_was_amended_and_has_ended_says_its_state(amend, brought, ask, registrar, officer):
    amend(total_fen=390 * WAN)
    Contract.objects.update(state="revoked", ended_on=LATER)

    [(_row, message, _way_out)] = told_of(ROW, officer)
    assert (AMENDED in message, "已撤销" in message) == (False, True)


def test_a_workbook_leaves_the_amended_row_out_says_why_and_changes_the_others(client, amend, officer):
    other = "2018210111000002"
    import_registered(rows=[a_registered_row(registration_number=other, project_name="另一项")], by=officer)
    amend(total_fen=390 * WAN, verified_trade_fen=390 * WAN)
    sign_in(client, officer)

    client.post(reverse("exchange:upload", args=["registered-contracts"]), {"file": _book(other)})
    run = ImportRun.objects.get()
    mapping = {f"column_{place}": key for place, key in run.mapping.items()}
    client.post(reverse("exchange:map_columns", args=[run.pk]), mapping)
    run.refresh_from_db()
    [error] = run.errors
    page = client.get(reverse("exchange:run", args=[run.pk])).content.decode()
    client.post(reverse("exchange:confirm", args=[run.pk]))
    run.refresh_from_db()

    assert (error["row"], AMENDED in error["message"], AMENDED in page) == (2, True, True)
    assert (run.state, run.counts["bad"], run.counts["changed"]) == ("done", 1, 1)
    assert amounts() == (390 * WAN,) * 4
    assert Contract.objects.get(registration_number=other).total_fen == 387 * WAN


def _book(other):
    """Give the workbook of both registrations: the first as it was, the other 10,000 yuan dearer."""
    signed, ends = ROW["signed_on"], ROW["ends_on"]
    first = {
        "登记编号": ROW["registration_number"], "登记日期": ROW["registered_on"], "合同名称": ROW["project_name"], "卖方信用代码": SELLER,
        "买方信用代码": BUYER, "合同细类": "委托开发", "技术领域": "新材料及其应用", "支付方式": "提成支付附加预付入门费",
        "合同成交额（万元）": 386, "签订日期": signed, "履行起始日期": signed, "履行截止日期": ends,
    }  # fmt: skip
    second = first | {"登记编号": other, "合同名称": "另一项", "合同成交额（万元）": 387}
    return _upload([first, second], titles=tuple(first))
