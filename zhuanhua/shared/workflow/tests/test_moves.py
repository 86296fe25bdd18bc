"""Is `move()` the only way, and does it keep permission, state, needs, reason and journal together (R4, R5)?"""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.workflow.moves import Move, faults_of, move, move_all, moves_for, picture
from zhuanhua.shared.workflow.tests.permits import Permit, PermitState, permit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("permits")]


def stands(number: str = "P1") -> tuple[str, int]:
    """Read a permit's state and version from the database."""
    return Permit.objects.values_list("state", "version").get(number=number)


def test_move_saves_state_and_fields_and_writes_one_line(registrar: Any) -> None:
    case = permit()
    case.title = "新名称"

    move(case, "grant", by=registrar, note={"title": "新名称"}, reason="符合", fields=["title"])

    entry = Entry.objects.get()
    assert stands() == (case.state, case.version) == ("granted", 1)
    assert Permit.objects.get().title == "新名称"
    assert (entry.event, entry.case_kind, entry.case_number, entry.actor) == (
        "permit:grant",
        "permit",
        "P1",
        "registrar",
    )
    assert (entry.before, entry.after, entry.reason) == (
        {"state": "asked"},
        {"state": "granted", "title": "新名称"},
        "符合",
    )


def test_move_without_permission_is_forbidden_and_changes_nothing(applicant: Any) -> None:
    case = permit()

    with pytest.raises(Forbidden):
        move(case, "grant", by=applicant)

    assert (stands(), case.state, Entry.objects.count()) == (("asked", 0), "asked", 0)


def test_move_from_another_state_is_a_conflict_that_names_the_state(registrar: Any) -> None:
    case = permit(state=PermitState.DRAFT)

    with pytest.raises(Conflict, match="P1现在是“草稿”，不能“同意”。"):
        move(case, "grant", by=registrar)

    assert (stands(), case.state) == (("draft", 0), "draft")


def test_second_officer_hears_who_was_first(registrar: Any, play: Any) -> None:
    first = permit()
    second, other = Permit.objects.get(), play("second", role="registrar", name="贺南舟")
    move(first, "grant", by=registrar)

    with pytest.raises(Conflict, match="P1已由林知远改为“已同意”，不能“不同意”。"):
        move(second, "decline", by=other, reason="材料不全")

    assert (stands(), Entry.objects.count()) == (("granted", 1), 1)


def test_old_version_in_the_same_state_is_a_conflict(registrar: Any) -> None:
    case = permit()
    Permit.objects.update(version=4)

    with pytest.raises(Conflict):
        move(case, "grant", by=registrar)


def test_deleted_case_is_a_conflict(registrar: Any) -> None:
    case = permit()
    Permit.objects.all().delete()

    with pytest.raises(Conflict, match="已删除"):
        move(case, "grant", by=registrar)


@pytest.mark.parametrize(
    ("verb", "facts", "reason", "field"),
    [
        ("grant", {"checked_by": None}, "", "checked_by"),
        ("decline", {}, " ", "reason"),
        ("decline", {"state": "draft"}, "", "reason"),
    ],
)
def test_move_refuses_what_is_missing(
    registrar: Any, verb: str, facts: dict[str, Any], reason: str, field: str
) -> None:
    case = permit(**facts)

    with pytest.raises(Refusal) as refused:
        move(case, verb, by=registrar, reason=reason)

    assert (refused.value.field, case.version, Entry.objects.count()) == (field, 0, 0)


def test_unknown_verb_is_a_fault_of_the_program(registrar: Any) -> None:
    with pytest.raises(KeyError):
        move(permit(), "eat", by=registrar)


def test_system_moves_without_permission_and_signs_as_system() -> None:
    move(permit(), "grant", by=None)

    assert Entry.objects.values_list("actor", "actor_name").get() == ("", "系统")


def test_failed_save_leaves_row_object_and_journal_as_they_were(registrar: Any) -> None:
    case = permit()
    case.checked_by = case.made_by

    with pytest.raises(IntegrityError), transaction.atomic():
        move(case, "grant", by=registrar, fields=["checked_by"])

    assert (case.state, case.version, stands(), Entry.objects.count()) == ("asked", 0, ("asked", 0), 0)


def test_maker_and_checker_are_two_people_in_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        permit(made_by=3, checked_by=3)

    assert permit(made_by=3, checked_by=None).pk is not None


def test_move_all_moves_every_case_with_one_line_each(registrar: Any) -> None:
    cases = [permit(f"P{n}") for n in range(300)]

    count = move_all(cases, "decline", by=registrar, reason=lambda case: f"理由{case.number}")

    assert count == 300
    assert set(Permit.objects.values_list("state", "version")) == {("declined", 1)}
    assert list(Entry.objects.values_list("case_number", "reason")) == [
        (f"P{n}", f"理由P{n}") for n in range(300)
    ]


def test_move_all_is_all_or_nothing(registrar: Any) -> None:
    cases = [permit("P1"), permit("P2", checked_by=None)]

    with pytest.raises(Refusal):
        move_all(cases, "grant", by=registrar)

    assert [case.state for case in cases] == ["asked", "asked"]
    assert (stands("P1"), stands("P2"), Entry.objects.count()) == (("asked", 0), ("asked", 0), 0)


def test_move_all_takes_no_case_twice_and_nothing_calmly(registrar: Any) -> None:
    case = permit()

    with pytest.raises(ValueError, match="named once"):
        move_all([case, Permit.objects.get()], "grant", by=registrar)

    assert move_all([], "grant", by=registrar) == 0


def test_offers_name_what_may_be_done_and_why_not(registrar: Any, applicant: Any) -> None:
    case = permit()

    assert [(offer.move.verb, offer.allowed) for offer in moves_for(case, registrar)] == [
        ("grant", True),
        ("decline", True),
    ]
    refused = moves_for(case, applicant)[0]
    assert refused.allowed is False
    assert refused.why != ""


def test_table_of_moves_is_judged() -> None:
    step = Move("lose", PermitState.GRANTED, "lost", by=Permission.CONTRACT_EXAMINE, label="遗失")
    broken = SimpleNamespace(States=PermitState, MOVES=(Permit.MOVES[0], step), FINAL=(PermitState.GRANTED,))

    assert faults_of(Permit) == []
    assert faults_of(broken) == [
        "lose: unknown state lost",
        "declined: never reached",
        "granted: never reached",
        "asked: no way out",
        "declined: no way out",
        "granted: final, but a move leaves it",
    ]


def test_picture_draws_every_state_and_move() -> None:
    assert picture(Permit).splitlines() == [
        "stateDiagram-v2",
        "    [*] --> draft",
        "    draft: 草稿",
        "    asked: 待审核",
        "    granted: 已同意",
        "    declined: 不同意",
        "    draft --> asked: 提交",
        "    asked --> granted: 同意",
        "    draft --> declined: 不同意",
        "    asked --> declined: 不同意",
        "    granted --> [*]",
        "    declined --> [*]",
    ]
