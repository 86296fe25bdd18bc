"""Who is killed, and how is everything started again? Workers, the server's processes, single lines to the database, the whole database."""

import contextlib
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from django.db import OperationalError, connection

from tests.support.postgres import Cluster
from tests.support.site import free_port

READY = 60.0  # seconds within which a killed database has to answer again


def children_of(pid: int) -> list[int]:
    """Give the processes whose parent is `pid`; nobody is looked up by name."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                    found.append(int(entry.name))
    return found


def kill(*pids: int) -> None:
    """Kill -9; whoever is gone already is gone."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


class Forked:
    """A place that is always taken: when its process is killed, the next life begins."""

    def __init__(self, begin: Callable[[int], int]) -> None:
        self.begin, self.life = begin, 0
        self.pid = begin(0)

    def kill(self) -> None:
        """End this life and begin the next."""
        self.end()
        self.life += 1
        self.pid = self.begin(self.life)

    def end(self) -> None:
        """End for good."""
        kill(self.pid)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)

    def is_dead(self) -> bool:
        """Tell whether it ended by itself, which no worker does."""
        with contextlib.suppress(ChildProcessError):
            return os.waitpid(self.pid, os.WNOHANG)[0] != 0
        return True


class Server:
    """gunicorn as `zhuanhua serve` starts it, forked from here so that nothing is imported anew."""

    def __init__(self, folder: Path, workers: int, threads: int) -> None:
        self.port, self.log = free_port(), folder / "server.log"
        (folder / "port").write_text(str(self.port))
        self.workers, self.threads = workers, threads
        self.start()

    def start(self) -> None:
        """Fork the master; it forks its workers."""
        from argparse import Namespace

        from zhuanhua.cli.serve import web_command

        asked = Namespace(host="127.0.0.1", port=self.port, workers=self.workers, threads=self.threads)
        connection.close()
        self.pid = os.fork()
        if self.pid:
            return
        out = os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.dup2(out, 1)
        os.dup2(out, 2)
        sys.argv = ["gunicorn", *web_command(asked)[3:]]
        from gunicorn.app.wsgiapp import run

        try:
            run()
        finally:
            os._exit(0)

    def kill_worker(self, choose: Callable[[list[int]], int]) -> None:
        """Kill one of its workers; the master starts another."""
        workers = children_of(self.pid)
        if workers:
            kill(choose(workers))

    def kill(self) -> None:
        """Kill the master with all its workers."""
        workers = children_of(self.pid)
        kill(self.pid, *workers)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


class Database:
    """A throw-away cluster that is killed whole: the postmaster by the id that it has written down, the others by their parent."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.slowest = 0.0
        self.counts: Counter[str] = Counter()

    @property
    def postmaster(self) -> int:
        """The process that started all others."""
        return int((self.cluster.records / "postmaster.pid").read_text().split()[0])

    def backends(self) -> list[int]:
        """Give the processes that serve lines, not those that write logs and files."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            return [row[0] for row in cursor.fetchall()]

    def kill_backend(self, choose: Callable[[list[int]], int]) -> None:
        """Kill one line's process: PostgreSQL then ends all others and recovers by itself."""
        with contextlib.suppress(OperationalError):
            alive = set(children_of(self.postmaster)) & set(self.backends())
            if alive:
                kill(choose(sorted(alive)))
                self.counts["lines to the database"] += 1
        connection.close()
        self.wait()

    def kill_all(self) -> None:
        """Kill everything at once and start it again."""
        connection.close()
        postmaster = self.postmaster
        kill(postmaster, *children_of(postmaster))
        self.counts["whole databases"] += 1
        self.restart()

    def restart(self) -> None:
        """Start it; while a last process of the old one dies the new one does not come up, and is tried again."""
        began = time.monotonic()
        while True:
            try:
                self.cluster.start()
                break
            except RuntimeError:
                if time.monotonic() - began > READY:
                    raise
                time.sleep(0.2)
        self.wait()
        self.slowest = max(self.slowest, time.monotonic() - began)

    def wait(self) -> None:
        """Wait until it answers."""
        began = time.monotonic()
        while True:
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
                return
            except OperationalError:
                connection.close()
                if time.monotonic() - began > READY:
                    raise
                time.sleep(0.05)


def durability() -> list[str]:
    """Say what of the database's settings would lose a commit at a power cut, as `zhuanhua doctor` does."""
    from zhuanhua.cli.examinations import database

    return [f"{found.words}" for found in database() if found.level == "bad"]


def is_synced() -> bool | None:
    """Tell whether five commits make the server sync its log; None where this version does not count it."""

    def syncs() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_force_next_flush()")
            cursor.execute("SELECT wal_sync FROM pg_stat_wal")
            return int(cursor.fetchone()[0])

    from django.contrib.sessions.backends.db import SessionStore

    before = syncs()
    for _number in range(5):
        SessionStore().create()
    return syncs() - before >= 5
