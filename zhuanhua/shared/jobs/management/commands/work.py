"""Works through the background jobs and keeps the schedule, in one process that stops cleanly on SIGTERM."""

import threading
from argparse import ArgumentParser
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connections

from zhuanhua.shared.jobs.queue import make_worker
from zhuanhua.shared.jobs.schedule import queue_due

log = structlog.get_logger("zhuanhua.jobs")
LOOK_EVERY = 15  # seconds between two looks at the schedule
PATIENCE = 10  # seconds for the schedule to finish its line when the process stops


class Command(BaseCommand):
    """`manage.py work`; a service manager keeps one or more of them running."""

    help = "Works through background jobs and the schedule until it is told to stop (SIGTERM, Ctrl+C)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how often to look, and whether to stop when nothing is left."""
        parser.add_argument(
            "--interval", type=float, default=1.0, help="seconds between two looks into an empty queue"
        )
        parser.add_argument("--once", action="store_true", help="do what is due and queued now, then stop")

    def handle(self, *args: Any, interval: float, once: bool, **options: Any) -> None:
        """Keep the schedule beside the worker; the worker finishes its present job before it stops."""
        worker = make_worker(interval=interval, batch=once)
        if once:
            queue_due()
            worker.run()
            return
        stop = threading.Event()
        keeper = threading.Thread(target=keep_schedule, args=(stop,), name="schedule", daemon=True)
        worker.configure_signals()
        keeper.start()
        try:
            worker.run()
        finally:
            stop.set()
            keeper.join(PATIENCE)


def keep_schedule(stop: threading.Event) -> None:
    """Look at the schedule until told to stop; a database that is away for a while only delays it."""
    while not stop.is_set():
        close_old_connections()
        try:
            queue_due()
        except DatabaseError as fault:
            log.warning("jobs.schedule_delayed", reason=str(fault))
        stop.wait(LOOK_EVERY)
    connections.close_all()
