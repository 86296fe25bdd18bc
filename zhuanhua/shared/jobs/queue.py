"""What is done in the background? Jobs queued in the same database, tried again after a fault; the only door to django_tasks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from django_tasks import default_task_backend, task

from zhuanhua.core.errors import Refusal

log = structlog.get_logger("zhuanhua.jobs")

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class Job:
    """A function that may run later. It gets plain values (numbers, texts) and asks for rights anew when it runs.

    `title` (a text of the catalogues) names it to who looks after the site. `gave_up(message, **kwargs)` is called when the last try has failed, or
    when the job was refused.
    """

    function: Callable[..., Any]
    title: str
    retries: int
    gave_up: Callable[..., Any] | None = None

    @property
    def path(self) -> str:
        """Where the worker finds it."""
        return f"{self.function.__module__}.{self.function.__qualname__}"

    def __call__(self, **kwargs: Any) -> Any:
        """Run now, in this process, once."""
        return self.function(**kwargs)


def job(
    title: str, *, retries: int = 3, gave_up: Callable[..., Any] | None = None
) -> Callable[[Callable[..., Any]], Job]:
    """Make a module's function a job that is tried `retries` times more after a fault."""

    def wrap(function: Callable[..., Any]) -> Job:
        return Job(function, title, retries, gave_up)

    return wrap


def enqueue(wanted: Job, **kwargs: Any) -> None:
    """Have a job done once the present transaction is committed, and never if it is rolled back."""
    if default_task_backend.supports_defer:  # the queue is a table: the line commits with the records
        run_job.enqueue(path=wanted.path, kwargs=kwargs, attempt=0)
    else:
        transaction.on_commit(partial(run_job.enqueue, path=wanted.path, kwargs=kwargs, attempt=0))


def wait_before(attempt: int) -> timedelta:
    """How long to wait before a further try: 30 seconds, then four times as long each time, an hour at most."""
    return min(FIRST_WAIT * 4 ** (attempt - 1), LONGEST_WAIT)


@task()
def run_job(path: str, kwargs: dict[str, Any], attempt: int) -> None:
    """Try a job once; after a fault queue it again, and after the last one tell the job's own room."""
    wanted = import_string(path)
    if not isinstance(wanted, Job):
        message = f"{path} is no job"
        raise ImproperlyConfigured(message)
    try:
        wanted.function(**kwargs)
    except Refusal as refusal:
        log.info("jobs.refused", job=path, reason=str(refusal))
        if wanted.gave_up:
            wanted.gave_up(str(refusal), **kwargs)
    except Exception as fault:
        log.exception("jobs.fault", job=path, attempt=attempt)
        if attempt < wanted.retries:
            _again(path, kwargs, attempt + 1)
        elif wanted.gave_up:
            wanted.gave_up("", **kwargs)
        raise RuntimeError(path) from fault  # so that the queue's own table tells of it


def _again(path: str, kwargs: dict[str, Any], attempt: int) -> None:
    later = run_job
    if default_task_backend.supports_defer:
        later = run_job.using(run_after=timezone.now() + wait_before(attempt))
    later.enqueue(path=path, kwargs=kwargs, attempt=attempt)


def make_worker(*, interval: float, batch: bool) -> Any:
    """Give the loop that takes jobs from the table; told to stop, it finishes the present job first."""
    from django_tasks_db.management.commands.db_worker import (
        Worker,
    )  # its models are loaded by now, not before

    return Worker(
        queue_names=["default"],
        interval=interval,
        batch=batch,
        backend_name="default",
        startup_delay=not batch,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
