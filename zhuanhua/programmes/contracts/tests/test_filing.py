"""Can an applicant draft, hand in, correct and take back, and nobody else?"""

from datetime import date

import pytest

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.actions import filing
from zhuanhua.programmes.contracts.actions.parties import party_by_code
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.tests.factories import DAY, WAN, draft, fields_of, paper, submitted
from zhuanhua.shared.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_start_draft_belongs_to_the_organisation(applicant, firm):
    contract = actions.start_draft(by=applicant, on=DAY)

    assert (contract.state, contract.registrant) == ("draft", firm)
    assert (
        Entry.objects.filter(case_number=contract.number).values_list("event", flat=True)[0]
        == "contract:start"
    )


def test_save_draft_keeps_what_is_there_and_writes_one_line(applicant, rival_firm):
    contract = actions.start_draft(by=applicant, on=DAY)
    before = Entry.objects.count()

    changed = actions.save_draft(
        contract=contract, values={"project_name": "新工艺开发", "total_fen": 5 * WAN}, by=applicant
    )

    contract.refresh_from_db()
    assert (sorted(changed), contract.project_name, contract.trade_fen) == (
        ["project_name", "total_fen"],
        "新工艺开发",
        5 * WAN,
    )
    assert Entry.objects.count() == before + 1


def test_save_draft_without_change_writes_nothing(applicant, rival_firm):
    contract = draft(by=applicant, buyer=rival_firm)
    before = Entry.objects.count()

    assert (
        actions.save_draft(contract=contract, values=fields_of(contract, buyer=rival_firm), by=applicant)
        == []
    )
    assert Entry.objects.count() == before


def test_save_draft_takes_non_technical_items_off(applicant, rival_firm):
    items = [
        {"kind": "equipment", "name": "工控机", "amount_fen": 30 * WAN, "is_deliverable": False},
        {"kind": "parts", "name": "样机零件", "amount_fen": 12 * WAN, "is_deliverable": True},
    ]

    contract = draft(by=applicant, buyer=rival_firm, items=items)

    assert contract.trade_fen == 356 * WAN


def test_save_draft_of_another_firm_is_refused(applicant, rival, rival_firm):
    contract = draft(by=applicant, buyer=rival_firm)

    with pytest.raises(Forbidden):
        actions.save_draft(contract=contract, values={"project_name": "改名"}, by=rival)

    contract.refresh_from_db()
    assert contract.project_name == "铸件表面缺陷在线检测装置开发"


def test_submit_moves_and_opens_a_task_for_the_desk(applicant, rival_firm, registrar):
    from zhuanhua.shared.workflow.queries import tasks_for

    contract = submitted(by=applicant, buyer=rival_firm)

    assert (contract.state, contract.submitted_on) == ("submitted", DAY)
    assert [task.case_number for task in tasks_for(registrar)] == [contract.number]


@pytest.mark.parametrize("field", ["project_name", "buyer", "total_fen", "subject", "signed_on"])
def test_submit_with_an_empty_field_names_it(applicant, rival_firm, field):
    empty = None if field in {"buyer", "total_fen", "signed_on"} else ""
    contract = draft(by=applicant, **{"buyer": rival_firm, field: empty})

    with pytest.raises(Refusal) as refusal:
        actions.submit_contract(contract=contract, by=applicant, on=DAY)

    assert refusal.value.field == field
    assert Contract.objects.get(pk=contract.pk).state == "draft"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"ends_on": date(2026, 4, 7), "starts_on": date(2026, 1, 1)}, "is_within_validity"),
        ({"monopoly_clauses": ["6"]}, "has_no_monopoly_clause"),
        ({"is_import": True}, "applicant_is_right"),
    ],
)
def test_submit_against_the_rules_names_the_rule(applicant, rival_firm, facts, code):
    contract = draft(by=applicant, buyer=rival_firm, **facts)

    with pytest.raises(Refusal) as refusal:
        actions.submit_contract(contract=contract, by=applicant, on=DAY)

    assert refusal.value.code == code


def test_submit_signed_in_the_future_is_refused(applicant, rival_firm):
    contract = draft(by=applicant, buyer=rival_firm, signed_on=date(2026, 4, 9))

    with pytest.raises(Refusal) as refusal:
        actions.submit_contract(contract=contract, by=applicant, on=DAY)

    assert refusal.value.field == "signed_on"


def test_submit_twice_is_a_conflict(applicant, rival_firm):
    contract = submitted(by=applicant, buyer=rival_firm)

    with pytest.raises((Conflict, Forbidden)):
        actions.submit_contract(contract=contract, by=applicant, on=DAY)


def test_withdraw_by_the_buyer_is_refused(applicant, rival, rival_firm):
    contract = submitted(by=applicant, buyer=rival_firm)

    with pytest.raises(Refusal):
        actions.withdraw_contract(contract=contract, by=rival)

    assert actions.withdraw_contract(contract=contract, by=applicant).state == "withdrawn"


def test_discard_throws_a_draft_away_and_keeps_the_journal(applicant, rival_firm):
    contract = draft(by=applicant, buyer=rival_firm)

    actions.discard_draft(contract=contract, by=applicant)

    assert not Contract.objects.filter(number=contract.number).exists()
    assert Entry.objects.filter(case_number=contract.number, event="contract:discard").count() == 1


def test_attach_paper_sets_the_fingerprint_and_detach_clears_it(applicant, rival_firm):
    from zhuanhua.programmes.contracts.actions.papers import detach_paper

    contract = draft(by=applicant, buyer=rival_firm)
    stored = paper(contract, by=applicant)
    assert Contract.objects.get(pk=contract.pk).text_sha256 == stored.sha256

    detach_paper(contract=contract, paper=stored.pk, by=applicant)

    assert Contract.objects.get(pk=contract.pk).text_sha256 == ""


def test_save_draft_with_one_firm_on_both_sides_is_refused(applicant, rival_firm):
    contract = draft(by=applicant, buyer=rival_firm)

    with pytest.raises(Refusal) as refusal:
        actions.save_draft(contract=contract, values={"buyer": contract.seller}, by=applicant)

    assert refusal.value.field == "buyer"


def test_save_draft_that_was_changed_elsewhere_is_a_conflict(applicant, rival_firm):
    contract = draft(by=applicant, buyer=rival_firm)
    seen = (("project_name", "subject"), filing.mark_of(contract, ("project_name", "subject")))
    actions.save_draft(contract=contract, values={"project_name": "别处改的名称"}, by=applicant, seen=seen)

    with pytest.raises(Conflict):
        actions.save_draft(contract=contract, values={"subject": "这里改的"}, by=applicant, seen=seen)

    contract.refresh_from_db()
    assert contract.project_name == "别处改的名称"


@pytest.mark.parametrize(("code", "district"), [("91110108551385082Q", "110108"), ("911000001000013428", "")])
def test_a_party_from_anywhere_is_entered_with_the_place_that_its_code_names(applicant, code, district):
    assert party_by_code(code=code, name="外地单位", by=applicant).district == district
