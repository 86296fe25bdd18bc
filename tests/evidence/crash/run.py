"""One run: workers, visitors, a reader and a server, killed by chance until the time is over; then the judgement."""

import argparse
import threading
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from django.db import connection
from django.test import Client

from tests.evidence.crash import deeds, judging, nemesis, world
from tests.evidence.crash.nemesis import Database, Forked, Server
from tests.evidence.crash.visitor import Visitor
from tests.evidence.crash.worker import Reader, Worker, start
from tests.evidence.money_run import totals
from tests.support.cast import sign_in
from tests.support.postgres import Cluster

PAUSE = (0.1, 0.6)  # seconds between two kills
SLOW = 8  # times the asked seconds: no longer, even where next to nothing was acknowledged
RESTING = 1.0  # seconds after a whole database is up again, in which nobody is killed: work has to go on


def warm_up() -> None:
    """Lead one voucher to its acceptance, in a thread: what is imported and compiled on first use then stands in every fork."""

    def walk() -> None:
        facts = deeds.do_apply({"firm": 9_999, "asked_fen": 3_000_003}) | {"part": 8}
        for do in (deeds.do_pass, deeds.do_issue, deeds.do_begin, deeds.do_redeem, deeds.do_accept):
            do(facts)
        client = sign_in(Client(), world.person("officer"))
        for address in ("/vouchers/desk/", f"/vouchers/{facts['number']}/", "/vouchers/batch/"):
            client.get(address)
        connection.close()

    walker = threading.Thread(target=walk)
    walker.start()
    walker.join()
    world.forget()


class Run:
    """Its seed decides who does what and who is killed when; not what the machine makes of it."""

    def __init__(self, wanted: argparse.Namespace, folder: Path, cluster: Cluster | None) -> None:
        self.wanted, self.folder = wanted, folder
        self.chance = Random(f"{wanted.seed}-nemesis")
        self.kills: Counter[str] = Counter()
        self.database = Database(cluster) if cluster else None
        world.fill()
        warm_up()
        (folder / "total").write_text(str(totals()[0]))
        if wanted.plant == "synchronous_commit_off":
            with connection.cursor() as cursor:
                cursor.execute("ALTER SYSTEM SET synchronous_commit = off")
                cursor.execute("SELECT pg_reload_conf()")

    def told(self) -> dict[str, Any]:
        """Run, judge, and say what happened."""
        lost_at_power_cut = nemesis.durability() if not self.wanted.plant else []
        began = time.monotonic()
        self.server = Server(self.folder, 2, 2) if self.wanted.visitors else None
        self.places = self.occupy()
        try:
            self.torment(began + self.wanted.seconds)
        finally:
            for place in self.places:
                place.end()
            if self.server:
                self.server.kill()
        seconds = time.monotonic() - began
        synced = nemesis.is_synced() if self.database else None
        broken = judging.broken(self.folder) + lost_at_power_cut + self.faults_of_server()
        broken += ["five commits were not synced to the log"] if synced is False else []
        wishes, _faults = judging.wishes_of(self.folder)
        return {
            "engine": self.wanted.engine,
            "seed": self.wanted.seed,
            "plant": self.wanted.plant,
            "seconds": round(seconds, 1),
            "kills": dict(self.kills + (self.database.counts if self.database else Counter())),
            "slowest_restart": round(self.database.slowest, 1) if self.database else 0.0,
            "counts": dict(judging.counts_of(wishes)),
            "broken": broken,
        }

    def occupy(self) -> list[Forked]:
        """Fork everybody; places die and are taken again."""
        kinds = [Worker] * self.wanted.workers + [Visitor] * self.wanted.visitors + [Reader]

        def place(kind: type[Worker], slot: int) -> Forked:
            given = (self.folder, slot)
            return Forked(lambda life: start(kind, *given, life, self.wanted.seed, self.wanted.plant))

        return [place(kind, slot) for slot, kind in enumerate(kinds)]

    def torment(self, until: float) -> None:
        """Kill by chance; on PostgreSQL also lines to the database, and the whole of it every few seconds."""
        due = time.monotonic() + self.wanted.databases * 0.6
        limit = until + SLOW * self.wanted.seconds
        while time.monotonic() < until or (time.monotonic() < limit and not self.has_enough()):
            time.sleep(self.chance.uniform(*PAUSE))
            if self.database and time.monotonic() > due:
                self.database.kill_all()
                time.sleep(RESTING)
                due = time.monotonic() + self.chance.uniform(0.7, 1.3) * self.wanted.databases
            elif self.database and self.chance.random() < 0.03:
                self.database.kill_backend(self.chance.choice)
            elif self.server and self.chance.random() < 0.02:
                self.server.kill()
                self.server.start()
                self.kills["whole servers"] += 1
            elif self.server and self.chance.random() < 0.15:
                self.server.kill_worker(self.chance.choice)
                self.kills["processes of the server"] += 1
            else:
                self.chance.choice(self.places[:-1]).kill()
                self.kills["workers"] += 1
        if self.database:  # the last of the short writes of a database that was about to be killed
            self.database.kill_all()

    def has_enough(self) -> bool:
        """Tell whether enough was acknowledged, over HTTP where somebody visits, to have something to hold against the books."""
        letter = "h" if self.wanted.visitors else "s"
        lines = b"".join(path.read_bytes() for path in self.folder.glob(f"{letter}*.lines"))
        return lines.count(b'"kind": "ack"') >= self.wanted.acks

    def faults_of_server(self) -> list[str]:
        """Say what the server's log holds that no kill explains."""
        log = self.folder / "server.log"
        text = log.read_text(errors="replace") if log.exists() else ""
        return ["a deadlock in the server"] if "deadlock detected" in text else []
