"""What waits, what went back, what was handed in, what is announced?"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from zhuanhua.shared.access.roles import ROLES
from zhuanhua.shared.workflow.models import CaseVersion, Publicity, Return, Task


def tasks_for(person: Any) -> QuerySet[Task]:
    """Give the open tasks that wait for this person: by the acting role's permissions, organisation and name."""
    role = ROLES.get(person.acting_role)
    if role is None or not person.is_active:
        return Task.objects.none()
    tasks = Task.objects.filter(
        closed_at__isnull=True, permission__in=[each.value for each in role.permissions]
    )
    organisation = person.organisation
    mine = Q(organisation__isnull=True) | Q(
        organisation=organisation.pk if organisation is not None else None
    )
    return tasks.filter(mine & (Q(assignee__isnull=True) | Q(assignee=person.pk)))


def unfilled(case: Any, names: Iterable[str]) -> list[str]:
    """Name the fields of a case that are still empty, as people read them."""
    empty = [name for name in names if getattr(case, name) in (None, "")]
    return [str(case._meta.get_field(name).verbose_name) for name in empty]  # noqa: SLF001 - Django's documented meta


def has_task(case: Any, title: str) -> bool:
    """Tell whether a task of this title is open for the case."""
    tasks = Task.objects.filter(case_kind=case.case_kind, case_number=case.number, title=title)
    return tasks.filter(closed_at__isnull=True).exists()


def open_return(case: Any) -> Return | None:
    """Give the return that waits for its correction."""
    returns = Return.objects.prefetch_related("fields").select_related("returned_by")
    return returns.filter(case_kind=case.case_kind, case_number=case.number, answered_at__isnull=True).first()


def returns_of(case: Any) -> QuerySet[Return]:
    """Give every return of a case, newest first."""
    returns = Return.objects.prefetch_related("fields").select_related("returned_by")
    return returns.filter(case_kind=case.case_kind, case_number=case.number)


def versions_of(case: Any) -> QuerySet[CaseVersion]:
    """Give what was handed in, oldest first."""
    return CaseVersion.objects.filter(case_kind=case.case_kind, case_number=case.number)


def publicities_of(case: Any) -> QuerySet[Publicity]:
    """Give the notices of a case, newest first."""
    return Publicity.objects.filter(case_kind=case.case_kind, case_number=case.number)


def public_notices() -> QuerySet[Publicity]:
    """Give every notice, newest first; notices are for everybody."""
    return Publicity.objects.all()
