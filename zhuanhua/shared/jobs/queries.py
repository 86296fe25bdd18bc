"""How do the background jobs stand? Counts, the next runs and what failed lately; never what a job was given."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from zhuanhua.shared.jobs.models import ScheduledJob
from zhuanhua.shared.jobs.queue import Job
from zhuanhua.shared.jobs.schedule import SCHEDULE

FAULTS_SHOWN = 50
LATELY = timedelta(days=7)
PATIENCE = timedelta(
    minutes=5
)  # a worker looks every few seconds; what is due for longer than this is not being done


@dataclass(frozen=True, slots=True)
class Load:
    """What the queue holds now, when something was last done, and whether anything is doing it."""

    waiting: int
    running: int
    failed: int
    last_done_at: datetime | None
    is_idle: bool


@dataclass(frozen=True, slots=True)
class Recurring:
    """A job of the schedule: its rhythm and its next run."""

    title: str
    rhythm: timedelta
    due_at: datetime | None
    is_late: bool

    @property
    def often(self) -> str:
        """Say the rhythm in words."""
        minutes = int(self.rhythm.total_seconds()) // 60
        for length, said in ((7 * 24 * 60, _("每周")), (24 * 60, _("每天")), (60, _("每小时"))):
            if minutes == length:
                return said
        if minutes % 60 == 0:
            return _("每%d小时") % (minutes // 60)
        return _("每%d分钟") % minutes


@dataclass(frozen=True, slots=True)
class Failure:
    """A try that failed: which job, when, the how-manieth try, and whether another follows."""

    title: str
    at: datetime | None
    attempt: int
    is_last: bool


def load(*, at: datetime | None = None) -> Load:
    """Count the queue."""
    now = at or timezone.now()
    tasks = _tasks()
    ready = tasks.ready()
    first, last = (
        ready.aggregate(at=Min("enqueued_at"))["at"],
        tasks.successful().aggregate(at=Max("finished_at"))["at"],
    )
    running = tasks.running().count()
    stuck = (
        first is not None
        and not running
        and first < now - PATIENCE
        and (last is None or last < now - PATIENCE)
    )
    return Load(
        waiting=ready.count(),
        running=running,
        failed=tasks.failed().filter(finished_at__gte=now - LATELY).count(),
        last_done_at=last,
        is_idle=stuck or any(each.is_late for each in recurring(at=now)),
    )


def recurring(*, at: datetime | None = None) -> list[Recurring]:
    """Give every job of the schedule, the next to run on top; one that never ran is due at once."""
    now = at or timezone.now()
    due = dict(ScheduledJob.objects.values_list("path", "due_at"))
    found = [
        Recurring(
            _(each.job.title),
            each.rhythm,
            due.get(path),
            is_late=path not in due or due[path] < now - PATIENCE,
        )
        for path, each in SCHEDULE.items()
    ]
    return sorted(found, key=lambda each: (each.due_at is not None, each.due_at or now))


def failures(*, at: datetime | None = None) -> list[Failure]:
    """Give the tries that failed within a week, the latest first. What a job was given may be secret and stays away."""
    now = at or timezone.now()
    rows = _tasks().failed().filter(finished_at__gte=now - LATELY).order_by("-finished_at")
    return [_failure(row) for row in rows[:FAULTS_SHOWN]]


def _failure(row: Any) -> Failure:
    asked = row.args_kwargs.get("kwargs", {})
    attempt = asked.get("attempt", 0)
    try:
        wanted = import_string(asked.get("path", ""))
    except ImportError:
        wanted = None
    if not isinstance(wanted, Job):
        return Failure(_("这个版本里没有的任务"), row.finished_at, attempt + 1, is_last=True)
    return Failure(_(wanted.title), row.finished_at, attempt + 1, is_last=attempt >= wanted.retries)


def _tasks() -> Any:
    from django_tasks_db.models import DBTaskResult  # its models are loaded by now, not before

    return DBTaskResult.objects
