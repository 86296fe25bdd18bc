"""Does a further workbook leave alone what was changed here, and say so of the row?"""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.actions.examining import Answers
from zhuanhua.programmes.contracts.actions.importing import (
    compare_rows,
    faults_of_filed,
    faults_of_registered,
    import_filed,
    import_registered,
)
from zhuanhua.programmes.contracts.actions.importing.altering import alter
from zhuanhua.programmes.contracts.actions.importing.known import existing
from zhuanhua.programmes.contracts.actions.importing.parties import Parties
from zhuanhua.programmes.contracts.actions.importing.rows import filled
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.tests.factories import SEEN, WAN
from zhuanhua.programmes.contracts.tests.test_importing import (
    BUYER,
    SELLER,
    TODAY,
    a_registered_row,
    a_row,
    faults,
)
from zhuanhua.programmes.contracts.tests.test_sheets_through_pages import _upload
from zhuanhua.shared.exchange.models import ImportRun

pytestmark = pytest.mark.django_db
LATER = date(2018, 12, 28)
ROW = a_registered_row(payment_form="royalty_with_fee", royalty_bp=300)
HANDED_IN = a_row(
    payment_form="royalty_with_fee", royalty_bp=300, royalty_base="净销售额", total_fen=90 * WAN
)
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


@pytest.fixture
def handed_in(registrar, applicant, firm, rival_firm):
    """Give a contract that came in by workbook, without a registration number, and was registered here."""
    row = HANDED_IN | {
        f"{side}_{name}": getattr(one, name)
        for side, one in (("seller", firm), ("buyer", rival_firm))
        for name in ("uscc", "name")
    }
    import_filed(rows=[row], by=applicant, on=TODAY)
    contract = actions.accept_contract(contract=Contract.objects.get(), by=registrar, on=TODAY)
    answers = Answers(
        is_technology=True, technology_ground="有明确的技术目标", kind=contract.kind, subkind=contract.subkind,
        kind_ground="标的为尚未掌握的配方", trade_fen=contract.total_fen, trade_ground="没有非技术性支出", text_ground=SEEN,
    )  # fmt: skip
    actions.examine_contract(contract=contract, by=registrar, answers=answers, on=TODAY)
    contract.refresh_from_db()
    return row, actions.register_contract(contract=contract, by=registrar, on=TODAY)


@pytest.fixture
def move(handed_in, applicant, registrar):
    """Let the contract that was handed in be amended, or grow by a royalty."""
    _row, contract = handed_in

    def done(**after):
        if not after:
            return actions.record_royalty(
                contract=contract, by=registrar, on=TODAY, received_on=TODAY, base_fen=100 * WAN, amount_fen=3 * WAN
            )  # fmt: skip
        change = actions.request_change(
            contract=contract, by=applicant, kind="amend", reason="补充协议", after=after
        )
        return actions.grant_change(change=change, by=registrar, on=TODAY)

    return done


def faults_of_sheet(rows, by):
    numbered = [SimpleNamespace(number=place, values=row) for place, row in enumerate(rows, 2)]
    return [(fault.row, fault.message) for fault in faults_of_filed(numbered, by=by, on=TODAY)]


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ({"total_fen": 80 * WAN, "verified_trade_fen": 80 * WAN}, AMENDED),
        ({"project_name": "抗菌陶瓷膜配方开发"}, AMENDED),
        ({"project_name": "抗菌陶瓷膜配方开发", "total_fen": 95 * WAN}, AMENDED),
        ({}, ROYALTY),
    ],
    ids=["amount", "name", "both", "royalty"],
)
def test_the_sheet_that_handed_a_contract_in_finds_it_after_it_was_moved(
    handed_in, move, applicant, registrar, after, told
):
    row, contract = handed_in
    move(**after)
    contract.refresh_from_db()
    stands = (contract.total_fen, contract.project_name)

    for by in (applicant, registrar):
        [(place, message)] = faults_of_sheet([row], by)
        assert (place, contract.number in message, told in message) == (2, True, True)
        with pytest.raises(Conflict, match=f"{contract.number}{told}.*一行也没有存"):
            import_filed(rows=[row], by=by, on=TODAY)

    assert compare_rows([row]) == ["changed"]
    assert list(Contract.objects.values_list("total_fen", "project_name")) == [stands]


def test_a_second_contract_of_the_same_day_and_name_still_comes_in(handed_in, move, applicant):
    row, contract = handed_in
    second = row | {"total_fen": 70 * WAN}
    assert faults_of_sheet([second], applicant) == []
    assert import_filed(rows=[second], by=applicant, on=TODAY)["new"] == 1

    move(total_fen=80 * WAN, verified_trade_fen=80 * WAN)

    assert [place for place, _message in faults_of_sheet([second, row], applicant)] == [3]
    assert import_filed(rows=[second], by=applicant, on=TODAY) == {"new": 0, "changed": 0, "same": 1}
    assert Contract.objects.exclude(pk=contract.pk).get().total_fen == 70 * WAN


def test_what_left_name_and_amount_alone_keeps_no_second_contract_out(handed_in, move, applicant):
    row, _contract = handed_in
    move(ends_on=date(2027, 6, 1))

    assert AMENDED in faults_of_sheet([row], applicant)[0][1]
    assert faults_of_sheet([row | {"total_fen": 70 * WAN}], applicant) == []


def test_a_registration_with_a_number_of_its_own_is_no_amended_one(handed_in, move, officer):
    row, _contract = handed_in
    move(total_fen=80 * WAN, verified_trade_fen=80 * WAN)
    numbered = row | {"registration_number": "2026210111000777", "registered_on": TODAY}

    assert compare_rows([numbered, row]) == ["new", "changed"]
