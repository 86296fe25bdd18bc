"""What waits for a second person after a workbook of the national system came in? One task for whoever entered it and the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import CITY_ZONE
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.queries.entered import awaiting, within
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.models import Task

TITLE = noop("核对导入的登记")


@dataclass(frozen=True, order=True)
class Intake:
    """What one person entered on one day, as a case that a task is about."""

    person: int
    day: date

    case_kind = "contract_entry"

    @classmethod
    def of(cls, person: int, since: datetime) -> "Intake":
        """Name the intake that a contract belongs to."""
        return cls(person, since.astimezone(CITY_ZONE).date())

    @property
    def number(self) -> str:
        """Its name among tasks."""
        return f"{self.day.year}-DR-{self.day:%m%d}-{self.person}"

    @property
    def url(self) -> str:
        """Where it is confirmed."""
        return f"/contracts/entered/?by={self.person}&on={self.day.isoformat()}"


def wait_for_second(*, by: Any, at: datetime) -> None:
    """Put what was entered into the inbox of the reviewers, once for a person and a day.

    Of two imports at once the second waits for the first before it stores anything; whoever closes the task at this moment is waited for here.
    """
    intake = Intake.of(by.pk, at)
    if not _held(intake):
        open_task(
            case=intake, title=TITLE, about=by.name, permission=Permission.CONTRACT_REVIEW, url=intake.url
        )


def leave_entered(contracts: Iterable[Contract], *, by: Any) -> None:
    """Take the entries of contracts that wait no longer out of the inboxes, where nothing of them is left."""
    close_finished(
        {Intake.of(one.registered_by_id, one.state_since) for one in contracts if one.is_entered}, by=by
    )  # type: ignore[arg-type]


def close_finished(entries: Iterable[Intake], *, by: Any) -> None:
    """Close the tasks of entries of which no contract waits; two who confirm the halves of one wait for one another here."""
    for intake in sorted(entries):
        if _held(intake) and not within(awaiting(), intake.person, intake.day).exists():
            close_tasks(intake, by=by)


def _held(intake: Intake) -> list[Task]:
    """Lock the open tasks of an intake: none is closed, or counted on, while the other is judged."""
    tasks = Task.objects.filter(case_kind=intake.case_kind, case_number=intake.number, closed_at__isnull=True)
    return list(tasks.select_for_update().order_by("pk"))
