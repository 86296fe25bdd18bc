"""Does the desk decide by the rules, with two persons where two are asked for?"""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.support.cast import sign_in
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.actions.examining import Answers
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.tests.factories import DAY, WAN, accepted, examined, registered, submitted
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_accept_starts_the_clock_of_the_new_rules(applicant, rival_firm, registrar):
    contract = accepted(by=applicant, buyer=rival_firm, registrar=registrar)

    assert (contract.state, contract.regime, contract.handler) == ("accepted", "miit2026", registrar)
    assert (contract.term_days, contract.due_on) == (15, date(2026, 4, 29))


def test_accept_large_contract_gets_thirty_working_days(applicant, rival_firm, registrar):
    contract = accepted(by=applicant, buyer=rival_firm, registrar=registrar, total_fen=500 * WAN)

    assert (contract.term_days, contract.due_on) == (30, date(2026, 5, 22))


def test_accept_before_march_2026_keeps_the_old_rules(applicant, rival_firm, registrar):
    day = date(2026, 2, 27)
    contract = accepted(
        by=applicant, buyer=rival_firm, registrar=registrar, on=day, signed_on=day, starts_on=day
    )

    assert (contract.regime, contract.due_on) == ("legacy2000", date(2026, 3, 30))


def test_return_marks_fields_and_correction_restarts_the_clock(applicant, rival_firm, registrar):
    contract = accepted(by=applicant, buyer=rival_firm, registrar=registrar)
    actions.return_contract(
        contract=contract,
        by=registrar,
        on=date(2026, 4, 10),
        remark="请分开写设备",
        fields={"items": "写明设备金额"},
    )
    items = [{"kind": "equipment", "name": "工控机", "amount_fen": 30 * WAN, "is_deliverable": False}]
    actions.save_draft(contract=contract, values={}, items=items, by=applicant)
    contract.refresh_from_db()
    actions.resubmit_contract(contract=contract, by=applicant, on=date(2026, 4, 20))

    actions.accept_contract(contract=contract, by=registrar, on=date(2026, 4, 20))

    assert (contract.accepted_on, contract.due_on) == (date(2026, 4, 20), date(2026, 5, 13))
    assert contract.trade_fen == 356 * WAN


def test_return_without_a_field_is_refused(applicant, rival_firm, registrar):
    contract = submitted(by=applicant, buyer=rival_firm)

    with pytest.raises(Refusal):
        actions.return_contract(contract=contract, by=registrar, on=DAY, remark="请改", fields={})


def test_register_gives_number_and_certificate_and_one_line(applicant, rival_firm, registrar):
    contract = examined(by=applicant, buyer=rival_firm, registrar=registrar)
    before = Entry.objects.filter(case_number=contract.number).count()

    actions.register_contract(contract=contract, by=registrar, on=DAY)

    assert (contract.state, contract.registration_number) == ("registered", "2026210101000001")
    assert [(one.edition, one.trade_fen) for one in contract.certificates.all()] == [(1, 386 * WAN)]
    assert Entry.objects.filter(case_number=contract.number).count() == before + 1


def test_register_unexamined_is_refused(applicant, rival_firm, registrar):
    contract = accepted(by=applicant, buyer=rival_firm, registrar=registrar)

    with pytest.raises(Refusal) as refusal:
        actions.register_contract(contract=contract, by=registrar, on=DAY)

    assert refusal.value.code == "not_examined"


def test_register_at_the_threshold_needs_a_second_person(applicant, rival_firm, registrar, reviewer):
    contract = examined(by=applicant, buyer=rival_firm, registrar=registrar, total_fen=500 * WAN)
    with pytest.raises(Refusal) as refusal:
        actions.register_contract(contract=contract, by=registrar, on=DAY)
    assert refusal.value.code == "needs_review"

    actions.refer_contract(contract=contract, by=registrar)
    actions.approve_contract(contract=contract, by=reviewer, on=DAY)

    assert (contract.state, contract.reviewed_by) == ("registered", reviewer)


def test_approve_own_examination_is_refused(applicant, rival_firm, play):
    both = play("both", role=RoleName.REVIEWER)
    contract = examined(
        by=applicant, buyer=rival_firm, registrar=play("desk", role=RoleName.REGISTRAR), total_fen=500 * WAN
    )
    actions.refer_contract(contract=contract, by=contract.examined_by)
    Contract.objects.filter(pk=contract.pk).update(examined_by=both)
    contract.refresh_from_db()

    with pytest.raises(Forbidden):
        actions.approve_contract(contract=contract, by=both, on=DAY)


def test_reviewer_is_another_in_the_database(applicant, rival_firm, registrar):
    contract = examined(by=applicant, buyer=rival_firm, registrar=registrar)

    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(reviewed_by=registrar)


