"""P10: pages and API under load, four reads to one write, against the barest Django list page on the same records in the same run."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

from frame import ROOT, Result

CONNECTIONS = 8
SECONDS = {"small": 20, "full": 60}
PEER_SECONDS = {"small": 8, "full": 20}
READY = 300.0
MOST_QUERIES = 25
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([A-Za-z0-9]+)"')


class Visitor:
    """One connection with its cookies: signs in as a person of the demo city and asks for pages."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies, self.token = port, {}, ""
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method: str, place: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Give status and body."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode({"csrfmiddlewaretoken": self.token, **form})
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{self.port}/",
            }
        try:
            self.line.request(method, place, body, headers)
            answer = self.line.getresponse()
            text = answer.read()
        except (http.client.HTTPException, OSError):
            self.line.close()
            return 599, b""
        for value in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, rest = value.partition("=")
            self.cookies[name] = rest.split(";")[0]
        found = TOKEN.search(text)
        self.token = found[1].decode() if found else self.token
        return answer.status, text

    def sign_in(self, name: str) -> None:
        """Take the one-click entrance of the demo."""
        self.ask("GET", "/accounts/login/")
        status, _text = self.ask("POST", "/accounts/demo/", {"username": name})
        if status != 302:
            raise RuntimeError(f"{name} could not sign in: {status}")


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def serving(command: list[str], environment: dict[str, str], port: int, folder: Path) -> Iterator[None]:
    """Run a server until it answers, and end it."""
    log = (folder / f"log-{port}").open("wb")
    site = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
    )
    try:
        began = time.monotonic()
        while time.monotonic() - began < READY:
            if site.poll() is not None:
                raise RuntimeError((folder / f"log-{port}").read_text(errors="replace")[-1500:])
            try:
                if Visitor(port).ask("GET", "/")[0] == 200:
                    break
            except OSError:
                pass
            time.sleep(0.3)
        yield
    finally:
        os.killpg(site.pid, signal.SIGTERM)
        site.wait(30)


def load(
    port: int, seconds: float, plans: list[tuple[str, list[tuple[str, str, dict[str, str] | None]]]]
) -> dict[str, list]:
    """Let each connection walk through its plan again and again; give (place, milliseconds, status) of each answer."""
    told: list[tuple[str, float, int]] = []
    until = time.monotonic() + seconds

    def walk(name: str, plan: list[tuple[str, str, dict[str, str] | None]]) -> None:
        visitor = Visitor(port)
        if name:
            visitor.sign_in(name)
        for method, place, form in cycle(plan):
            if time.monotonic() > until:
                return
            began = time.perf_counter()
            status, _text = visitor.ask(method, place, form and form | {"note": str(began)})
            told.append(
                (
                    f"{method} {re.sub('[0-9]{4}-.*?/', '…/', place)}",
                    (time.perf_counter() - began) * 1000,
                    status,
                )
            )

    walkers = [threading.Thread(target=walk, args=plan) for plan in plans]
    for walker in walkers:
        walker.start()
    for walker in walkers:
        walker.join()
    return {"all": told}


def share(values: list[float], part: float) -> float:
    """Give the value that `part` of all stay below."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def plans_for(database: Path) -> list[tuple[str, list[tuple[str, str, dict[str, str] | None]]]]:
    """Four reads to one write, as the parts of the city use it."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as book:
        registered = book.execute(
            "SELECT number FROM contracts_contract WHERE state = 'registered' ORDER BY id DESC LIMIT 1"
        ).fetchone()[0]
        token = book.execute("SELECT token FROM contracts_certificate ORDER BY id DESC LIMIT 1").fetchone()[0]
        draft = book.execute(
            "SELECT c.number FROM contracts_contract c JOIN people_membership m ON m.organisation_id = c.registrant_id "
            "JOIN people_person p ON p.id = m.person_id WHERE p.username = 'firm' AND c.state = 'draft' LIMIT 1"
        ).fetchone()[0]
    view = {"listing": "contracts:queue", "name": "压测", "query": "view=all"}
    terms = {"payment_form": "once", "total_fen": "12", "payment_terms": "压测"}
    desk = [
        "/contracts/queue/",
        f"/contracts/{registered}/",
        "/contracts/records/?registered_year=2018",
        "/inbox/",
    ]
    officer = [
        "/statistics/contracts.amount/?year=2018",
        "/contracts/records/",
        "/api/contracts/",
        "/statistics/",
    ]
    firm = ["/contracts/mine/", f"/contracts/{draft}/edit/amounts/", f"/contracts/{draft}/", "/notices/"]
    public = ["/", f"/verify/{token}/", "/publicity/", "/policy/"]

    def reads(places: list[str]) -> list[tuple[str, str, dict[str, str] | None]]:
        return [("GET", place, None) for place in places]

    keep = ("POST", "/people/views/", view)
    plans = [
        ("registrar", [*reads(desk), keep]),
        ("officer", [*reads(officer), keep]),
        ("firm", [*reads(firm), ("POST", f"/contracts/{draft}/edit/amounts/", terms)]),
        ("", [*reads(public), ("POST", "/language/", {"language": "zh-hans", "next": "/"})]),
    ]
    return plans * (CONNECTIONS // len(plans))


def queries(database: Path) -> list[tuple[str, int]]:
    """Count the queries of each read, in a process of its own with the site's settings."""
    places = [
        (name, place)
        for name, plan in plans_for(database)[:4]
        for method, place, _form in plan
        if method == "GET"
    ]
    program = (
        "import json, sys, django; django.setup()\n"
        "from django.db import connection; from django.test import Client; from django.test.utils import CaptureQueriesContext\n"
        "from zhuanhua.shared.people.models import Person\n"
        "told = []\n"
        "for name, place in json.loads(sys.argv[1]):\n"
        "    client = Client(SERVER_NAME='127.0.0.1')\n"
        "    if name: client.force_login(Person.objects.get(username=name), backend='allauth.account.auth_backends.AuthenticationBackend')\n"
        "    client.get(place)\n"
        "    with CaptureQueriesContext(connection) as seen: client.get(place)\n"
        "    told.append([place, len(seen)])\n"
        "print('TOLD', json.dumps(told))\n"
    )
    import json

    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps(places)],
        cwd=ROOT,
        env=site_environment(database),
        capture_output=True,
        text=True,
        check=True,
    )
    return [tuple(each) for each in json.loads(done.stdout.rsplit("TOLD", 1)[1])]


