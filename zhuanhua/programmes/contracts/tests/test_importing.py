"""Are the rows of a workbook judged as the form is, stored whole or not at all, and never twice?"""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import IntegrityError

from tests.support.cast import make_organisation, valid_uscc
from zhuanhua.core.errors import Conflict, Forbidden
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.actions.importing import (
    columns,
    compare_rows,
    faults_of_filed,
    faults_of_registered,
    import_filed,
    import_registered,
)
from zhuanhua.programmes.contracts.actions.importing.rows import basis_points
from zhuanhua.programmes.contracts.models import Certificate, Contract, Subsidy
from zhuanhua.programmes.contracts.pages.differences import returned_differences
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.people.models import Organisation
from zhuanhua.shared.workflow.models import CaseVersion, Task

TODAY = date(2026, 4, 8)
SELLER, BUYER = valid_uscc(9_001), valid_uscc(9_002)


def a_row(**facts):
    """The smallest row that a seller may file."""
    return {
        "project_name": "抗菌陶瓷膜配方优化开发",
        "seller_uscc": SELLER,
        "seller_name": "沈阳霁桓新材料有限公司",
        "buyer_uscc": BUYER,
        "buyer_name": "沈阳澈衡水务有限公司",
        "kind": "development",
        "subkind": "11",
        "field": "05",
        "payment_form": "instalments",
        "total_fen": 386_000_000,
        "subject": "提高通量。",
        "signed_on": date(2026, 3, 2),
        "starts_on": date(2026, 3, 2),
        "ends_on": date(2027, 3, 1),
    } | facts


def a_registered_row(**facts):
    """The smallest row of the national system."""
    past = {"signed_on": date(2018, 3, 2), "starts_on": date(2018, 3, 2), "ends_on": date(2019, 3, 1)}
    return a_row(registration_number="2018210111000001", registered_on=date(2018, 4, 2), **past) | facts


def faults(rows, by, check=faults_of_filed):
    numbered = [SimpleNamespace(number=place, values=row) for place, row in enumerate(rows, 2)]
    return [(fault.row, fault.key) for fault in check(numbered, by=by, on=TODAY)]


@pytest.mark.parametrize(
    ("facts", "column"),
    [
        ({"total_fen": 0}, "total_fen"),
        ({"trade_fen": 400_000_000}, "trade_fen"),
        ({"trade_fen": 0}, "trade_fen"),
        ({"non_technical_fen": 400_000_000}, "non_technical_fen"),
        ({"non_technical_fen": 20_000_000, "trade_fen": 360_000_000}, "trade_fen"),
        ({"trade_fen": 300_000_000}, "non_technical_fen"),
        ({"subkind": "51"}, "subkind"),
        ({"ip_kind": "11"}, "ip_number"),
        ({"signed_on": date(2026, 4, 9)}, "signed_on"),
        ({"signed_on": date(1926, 4, 9)}, "signed_on"),
        ({"ends_on": date(2026, 3, 1)}, "ends_on"),
        ({"ends_on": date(2026, 4, 7)}, "ends_on"),
        ({"buyer_uscc": SELLER, "buyer_name": "沈阳霁桓新材料有限公司"}, "buyer_uscc"),
        ({"seller_district": "210200"}, "seller_uscc"),
        ({"buyer_name": ""}, "buyer_name"),
        ({"payment_form": "royalty"}, "royalty_base"),
        ({"kind": "licence", "subkind": "31"}, "licence_form"),
        ({"kind": "transfer", "subkind": "23", "expected_output_fen": 0}, "expected_investment_fen"),
    ],
)
def test_a_faulty_row_names_row_and_column(registrar, facts, column):
    found = faults([a_row(), a_row(project_name="另一项开发", **facts)], registrar)

    assert (3, column) in found
    assert [row for row, _ in found if row == 2] == []


def test_a_row_in_order_has_no_fault(registrar):
    assert faults([a_row()], registrar) == []


def test_a_licence_before_march_2026_is_pointed_to_transfer(officer):
    row = a_registered_row(kind="licence", subkind="31")

    assert faults([row], officer, faults_of_registered) == [(2, "subkind")]


def test_a_seller_files_only_its_own_contracts(applicant, registrar):
    assert ("seller_uscc" in {key for _, key in faults([a_row()], applicant)}) is True
    assert faults([a_row()], registrar) == []


