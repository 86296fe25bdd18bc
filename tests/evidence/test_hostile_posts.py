"""Does no page and no operation crash, echo code or lead off the site, whatever is sent by whoever may send it (R9)?"""

import csv
import random
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.evidence import hostile
from tests.evidence.hostile import Forms, Offered, Watcher, patient, wrong_in
from tests.evidence.world import World, build
from tests.support.cast import sign_in
from tests.support.evidence import Evidence, size

pytestmark = [pytest.mark.django_db, pytest.mark.evidence, pytest.mark.proof("R9")]
ROWS = list(csv.DictReader(Path(__file__).with_name("policy.csv").open(encoding="utf-8")))
PARTS = tuple(name for name in ROWS[0] if name not in {"route", "object"})
FULL = bool(size(0, 1))
ALL = 99
ENDS_SESSION = {"account_logout"}
SHOWN_TO = ("own", "registrar")  # who looks at what was stored


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = build()
        for code in Authenticator.objects.filter(type=Authenticator.Type.TOTP):
            code.data = {"secret": get_adapter().encrypt("JBSWY3DPEHPK3PXP")}
            code.save()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    watcher = Watcher()
    yield watcher
    watcher.stop()


class Round:
    """One part's attack: sends, takes back what it has changed, and keeps what was wrong."""

    def __init__(self, world: World, part: str, watcher: Watcher, seed: int) -> None:
        self.world, self.part, self.watcher, self.seed = world, part, watcher, seed
        self.chance = random.Random(f"{part} {seed}")
        self.wrong: list[str] = []
        self.sent = 0

    @cached_property
    def client(self) -> Client:
        client = patient(Client())
        return client if self.part == "public" else sign_in(client, self.world.people[self.part])

    def rows(self) -> list[tuple[dict[str, str], int]]:
        """Give what this part may open, and how many payloads it gets: in full size all for one part of each route, one for every other."""
        found = []
        for row in ROWS:
            fitting = [part for part in PARTS if row[part] in {"in", "self"}]
            if self.part not in fitting or row["route"] in ENDS_SESSION:
                continue
            chosen = random.Random(f"{row['route']} {self.seed}").choice(fitting) == self.part
            if chosen or FULL:
                found.append((row, ALL if chosen and FULL else 1))
        return found

    def address(self, row: dict[str, str]) -> str:
        return reverse(row["route"], kwargs=self.world.objects.get(row["object"]) or None)

    def send(self, what: str, method: str, place: str, *, then: bool = False, **more: Any) -> None:
        """Send once; with `then`, people look afterwards at what may have been stored."""
        cookies = self.client.cookies.copy()
        with transaction.atomic():
            answer = self.answer(method, place, **more)
            self.judge(f"{method.upper()} {place} {what}", answer)
            if then and answer.status_code in {302, 303} and "/accounts/login" not in answer["Location"]:
                self.look(f"after {place} {what}", place, answer["Location"])
            transaction.set_rollback(True)
        self.client.cookies = cookies

    def answer(self, method: str, place: str, *, body: bytes | None = None, **more: Any) -> Any:
        if body is None:
            return getattr(self.client, method)(place, **more)
        return self.client.generic(method.upper(), place, body, **more)  # as it stands, without being encoded

    def judge(self, what: str, answer: Any) -> None:
        self.sent += 1
        self.wrong += [f"{self.part}: {what[:160]!a}: {wrong}" for wrong in wrong_in(answer, self.watcher)]

    def look(self, what: str, *places: str) -> None:
        """Open where the case is shown, as those who see it."""
        shown = {
            *places,
            "/inbox/",
            "/contracts/mine/",
            "/contracts/queue/",
            "/notices/",
            "/people/applications/",
        }
        for part in SHOWN_TO:
            client = sign_in(patient(Client()), self.world.people[part])
            for place in sorted(shown):
                self.judge(what, client.get(place, follow=True))

    def offers(self) -> dict[str, Offered]:
        """Give the forms on all pages that this part may open."""
        found: dict[str, Offered] = {}
        for row in ROWS:
            if row[self.part] not in {"in", "self"} or row["route"] in ENDS_SESSION:
                continue
            place = self.address(row)
            with transaction.atomic():
                answer = self.client.get(place)
                transaction.set_rollback(True)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                found |= Forms(hostile.body_of(answer), place).found
        return found

    def told(self, evidence: Evidence) -> None:
        evidence.figure("hostile requests", self.sent, zh="恶意请求")
        assert self.wrong == [], "\n".join(sorted(set(self.wrong))[:40])