def site_environment(database: Path) -> dict[str, str]:
    """The demo site on this folder."""
    return {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ZHUANHUA_DEMO": "1",
        "ZHUANHUA_DATA_DIR": str(database.parent),
    }


def measure(size: str) -> list[Result]:
    """Take a copy of the demo city, serve it as `zhuanhua serve` does, load it; then the peer on the same database."""
    zhuanhua = [sys.executable, "-c", "import sys; from zhuanhua.cli import main; raise SystemExit(main())"]
    with tempfile.TemporaryDirectory(prefix="zhuanhua-p10-") as name:
        folder = Path(name)
        database = folder / "city.sqlite3"
        environment = site_environment(database)
        subprocess.run([*zhuanhua, "demo", "--build-only"], cwd=ROOT, check=True, capture_output=True)
        with sqlite3.connect(ROOT / "var/demo/city.sqlite3") as city, sqlite3.connect(database) as copy:
            city.backup(copy)
        counted = queries(database)
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as book:
            contracts = book.execute("SELECT count(*) FROM contracts_contract").fetchone()[0]
        port = free_port()
        with serving([*zhuanhua, "serve", "--port", str(port)], environment, port, folder):
            load(port, 4, plans_for(database))  # warm
            told = load(port, SECONDS[size], plans_for(database))["all"]
        peer_port = free_port()
        bare = [
            sys.executable,
            "-m",
            "gunicorn",
            "peer_list:application",
            "--chdir",
            str(ROOT / "bench"),
            "--bind",
            f"127.0.0.1:{peer_port}",
            "--workers",
            str(os.cpu_count()),
            "--threads",
            "4",
        ]
        with serving(bare, {**os.environ, "BENCH_DATABASE": str(database)}, peer_port, folder):
            peer = load(peer_port, PEER_SECONDS[size], [("", [("GET", "/", None)])] * CONNECTIONS)["all"]
    times, peer_times = [each[1] for each in told], [each[1] for each in peer]
    rate, peer_rate = len(times) / SECONDS[size], len(peer_times) / PEER_SECONDS[size]
    faults = sum(1 for _place, _ms, status in told if status >= 500)
    slowest = max(
        {place for place, _ms, _status in told},
        key=lambda one: share([ms for place, ms, _s in told if place == one], 0.95),
    )
    most = max(counted, key=lambda each: each[1])
    work, of = "pages and API, 80 % reads", f"{contracts:,} contracts, {CONNECTIONS} connections"
    return [
        Result(
            "P10",
            work,
            of,
            rate,
            "req/s",
            peer_rate,
            "bare Django list",
            "≥ 60 req/s",
            rate >= 60,
            f"{len(times):,} answers",
        ),
        Result(
            "P10",
            "… 95 of 100 within",
            of,
            share(times, 0.95),
            "ms",
            share(peer_times, 0.95),
            "bare Django list",
            "≤ 300 ms",
            share(times, 0.95) <= 300,
            f"slowest {slowest}",
        ),
        Result(
            "P10",
            "… 99 of 100 within",
            of,
            share(times, 0.99),
            "ms",
            share(peer_times, 0.99),
            "bare Django list",
            "≤ 800 ms",
            share(times, 0.99) <= 800,
        ),
        Result("P10", "… errors of the server", of, faults, "", None, "", "0", faults == 0),
        Result(
            "P10",
            "most queries of one page",
            of,
            most[1],
            "queries",
            3,
            "bare Django list",
            f"≤ {MOST_QUERIES}",
            most[1] <= MOST_QUERIES,
            most[0],
        ),
    ]