def test_the_same_contract_twice_in_a_file_names_the_other_row(registrar):
    numbered = [SimpleNamespace(number=place, values=a_row()) for place in (2, 3)]
    [fault] = faults_of_filed(numbered, by=registrar, on=TODAY)

    assert (fault.row, fault.key) == (3, "project_name")
    assert "第2行" in fault.message


def test_a_known_code_with_another_name_is_explained(registrar):
    make_organisation("沈阳漪瑭仪器有限公司", uscc=SELLER)

    assert faults([a_row()], registrar) == [(2, "seller_name")]


def test_a_contract_that_stands_is_named(registrar, officer):
    import_registered(rows=[a_registered_row()], by=officer)
    row = a_row(**{name: a_registered_row()[name] for name in ("signed_on", "starts_on")})
    [fault] = faults_of_filed([SimpleNamespace(number=2, values=row)], by=registrar, on=TODAY)

    assert Contract.objects.get().number in fault.message


def test_import_filed_hands_in_with_version_task_and_journal(registrar):
    counts = import_filed(rows=[a_row(non_technical_fen=6_000_000)], by=registrar, on=TODAY)

    contract = Contract.objects.get()
    assert counts == {"new": 1, "changed": 0, "same": 0}
    assert (contract.state, contract.trade_fen, contract.source) == ("submitted", 380_000_000, "import")
    assert [item.amount_fen for item in contract.items.all()] == [6_000_000]
    assert CaseVersion.objects.get().case_number == Task.objects.get().case_number == contract.number
    assert (Task.objects.get().title, Task.objects.get().about) == ("受理技术合同", contract.project_name)
    assert list(Entry.objects.filter(case_number=contract.number).values_list("event", flat=True)) == [
        "contract:import"
    ]


def test_import_registered_certifies_and_creates_organisations(officer):
    import_registered(rows=[a_registered_row()], by=officer)

    contract = Contract.objects.get()
    assert (contract.state, contract.registration_number) == ("registered", "2018210111000001")
    assert (contract.verified_trade_fen, contract.regime) == (386_000_000, "legacy2000")
    assert Certificate.objects.get().contract == contract
    assert set(Organisation.objects.filter(uscc__in=[SELLER, BUYER]).values_list("name", flat=True)) == {
        "沈阳霁桓新材料有限公司",
        "沈阳澈衡水务有限公司",
    }


def test_importing_twice_stores_once(officer):
    rows = [a_registered_row()]
    import_registered(rows=rows, by=officer)

    assert import_registered(rows=rows, by=officer) == {"new": 0, "changed": 0, "same": 1}
    assert Contract.objects.count() == 1


def test_a_changed_row_changes_what_nobody_touched(officer):
    import_registered(rows=[a_registered_row()], by=officer)
    better = [a_registered_row(field="07", total_fen=387_000_000)]

    assert compare_rows(better) == ["changed"]
    assert import_registered(rows=better, by=officer) == {"new": 0, "changed": 1, "same": 0}
    contract = Contract.objects.get()
    assert (contract.field, contract.verified_trade_fen) == ("07", 387_000_000)
    assert Certificate.objects.get().trade_fen == 387_000_000


def test_a_changed_row_of_a_contract_in_hand_is_refused(officer):
    import_registered(rows=[a_registered_row()], by=officer)
    Contract.objects.update(version=2)

    assert faults([a_registered_row(field="07")], officer, faults_of_registered) == [(2, "project_name")]
    assert faults([a_registered_row()], officer, faults_of_registered) == []


def test_a_contract_taken_in_hand_after_the_check_is_not_overwritten(officer):
    import_registered(rows=[a_registered_row()], by=officer)
    Contract.objects.update(version=2)

    with pytest.raises(Conflict):
        import_registered(rows=[a_registered_row(field="07")], by=officer)

    assert Contract.objects.get().field != "07"


def test_a_contract_for_which_a_subsidy_is_asked_is_not_lowered_by_a_sheet(officer):
    import_registered(rows=[a_registered_row()], by=officer)
    contract = Contract.objects.get()
    Subsidy.objects.create(
        number="2026-BT-00001",
        contract=contract,
        payee=contract.buyer,
        scheme="buyer",
        state="submitted",
        year=2018,
    )

    assert faults([a_registered_row(total_fen=100_000)], officer, faults_of_registered) != []
    with pytest.raises(Conflict):
        import_registered(rows=[a_registered_row(total_fen=100_000)], by=officer)


