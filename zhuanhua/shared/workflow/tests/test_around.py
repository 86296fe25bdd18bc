"""What waits, what went back and what was handed in: are tasks, returns, versions and numbers kept rightly?"""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.workflow import actions, queries
from zhuanhua.shared.workflow.models import Return, Task
from zhuanhua.shared.workflow.serials import next_number, next_part, take_serials
from zhuanhua.shared.workflow.tests.permits import permit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("permits")]


def titles(person: Any) -> list[str]:
    """Give what waits for a person."""
    return [task.title for task in queries.tasks_for(person)]


def test_tasks_wait_for_the_permission_the_organisation_and_the_person(
    registrar: Any, applicant: Any, rival: Any, play: Any
) -> None:
    case, second = permit(), play("second", role="registrar")
    open_ = {"case": case, "url": "/"}
    actions.open_task(title="later", permission=Permission.CONTRACT_EXAMINE, due_on=date(2026, 5, 2), **open_)
    actions.open_task(
        title="sooner", permission=Permission.CONTRACT_EXAMINE, due_on=date(2026, 5, 1), **open_
    )
    actions.open_task(title="mine", permission=Permission.CONTRACT_EXAMINE, assignee=second, **open_)
    actions.open_task(
        title="theirs", permission=Permission.CONTRACT_FILE, organisation=applicant.organisation, **open_
    )

    found = [titles(person) for person in (registrar, second, applicant, rival)]

    assert found == [["sooner", "later"], ["sooner", "later", "mine"], ["theirs"], []]


def test_closed_tasks_wait_for_nobody(registrar: Any) -> None:
    case = permit()
    for permission in (Permission.CONTRACT_EXAMINE, Permission.CONTRACT_FILE):
        actions.open_task(case=case, title="x", permission=permission, url="/")

    counts = [
        actions.close_tasks(case, by=registrar, permission=Permission.CONTRACT_FILE),
        actions.close_tasks_of([case], by=registrar),
        actions.close_tasks(case, by=registrar),
        actions.close_tasks_of([], by=registrar),
    ]

    assert counts == [1, 1, 0, 0]
    assert (titles(registrar), set(Task.objects.values_list("closed_by", flat=True))) == ([], {registrar.pk})


def test_return_marks_fields_until_it_is_answered(registrar: Any, applicant: Any) -> None:
    case = permit()
    actions.return_fields(case, by=registrar, remark="请补正", fields={"title": "写全称", "made_by": "写明"})

    waiting = queries.open_return(case)
    assert [(each.field, each.remark) for each in waiting.fields.all()] == [
        ("title", "写全称"),
        ("made_by", "写明"),
    ]
    assert actions.answer_return(case, by=applicant) == 1
    assert (queries.open_return(case), queries.returns_of(case).count()) == (None, 1)


def test_one_return_waits_at_a_time(registrar: Any) -> None:
    case = permit()
    actions.return_fields(case, by=registrar, remark="请补正", fields={})

    with pytest.raises(IntegrityError), transaction.atomic():
        actions.return_fields(case, by=registrar, remark="再补正", fields={})

    assert Return.objects.count() == 1


def test_versions_are_numbered_in_order(applicant: Any) -> None:
    case = permit()
    for title in ("甲", "乙"):
        actions.keep_version(case, {"title": title}, by=applicant)

    assert list(queries.versions_of(case).values_list("version", "payload")) == [
        (1, {"title": "甲"}),
        (2, {"title": "乙"}),
    ]


def test_numbers_follow_one_another_within_a_year() -> None:
    day = date(2026, 12, 31)

    assert [next_number("SY", on=day), next_number("SY", on=day), next_number("SY", on=date(2027, 1, 1))] == [
        "2026-SY-00001",
        "2026-SY-00002",
        "2027-SY-00001",
    ]
    assert [next_part("2026-SY-00001", "B"), next_part("2026-SY-00001", "B")] == [
        "2026-SY-00001-B1",
        "2026-SY-00001-B2",
    ]
    assert list(take_serials("many", 3)) == [1, 2, 3]
