"""Does the state of the jobs tell what runs, what is late and what failed, and never what a job was given?"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from zhuanhua.shared.jobs import queries
from zhuanhua.shared.jobs.models import ScheduledJob
from zhuanhua.shared.jobs.schedule import SCHEDULE

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-05-18T09:00:00+08:00")
KEEP_UP = "zhuanhua.shared.search.jobs.keep_up"


def tried(status: str, *, minutes_ago: int = 0, path: str = KEEP_UP, attempt: int = 0) -> DBTaskResult:
    """Put a try into the queue's table as the worker leaves it."""
    kept = DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {"path": path, "kwargs": {"run": "机密"}, "attempt": attempt}},
        task_path="zhuanhua.shared.jobs.queue.run_job",
        backend_name="default",
        exception_class_path="",
        traceback="",
    )
    at = NOW - timedelta(minutes=minutes_ago)
    DBTaskResult.objects.filter(pk=kept.pk).update(enqueued_at=at, finished_at=at)
    return kept


def keep_the_schedule(at: datetime = NOW) -> None:
    for path in SCHEDULE:
        ScheduledJob.objects.create(path=path, due_at=at + timedelta(minutes=1))


def test_load_counts_each_state_and_the_last_success() -> None:
    keep_the_schedule()
    for status, ago in (
        ("READY", 0),
        ("RUNNING", 1),
        ("SUCCESSFUL", 2),
        ("FAILED", 3),
        ("FAILED", 60 * 24 * 8),
    ):
        tried(status, minutes_ago=ago)

    found = queries.load(at=NOW)

    assert (found.waiting, found.running, found.failed, found.is_idle) == (1, 1, 1, False)
    assert found.last_done_at == NOW - timedelta(minutes=2)


@pytest.mark.parametrize(("running", "is_idle"), [(False, True), (True, False)])
def test_a_queue_that_nobody_takes_is_told(running: bool, is_idle: bool) -> None:
    keep_the_schedule()
    tried("READY", minutes_ago=6)
    if running:
        tried("RUNNING", minutes_ago=6)

    assert queries.load(at=NOW).is_idle == is_idle


def test_a_schedule_that_nobody_keeps_is_told_and_stands_on_top() -> None:
    keep_the_schedule()
    ScheduledJob.objects.filter(path=KEEP_UP).update(due_at=NOW - timedelta(minutes=6))

    first, *others = queries.recurring(at=NOW)

    assert (first.title, first.often, first.is_late) == ("更新查找索引", "每2分钟", True)
    assert not any(each.is_late for each in others)
    assert queries.load(at=NOW).is_idle


def test_failures_name_the_job_in_the_readers_language_and_nothing_of_the_case() -> None:
    tried("FAILED", attempt=3)
    tried("FAILED", minutes_ago=1, attempt=1)
    tried("FAILED", minutes_ago=2, path="zhuanhua.gone.job")

    with override("en"):
        found = queries.failures(at=NOW)

    assert [(each.title, each.attempt, each.is_last) for each in found] == [
        ("Bring the search index up to date", 4, True),
        ("Bring the search index up to date", 2, False),
        ("A job that this version does not have", 1, True),
    ]
    assert "机密" not in repr(found)


@pytest.mark.parametrize(
    ("minutes", "said"), [(2, "每2分钟"), (60, "每小时"), (360, "每6小时"), (1440, "每天"), (10080, "每周")]
)
def test_rhythms_are_said_in_words(minutes: int, said: str) -> None:
    each: Any = queries.Recurring("", timedelta(minutes=minutes), timezone.now(), is_late=False)

    assert each.often == said