@pytest.fixture(params=PARTS)
def attack(request: pytest.FixtureRequest, world: World, watcher: Watcher, evidence: Evidence) -> Round:
    return Round(world, request.param, watcher, evidence.seed)


def test_whatever_is_typed_into_a_form(attack: Round, evidence: Evidence) -> None:
    offers, plain = attack.offers(), Offered(dict.fromkeys(hostile.NAMES, ("text", [])))

    for row, many in attack.rows():
        place = attack.address(row)
        form = offers.get(place, plain)
        for text in some(hostile.TEXTS, many, attack.chance):
            attack.send(f"all {text[:30]}", "post", place, data=form.filled(text, everywhere=True))
        for text in some(hostile.SCRIPTS, many, attack.chance):
            attack.send(f"{text} stored", "post", place, then=True, data=form.filled(text))
        twice = {name: [hostile.SCRIPTS[0], ""] for name in form.fields or hostile.NAMES}
        attack.send("each twice", "post", place, data=twice)

    attack.told(evidence)


def test_whatever_stands_in_the_body_the_headers_and_the_way_back(attack: Round, evidence: Evidence) -> None:
    for row, many in attack.rows():
        place = attack.address(row)
        for name, (body, kind) in some(hostile.BODIES.items(), many, attack.chance):
            attack.send(name, "post", place, body=body, content_type=kind)
        for headers in some(hostile.HEADERS, many, attack.chance):
            attack.send(str(headers), "post", place, **headers)
            attack.send(str(headers), "get", place, **headers)
        for away in some(hostile.AWAY, many, attack.chance):
            way = dict.fromkeys(("next", "back", "return", "url", "query"), away)
            attack.send(f"away to {away}", "post", place, data=way, QUERY_STRING=f"next={away}")

    attack.told(evidence)


def test_whatever_is_asked_for(attack: Round, evidence: Evidence) -> None:
    for row, many in attack.rows():
        place = attack.address(row)
        for text in some(hostile.TEXTS, many, attack.chance):
            attack.send(f"?{text[:30]}", "get", place, data=dict.fromkeys(hostile.ASKED, text))
        text = attack.chance.choice(hostile.TEXTS)
        attack.send(f"?twice {text[:30]}", "get", place, data={name: [text, "1"] for name in hostile.ASKED})
        words = [str(value) for value in (attack.world.objects.get(row["object"]) or {}).values()]
        for word in words:
            for text in some(hostile.TEXTS[:20], many, attack.chance):
                strange = place.replace(word, quote(text, safe=""))
                attack.send("in the address", "get", strange)
                attack.send("in the address", "post", strange)

    attack.told(evidence)


@pytest.mark.parametrize("place", ["/contracts/a%00b/", "/search/?q=%00", "/policy/?on=2026%00", "/?%00=1"])
def test_nul_comes_no_further_than_the_gate(world: World, place: str) -> None:
    assert sign_in(patient(Client()), world.people["registrar"]).get(place).status_code == 400


def test_nul_in_a_field_comes_no_further_than_the_gate(world: World) -> None:
    client = sign_in(patient(Client()), world.people["registrar"])

    assert client.post("/contracts/bulk/", {"number": "a\x00b"}).status_code == 400


def some(values: Any, many: int, chance: random.Random) -> list[Any]:
    """Choose some of the values."""
    values = list(values)
    return chance.sample(values, min(many, len(values)))
