"""A letter's way: who may do what, what the database itself refuses, and that nothing untraced or moved is issued."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from zhuanhua.accountability.replies import actions
from zhuanhua.accountability.replies.drifting import moved_figures
from zhuanhua.accountability.replies.models import Cosign, Letter
from zhuanhua.accountability.replies.queries import trace_of
from zhuanhua.accountability.replies.tests import factories
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.workflow.queries import tasks_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(register_one):
    return register_one


@pytest.fixture
def letter(contract, officer, reviewer):
    return factories.again(factories.frozen(by=officer, signers=[reviewer]))


def own_tasks(person):
    return [task.heading for task in tasks_for(factories.fresh(person)) if task.assignee_id == person.pk]


def issue(letter, by, number="沈科函〔2026〕1号"):
    return actions.issue_letter(letter=letter, document_number=number, on=date(2026, 5, 6), by=by)


def test_a_letter_walks_from_draft_to_issue(letter, leader):
    issue(letter, leader)

    letter = factories.again(letter)
    events = Entry.objects.filter(case_kind="reply").order_by("seq").values_list("event", flat=True)
    assert (letter.state, letter.proposal.state) == ("issued", "answered")
    walked = ["reply:draft", "reply:submit", "reply:agree", "reply:freeze", "reply:issue"]
    assert list(events) == [*walked, "file:keep", "file:keep"]


def test_the_frozen_numbers_are_kept_with_definition_source_and_records(letter):
    kept = [
        (each.text, each.records, bool(each.frozen), bool(each.reference)) for each in letter.figures.all()
    ]

    assert kept == [("1项", 1, True, False), ("140.1亿元", 0, False, True)]
    assert trace_of(letter).text.endswith("2026年登记技术合同1项，研发经费支出140.1亿元。")


def test_an_untraced_number_refuses_the_issue_and_names_the_place(contract, officer, reviewer, leader):
    body = factories.BODY + "另有服务机构41家。"
    letter = factories.again(factories.frozen(by=officer, signers=[reviewer], body=body))

    with pytest.raises(Refusal, match=r"第2段.*41家.*没有出处") as caught:
        issue(letter, leader)
    assert (caught.value.code, factories.again(letter).state) == ("untraced", "frozen")


def test_a_late_contract_refuses_the_issue_and_says_which(letter, register, leader):
    late = register("乙", 9)

    with pytest.raises(Refusal, match=f"冻结时1项，现在2项。此后补进1条记录（{late.number}）") as caught:
        issue(letter, leader)
    assert caught.value.code == "drifted"


def test_after_freezing_again_it_is_issued_with_todays_number(letter, register, officer, leader):
    register("乙", 9)

    again = actions.refreeze_letter(letter=letter, by=officer, reason="补登记一项")
    issue(factories.again(again), leader)

    said = Entry.objects.get(event="reply:refreeze").after["changed"]
    assert said == {"{{contracts.count year=2026}}": ["1项", "2项"]}
    assert (factories.again(letter).state, "技术合同2项" in trace_of(factories.again(letter)).text) == (
        "issued",
        True,
    )


def test_a_corrected_reference_is_a_moved_number(letter, officer):
    reference = factories.Reference.objects.get()
    facts = {name: getattr(reference, name) for name in ("name", "definition", "document", "page", "as_of")}

    actions.correct_reference(reference=reference, text="140.2亿元", reason="公报更正", by=officer, **facts)

    assert [(each.then, each.now) for each in moved_figures(letter)] == [("140.1亿元", "140.2亿元")]


def test_an_unknown_figure_cannot_be_frozen(contract, officer, reviewer):
    with pytest.raises(Refusal, match=r"没有编号为“contracts\.none”的指标"):
        factories.frozen(by=officer, signers=[reviewer], body="共{{contracts.none year=2026}}。")


def test_everybody_must_agree_before_freezing(contract, officer, reviewer, finance):
    letter = factories.cosigning(by=officer, signers=[reviewer, finance])
    actions.agree_letter(letter=letter, by=reviewer)

    with pytest.raises(Refusal, match="还有1位没有会签"):
        actions.freeze_letter(letter=factories.again(letter), by=officer)


def test_an_objection_sends_it_back_with_the_reason(contract, officer, reviewer):
    letter = factories.cosigning(by=officer, signers=[reviewer])

    actions.object_letter(letter=letter, by=reviewer, reason="口径不对")

    assert (factories.again(letter).state, Cosign.objects.get().remark) == ("draft", "口径不对")
    assert own_tasks(officer) == ["修改答复"]


def test_the_drafter_is_asked_for_one_thing_at_a_time(contract, officer, reviewer, leader):
    case = factories.assigned(by=officer)
    asked = [own_tasks(officer)]
    factories.reference(by=officer)
    letter = actions.draft_letter(proposal=case, body=factories.BODY, by=officer)
    asked.append(own_tasks(officer))
    letter = actions.submit_letter(letter=letter, signers=[reviewer], by=officer)
    asked.append(own_tasks(officer))
    actions.agree_letter(letter=letter, by=reviewer)
    asked.append(own_tasks(officer))
    actions.freeze_letter(letter=factories.again(letter), by=officer)
    asked.append(own_tasks(officer))
    actions.send_back_letter(letter=factories.again(letter), by=leader, reason="重写第二段")
    asked.append(own_tasks(officer))

    assert asked == [["起草答复"], ["起草答复"], [], ["冻结答复里的数字"], [], ["修改答复"]]


def test_who_agreed_may_object_until_it_is_issued(letter, reviewer):
    actions.object_letter(letter=letter, by=reviewer, reason="数字变了")

    assert (factories.again(letter).state, factories.again(letter).frozen_by) == ("draft", None)


def test_who_was_not_asked_may_not_sign(contract, officer, reviewer, finance):
    letter = factories.cosigning(by=officer, signers=[reviewer])

    with pytest.raises(Forbidden, match="没有请您会签"):
        actions.agree_letter(letter=letter, by=finance)


def test_only_the_drafter_edits_and_not_while_others_read_it(contract, officer, reviewer, play):
    other = play("other", role=RoleName.OFFICER)
    letter = factories.draft(by=officer)

    with pytest.raises(Forbidden, match="由起草人"):
        actions.edit_letter(letter=letter, values={"body": "改"}, by=other)
    letter = actions.submit_letter(letter=letter, signers=[reviewer], by=officer)
    with pytest.raises(Forbidden, match="收回修改后才能改"):
        actions.edit_letter(letter=letter, values={"body": "改"}, by=officer)


def test_a_lost_update_is_a_conflict(contract, officer):
    letter = factories.draft(by=officer)
    stale = factories.again(letter)
    actions.edit_letter(letter=letter, values={"body": "先改"}, by=officer)

    with pytest.raises(Conflict):
        actions.edit_letter(letter=stale, values={"body": "后改"}, by=officer)
    assert factories.again(letter).body == "先改"


@pytest.mark.parametrize("part", ["officer", "reviewer", "finance", "applicant", "auditor"])
def test_only_the_leader_issues(request, letter, part):
    with pytest.raises(Forbidden):
        issue(letter, request.getfixturevalue(part))


def test_a_drafter_cannot_be_asked_to_sign_their_own(contract, officer):
    with pytest.raises(Refusal, match="不能会签"):
        factories.cosigning(by=officer, signers=[officer])


def test_the_database_itself_refuses_an_issuer_who_drafted(letter, officer):
    row = {"issued_by": officer, "issued_on": date(2026, 5, 6), "document_number": "1", "state": "issued"}
    with pytest.raises(IntegrityError, match="reply_issuer_is_not"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**row)


def test_the_database_itself_refuses_a_cosigner_who_drafted(letter, officer):
    with pytest.raises(IntegrityError, match="cosigner_is_not_drafter"), transaction.atomic():
        Cosign.objects.filter(letter=letter).update(signer=officer)


def test_a_recalled_letter_leaves_the_proposal_in_hand(letter, leader, officer):
    issue(letter, leader)

    actions.recall_letter(letter=factories.again(letter), by=leader, reason="有一处笔误")

    letter = factories.again(letter)
    assert (letter.state, letter.proposal.state) == ("recalled", "assigned")
    assert actions.draft_letter(proposal=letter.proposal, by=officer).state == "draft"


def test_a_document_number_is_used_once(letter, leader, officer, reviewer):
    issue(letter, leader)
    second = factories.frozen(by=officer, signers=[reviewer], number="0470")

    with pytest.raises(Conflict, match="发文字号"):
        issue(factories.again(second), leader)


def test_a_reference_must_be_one_number_with_its_source(officer):
    with pytest.raises(Refusal, match="不是一个带单位的数"):
        factories.reference(by=officer, text="约8078")
    with pytest.raises(Refusal, match="不是一个带单位的数"):
        factories.reference(by=officer, text="3家和4项")
    with pytest.raises(Refusal, match="出处"):
        factories.reference(by=officer, page=" ")


@pytest.mark.parametrize(
    "text", ["140.1亿元", "281项", "2.42%", "1:28", "10万余人", "30余场", "353万平方米", "近20万人"]
)
def test_numbers_are_taken_as_letters_print_them(officer, text):
    assert factories.reference(by=officer, text=text).text == text


def test_a_replaced_reference_asks_for_the_figure(contract, officer):
    letter = factories.draft(by=officer)
    reference = factories.Reference.objects.get()

    actions.replace_reference(reference=reference, mark="{{contracts.amount year=2026}}", by=officer)

    [problem] = trace_of(letter).problems
    assert "{{contracts.amount year=2026}}" in problem.way_out


def test_a_proposal_is_assigned_with_a_task_and_a_message(officer, play):
    drafter = play("drafter", role=RoleName.OFFICER)
    case = factories.proposal(by=officer)

    actions.assign_proposal(proposal=case, drafter=drafter, draft_due_on=date(2026, 4, 2), by=officer)

    [task] = tasks_for(factories.fresh(drafter))
    assert (case.state, task.heading, task.due_on) == ("assigned", "起草答复", date(2026, 4, 2))


def test_a_draft_is_not_due_before_the_proposal_came(officer):
    case = factories.proposal(by=officer)

    with pytest.raises(Refusal, match="起草期限早于收到建议提案的日期"):
        actions.assign_proposal(
            proposal=case, drafter=officer, draft_due_on=case.received_on - timedelta(days=1), by=officer
        )


@pytest.mark.parametrize(("days", "said"), [(1, "签发日期晚于今天"), (-9_999, "签发日期早于收到")])
def test_a_letter_carries_no_day_on_which_it_could_not_be_issued(letter, leader, days, said):
    with pytest.raises(Refusal, match=said):
        actions.issue_letter(
            letter=letter, document_number="函1号", on=city_today() + timedelta(days=days), by=leader
        )

    assert factories.again(letter).state == "frozen"


def test_a_term_of_working_days_is_counted_on_the_calendar(officer):
    case = factories.proposal(by=officer, due_on=None, term_days=10)

    assert case.due_on == date(2026, 3, 16)


def test_a_proposal_with_two_terms_or_entered_twice_is_refused(officer):
    factories.proposal(by=officer)

    with pytest.raises(Conflict, match="已经登记"):
        factories.proposal(by=officer)
    with pytest.raises(Refusal, match="填了两种"):
        factories.proposal(by=officer, number="1", term_days=3)


def test_a_proposal_is_given_back_with_a_reason(officer):
    case = factories.proposal(by=officer)

    actions.return_proposal(proposal=case, by=officer, reason="属市发改委职责")

    assert (case.state, case.clock_stopped_on is not None) == ("returned", True)


def test_a_firm_may_do_nothing_here(contract, officer, rival):
    with pytest.raises(Forbidden):
        factories.proposal(by=rival)
    with pytest.raises(Forbidden):
        factories.reference(by=rival)