def test_examine_above_the_total_is_refused(applicant, rival_firm, registrar):
    contract = accepted(by=applicant, buyer=rival_firm, registrar=registrar)
    answers = Answers(
        is_technology=True, technology_ground="有目标", kind="development", subkind="11", trade_fen=387 * WAN
    )

    with pytest.raises(Refusal) as refusal:
        actions.examine_contract(contract=contract, by=registrar, answers=answers, on=DAY)

    assert refusal.value.field == "trade_fen"


def test_examine_by_the_applicant_is_forbidden(applicant, rival_firm, registrar):
    contract = accepted(by=applicant, buyer=rival_firm, registrar=registrar)

    with pytest.raises(Forbidden):
        actions.examine_contract(
            contract=contract,
            by=applicant,
            answers=Answers(is_technology=False, technology_ground="不是"),
            on=DAY,
        )


def test_refuse_keeps_ground_and_stops_the_clock(applicant, rival_firm, registrar):
    contract = accepted(by=applicant, buyer=rival_firm, registrar=registrar)

    actions.refuse_contract(
        contract=contract, by=registrar, on=date(2026, 4, 15), ground="2", reason="买卖机器附说明书"
    )

    assert (contract.state, contract.refusal_ground, contract.clock_stopped_on) == (
        "refused",
        "2",
        date(2026, 4, 15),
    )


def test_same_contract_is_registered_once(applicant, rival_firm, registrar):
    first = registered(by=applicant, buyer=rival_firm, registrar=registrar)
    second = examined(
        by=applicant, buyer=rival_firm, registrar=registrar, project_name="铸件表面缺陷（在线）检测装置开发"
    )

    with pytest.raises(Refusal) as refusal:
        actions.register_contract(contract=second, by=registrar, on=DAY)

    assert refusal.value.code == "repeated"
    assert first.number in str(refusal.value)
    assert Contract.objects.get(pk=second.pk).state == "accepted"


def test_bulk_register_is_all_or_nothing(applicant, rival_firm, registrar):
    ready = examined(by=applicant, buyer=rival_firm, registrar=registrar)
    unexamined = accepted(by=applicant, buyer=rival_firm, registrar=registrar, project_name="另一份合同")

    with pytest.raises(Refusal):
        actions.register_contracts(contracts=[ready, unexamined], by=registrar, on=DAY)

    assert Contract.objects.get(pk=ready.pk).state == "accepted"


def test_bulk_register_numbers_and_certifies_each(applicant, rival_firm, registrar):
    contracts = [
        examined(by=applicant, buyer=rival_firm, registrar=registrar, project_name=f"合同{place}号开发")
        for place in range(3)
    ]

    actions.register_contracts(contracts=contracts, by=registrar, on=DAY)

    numbers = (
        Contract.objects.filter(state="registered")
        .order_by("registration_number")
        .values_list("registration_number", flat=True)
    )
    assert list(numbers) == [f"202621010100000{place}" for place in (1, 2, 3)]
    assert all(contract.certificates.count() == 1 for contract in contracts)


def test_two_registrars_at_once_register_once(applicant, rival_firm, registrar):
    contract = examined(by=applicant, buyer=rival_firm, registrar=registrar)
    stale = Contract.objects.get(pk=contract.pk)
    actions.register_contract(contract=contract, by=registrar, on=DAY)

    with pytest.raises(Conflict):
        actions.register_contract(contract=stale, by=registrar, on=DAY)

    assert contract.certificates.count() == 1


@pytest.mark.parametrize("to", ["x", "-1", "9" * 400, "٣"])
def test_bulk_assignment_to_nobody_is_refused(client, applicant, rival_firm, registrar, to):
    contract = accepted(by=applicant, buyer=rival_firm, registrar=registrar)
    data = {"verb": "assign", "number": contract.number, "confirmed": "1", "to": to}

    answer = sign_in(client, registrar).post("/contracts/bulk/", data)

    assert answer.status_code == 200
    assert "没有选择分派给谁" in answer.content.decode()


def test_same_text_is_registered_once_and_its_number_is_named(applicant, rival_firm, registrar):
    first = registered(by=applicant, buyer=rival_firm, registrar=registrar)
    second = examined(by=applicant, buyer=rival_firm, registrar=registrar, project_name="另一个项目")
    Contract.objects.filter(pk__in=[first.pk, second.pk]).update(text_sha256="")
    Contract.objects.filter(pk=first.pk).update(text_sha256="a" * 64)
    Contract.objects.filter(pk=second.pk).update(text_sha256="a" * 64)
    second.refresh_from_db()

    with pytest.raises(Refusal) as refusal:
        actions.register_contract(contract=second, by=registrar, on=DAY)

    assert f"附的合同文本已随{first.number}登记" in str(refusal.value)


def test_bulk_register_tells_the_journal_each_number(applicant, rival_firm, registrar):
    contract = examined(by=applicant, buyer=rival_firm, registrar=registrar)

    actions.register_contracts(contracts=[contract], by=registrar, on=DAY)

    line = Entry.objects.get(event="contract:register", case_number=contract.number)
    assert line.after["registration_number"] == contract.registration_number
