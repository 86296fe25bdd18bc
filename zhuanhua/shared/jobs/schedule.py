"""What is done again and again? Rooms put their recurring jobs here; the worker queues what is due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from zhuanhua.shared.jobs.models import ScheduledJob
from zhuanhua.shared.jobs.queue import Job, enqueue

log = structlog.get_logger("zhuanhua.jobs")


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job without arguments and its rhythm."""

    job: Job
    rhythm: timedelta


SCHEDULE: dict[str, Schedule] = {}


def every(*, minutes: int) -> Callable[[Job], Job]:
    """Have a job run every so many minutes, first when the worker starts."""

    def keep(recurring: Job) -> Job:
        SCHEDULE[recurring.path] = Schedule(recurring, timedelta(minutes=minutes))
        return recurring

    return keep


def queue_due(*, at: datetime | None = None) -> list[str]:
    """Queue what is due and give its names. A rhythm that was missed is made up once, not as often as it was missed."""
    now = at or timezone.now()
    queued = []
    for path, schedule in SCHEDULE.items():
        ScheduledJob.objects.get_or_create(path=path, defaults={"due_at": now})
        with transaction.atomic():
            due = ScheduledJob.objects.filter(path=path, due_at__lte=now)
            if due.update(due_at=now + schedule.rhythm):
                enqueue(schedule.job)
                queued.append(path)
    return queued
