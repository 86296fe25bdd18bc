"""Is a job tried again after a fault, told when it is given up, and queued once when it is due?"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from zhuanhua.core.errors import Refusal
from zhuanhua.shared.jobs import queue, schedule
from zhuanhua.shared.jobs.models import ScheduledJob

pytestmark = pytest.mark.django_db
GIVEN_UP: list[tuple[str, str]] = []


@queue.job("试验", retries=2, gave_up=lambda message, *, way: GIVEN_UP.append((message, way)))
def trial(*, way: str) -> None:
    """Fail in the way that is asked for."""
    if way == "refused":
        raise Refusal("不能办")
    if way == "fault":
        raise ValueError(way)


@pytest.fixture(autouse=True)
def database_queue(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    GIVEN_UP.clear()


def run(way: str, attempt: int) -> None:
    queue.run_job.func(path=trial.path, kwargs={"way": way}, attempt=attempt)


def test_a_job_waits_in_the_table_until_a_worker_takes_it() -> None:
    queue.enqueue(trial, way="well")

    waiting = DBTaskResult.objects.ready().get()
    assert waiting.args_kwargs["kwargs"] == {"path": trial.path, "kwargs": {"way": "well"}, "attempt": 0}


def test_a_fault_is_tried_again_later_and_then_given_up() -> None:
    for attempt in range(3):
        with pytest.raises(RuntimeError):
            run("fault", attempt)

    again = list(DBTaskResult.objects.order_by("run_after"))
    assert [each.args_kwargs["kwargs"]["attempt"] for each in again] == [1, 2]
    assert all(each.run_after > timezone.now() for each in again)
    assert GIVEN_UP == [("", "fault")]


def test_a_refusal_is_told_at_once_and_not_tried_again() -> None:
    run("refused", 0)

    assert GIVEN_UP == [("不能办", "refused")]
    assert not DBTaskResult.objects.exists()


def test_what_is_no_job_is_not_run() -> None:
    with pytest.raises(ImproperlyConfigured):
        queue.run_job.func(path="os.getcwd", kwargs={}, attempt=0)


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 30), (2, 120), (3, 480), (9, 3600)])
def test_waits_grow_to_an_hour(attempt: int, seconds: int) -> None:
    assert queue.wait_before(attempt) == timedelta(seconds=seconds)


def test_what_is_due_is_queued_once_and_a_missed_rhythm_made_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "SCHEDULE", {})
    schedule.every(minutes=10)(trial)
    start = timezone.now()

    def due(minutes: int) -> list[str]:
        return schedule.queue_due(at=start + timedelta(minutes=minutes))

    assert [due(0), due(0), due(9), due(55), due(56)] == [[trial.path], [], [], [trial.path], []]
    assert DBTaskResult.objects.count() == 2
    assert next_run() == start + timedelta(minutes=65)


def next_run() -> datetime:
    return ScheduledJob.objects.get(path=trial.path).due_at
