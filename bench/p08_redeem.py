"""P8: vouchers redeemed and money moved against one budget, on PostgreSQL; beside the barest SQL that keeps the same promises.

Over HTTP the product's own server answers several browsers, each voucher pressed by two of them. The service layer reserves and pays
beside a prototype in raw SQL with row locks, CHECKs and a unique key: same cluster, same run, in turns, as the ledger grows.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex
from typing import Any

from frame import ROOT, Result

VOUCHERS = {"small": 40, "full": 240}
PEOPLE = 8
GROWTH = {"small": (0, 2_000), "full": (0, 5_000, 25_000)}  # reservations that stand already
MOVES, HANDS = 240, 4
AIM_MINUTE, AIM_RATIO = 1_200, 0.4
RAW = """
CREATE TABLE raw_budget (id int PRIMARY KEY, available bigint NOT NULL CHECK (available >= 0), reserved bigint NOT NULL CHECK (reserved >= 0),
    paid bigint NOT NULL CHECK (paid >= 0));
CREATE TABLE raw_reservation (id bigserial PRIMARY KEY, thing text NOT NULL UNIQUE, amount bigint NOT NULL CHECK (amount > 0),
    posted bigint NOT NULL DEFAULT 0 CHECK (posted BETWEEN 0 AND amount));
CREATE TABLE raw_transfer (id bigserial PRIMARY KEY, kind text NOT NULL, reservation bigint NOT NULL REFERENCES raw_reservation, amount bigint NOT NULL,
    key text NOT NULL UNIQUE);
CREATE TABLE raw_entry (id bigserial PRIMARY KEY, transfer bigint NOT NULL REFERENCES raw_transfer, book text NOT NULL, amount bigint NOT NULL);
INSERT INTO raw_budget VALUES (1, 9000000000000, 0, 0);
"""


def measure(size: str) -> list[Result]:
    """One process with a cluster of its own; nothing is measured where PostgreSQL's server is not installed."""
    from tests.support.postgres import installed

    if installed() is None:
        print("    P8 needs PostgreSQL's server (Debian: apt install postgresql); not measured")
        return []
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}"}
    done = subprocess.run([sys.executable, __file__, size], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2500:])
    told = json.loads(done.stdout.splitlines()[-1])
    minute = told["minute"]
    rows = [
        Result(
            "P8", "vouchers redeemed a minute over HTTP, one budget", f"{VOUCHERS[size]} vouchers × 2 browsers, {PEOPLE} people",
            minute, "vouchers/min", 400, "pretix documents 300–400 tickets a minute", f"≥ {AIM_MINUTE:,}", minute >= AIM_MINUTE,
            f"oversold {told['oversold']} fen; issued {told['issued']:.0f} and accepted {told['accepted']:.0f} a minute",
        )
    ]  # fmt: skip
    for step in told["growth"]:
        ours, raw = step["ours"], step["raw"]
        rows.append(
            Result(
                "P8", "reserve and pay through the service layer", f"{step['standing']:,} reservations stand, {HANDS} at once",
                ours, "moves/s", raw, "raw SQL, locks and CHECKs, no journal", f"≥ {AIM_RATIO} × raw", ours >= AIM_RATIO * raw,
                "each of ours also writes its line of the hash-chained journal",
            )
        )  # fmt: skip
    return rows


# --- the process of its own ---------------------------------------------------------------------------
def main(size: str) -> None:
    """Make a durable cluster and the site on it, measure, print one line of JSON."""
    from tests.support.postgres import Cluster

    cluster = Cluster(durable=True)
    with tempfile.TemporaryDirectory(prefix="zhuanhua-p8-") as folder:
        try:
            cluster.start()
            os.environ.update(environment(Path(folder), cluster))
            import django

            django.setup()
            from django.core.management import call_command

            call_command("migrate", verbosity=0, interactive=False)
            call_command("collectstatic", verbosity=0, interactive=False)
            told = over_http(Path(folder), VOUCHERS[size]) | {"growth": grown(GROWTH[size])}
        finally:
            cluster.remove()
    print(json.dumps(told))


def environment(folder: Path, cluster: Any) -> dict[str, str]:
    """The settings of a real site, without the debugging aids of the crash run; plain http, as behind the city's own proxy."""
    from tests.evidence.crash.__main__ import environment_of

    told = environment_of(folder, cluster) | {
        "ZHUANHUA_SECRET_KEY": token_hex(32), "ZHUANHUA_ALLOWED_HOSTS": "127.0.0.1,testserver", "ZHUANHUA_SSL_REDIRECT": "0",
    }  # fmt: skip
    del told["ZHUANHUA_DEBUG"]
    return told


def over_http(folder: Path, count: int) -> dict[str, Any]:
    """Issue, redeem and accept; each button is pressed in two browsers."""
    from random import Random

    from tests.evidence import rush as rushing
    from tests.evidence.crash import world
    from tests.evidence.crash.run import warm_up

    world.fill()
    warm_up()
    numbers, chance = rushing.waiting_for_issue(count), Random(8)
    minutes = {}
    with rushing.serving(folder) as port:
        for name, presses in (("issued", rushing.issues), ("minute", rushing.redemptions), ("accepted", rushing.acceptances)):  # fmt: skip
            if name == "minute":
                rushing.ready_to_redeem(numbers)
            told = rushing.rush(port, presses(numbers), people=PEOPLE, chance=chance)
            if told.broken or len(told.good) != count:
                raise RuntimeError(f"{name}: {len(told.good)} of {count}; {told.broken[:2]}")
            minutes[name] = 60 * count / told.seconds
    account = world.account("vouchers")
    account.refresh_from_db()
    return minutes | {"oversold": max(0, -account.available_fen)}