def test_a_fault_in_the_database_stores_nothing(officer):
    rows = [a_registered_row(), a_registered_row(registration_number="2018210111000002")]

    with pytest.raises(IntegrityError):
        import_registered(rows=rows, by=officer)

    assert (Contract.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_cut_off_import_stores_nothing(officer, monkeypatch):
    monkeypatch.setattr(columns, "CHUNK", 1)
    rows = [
        a_registered_row(),
        a_registered_row(registration_number="2018210111000002", project_name="另一项"),
    ]

    def stop(done):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_registered(rows=rows, by=officer, progress=stop)

    assert Contract.objects.count() == 0


def test_a_new_organisation_of_two_chunks_is_entered_once(officer, monkeypatch):
    monkeypatch.setattr(columns, "CHUNK", 1)
    rows = [
        a_registered_row(),
        a_registered_row(registration_number="2018210111000002", project_name="另一项", buyer_name=None),
    ]

    assert import_registered(rows=rows, by=officer) == {"new": 2, "changed": 0, "same": 0}

    buyer = Organisation.objects.get(uscc=BUYER)
    assert [name.name_key for name in buyer.names.all()] == ["沈阳澈衡水务有限公司"]
    assert Entry.objects.filter(event="organisation:create", case_number=BUYER).count() == 1
    assert {one.buyer_name for one in Certificate.objects.all()} == {buyer.name}


def test_only_the_bureau_imports_what_is_registered(applicant):
    with pytest.raises(Forbidden):
        import_registered(rows=[a_registered_row()], by=applicant)


def test_a_changed_handed_in_row_takes_breakdown_and_version_along(registrar):
    import_filed(rows=[a_row(non_technical_fen=6_000_000)], by=registrar, on=TODAY)
    for spent, subject in ((9_000_000, "提高通量两成。"), (0, "提高通量三成。")):
        row = a_row(non_technical_fen=spent, subject=subject)

        assert import_filed(rows=[row], by=registrar, on=TODAY)["changed"] == 1

        contract = Contract.objects.get()
        assert [item.amount_fen for item in contract.items.all()] == [spent] * bool(spent)
        assert contract.trade_fen == contract.total_fen - spent
    versions = CaseVersion.objects.order_by("version")
    assert [each.payload["subject"] for each in versions] == [
        "提高通量。",
        "提高通量两成。",
        "提高通量三成。",
    ]
    assert [[item["amount_fen"] for item in each.payload["items"]] for each in versions] == [
        [6_000_000],
        [9_000_000],
        [],
    ]


def test_the_difference_page_compares_with_what_the_last_workbook_handed_in(registrar, applicant, firm):
    facts = {"seller_uscc": firm.uscc, "seller_name": firm.name}
    for subject in ("提高通量。", "提高通量两成。"):
        import_filed(
            rows=[a_row(**facts, subject=subject, non_technical_fen=6_000_000)], by=applicant, on=TODAY
        )
    contract = actions.return_contract(
        contract=Contract.objects.get(), by=registrar, on=TODAY, fields={"subject": "写明起点"}
    )
    actions.save_draft(contract=contract, values={"subject": "通量从五百提高两成。"}, by=applicant)
    actions.resubmit_contract(contract=Contract.objects.get(), by=applicant, on=TODAY)

    [returned] = returned_differences(Contract.objects.get())

    changed = {piece.label for piece in returned.differences}
    assert "技术内容和目标" in changed
    assert "非技术性支出" not in changed


def test_what_is_paid_by_royalties_is_provisional_when_a_workbook_says_so(officer):
    import_registered(rows=[a_registered_row()], by=officer)
    import_registered(rows=[a_registered_row(payment_form="royalty_with_fee")], by=officer)

    assert Contract.objects.get().is_provisional
    assert Certificate.objects.get().is_provisional


@pytest.mark.parametrize(
    ("typed", "points"),
    [("3", 300), ("3%", 300), ("2.5％", 250), ("0", None), ("101", None), ("三成", None), (300, 300)],
)
def test_a_royalty_rate_is_read_as_per_cent(typed, points):
    assert basis_points(typed) == points


def test_a_royalty_rate_that_is_none_names_its_column(registrar):
    row = a_row(payment_form="royalty_with_fee", royalty_base="sales", royalty_bp="三成")

    assert faults([row], registrar) == [(2, "royalty_bp")]
    assert faults([row | {"royalty_bp": "3%"}], registrar) == []
    assert faults([a_row(royalty_bp="150")], registrar) == [(2, "royalty_bp")]