def grown(sizes: tuple[int, ...]) -> list[dict[str, Any]]:
    """Measure both as the number of reservations grows; the faster of two turns each."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(RAW)
    steps, standing = [], 0
    for size in sizes:
        if size > standing:
            fill(size - standing)
            standing = size
        step: dict[str, Any] = {"standing": size, "ours": 0.0, "raw": 0.0}
        for turn in range(2):
            for name, hand in (("raw", raw_hand), ("ours", our_hand)):
                step[name] = max(step[name], rate(hand, f"{size}-{turn}"))
        standing += 4 * MOVES // 2
        steps.append(step)
    return steps


def fill(count: int) -> None:
    """Let so many reservations stand on both sides."""
    from django.db import connection

    from tests.evidence.crash import world
    from zhuanhua.shared.ledger.actions import reserve_all
    from zhuanhua.shared.ledger.actions.reserving import Wanted

    for begin in range(0, count, 2_000):
        many = range(begin, min(begin + 2_000, count))
        stamp = f"fill-{time.monotonic_ns()}"
        wanted = [Wanted("test", f"{stamp}-{one}", f"{stamp}-{one}", 10) for one in many]
        reserve_all(
            account=world.account("test"), wanted=wanted, by=world.person("officer"), key=stamp, on=world.ON
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH made AS (INSERT INTO raw_reservation (thing, amount) SELECT %s || n, 10 FROM generate_series(1, %s) n RETURNING id, thing), "
                "moved AS (INSERT INTO raw_transfer (kind, reservation, amount, key) SELECT 'reserve', id, 10, thing FROM made RETURNING id) "
                "INSERT INTO raw_entry (transfer, book, amount) SELECT id, book, sign * 10 FROM moved, (VALUES ('available', -1), ('reserved', 1)) b (book, sign)",
                [stamp, len(many)],
            )  # fmt: skip


def rate(hand: Callable[[str, int], None], stamp: str) -> float:
    """Moves a second of several hands at once."""
    from django.db import connections

    def work(number: int) -> None:
        try:
            for place in range(MOVES // HANDS // 2):
                hand(f"{stamp}-{number}", place)
        finally:
            connections.close_all()

    hands = [threading.Thread(target=work, args=(number,)) for number in range(HANDS)]
    began = time.perf_counter()
    for each in hands:
        each.start()
    for each in hands:
        each.join()
    return MOVES / (time.perf_counter() - began)


def our_hand(stamp: str, place: int) -> None:
    """Reserve and pay through the service layer."""
    from tests.evidence.crash import world
    from zhuanhua.shared.ledger import actions

    how = {"by": world.person("officer"), "on": world.ON}
    name = f"{stamp}-{place}"
    held = actions.reserve(
        account=world.account("test"), amount_fen=10, case_kind="test", case_number=name, business_key=name,
        key=f"reserve-{name}", **how,
    )  # fmt: skip
    actions.post(reservation=held, key=f"post-{name}", **how)


def raw_hand(stamp: str, place: int) -> None:
    """The same in two transactions of raw SQL."""
    from django.db import connection, transaction

    name = f"{stamp}-{place}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT available FROM raw_budget WHERE id = 1 FOR UPDATE")
        cursor.execute("SELECT id FROM raw_transfer WHERE key = %s", [f"reserve-{name}"])
        cursor.execute("INSERT INTO raw_reservation (thing, amount) VALUES (%s, 10) RETURNING id", [name])
        held = cursor.fetchone()[0]
        _move(cursor, "reserve", held, f"reserve-{name}", "available", "reserved")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT reserved FROM raw_budget WHERE id = 1 FOR UPDATE")
        cursor.execute("SELECT amount - posted FROM raw_reservation WHERE id = %s FOR UPDATE", [held])
        cursor.execute("SELECT id FROM raw_transfer WHERE key = %s", [f"post-{name}"])
        cursor.execute("UPDATE raw_reservation SET posted = 10 WHERE id = %s", [held])
        _move(cursor, "post", held, f"post-{name}", "reserved", "paid")


def _move(cursor: Any, kind: str, held: int, key: str, source: str, target: str) -> None:
    cursor.execute("INSERT INTO raw_transfer (kind, reservation, amount, key) VALUES (%s, %s, 10, %s) RETURNING id", [kind, held, key])  # fmt: skip
    made = cursor.fetchone()[0]
    cursor.execute("INSERT INTO raw_entry (transfer, book, amount) VALUES (%s, %s, -10), (%s, %s, 10)", [made, source, made, target])  # fmt: skip
    cursor.execute(f"UPDATE raw_budget SET {source} = {source} - 10, {target} = {target} + 10 WHERE id = 1")


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT)]
    main(sys.argv[1])
