"""R6: every route, every part, every object, as policy.csv says. The table is written by hand from the duties, never from the code.

A cell says what the part gets: `in` (the door opens and the object is theirs to see), `login`, `401`, `403`, or `404` (somebody
else's, which looks exactly like what does not exist). `self` is a page of the sign-in library about oneself alone: whatever it
answers, it stays with the signed-in person. A refusal writes nothing; a method that a route does not know is no answer.
"""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.evidence.world import World, build
from tests.house.architecture import routes
from tests.support.cast import sign_in
from tests.support.evidence import Evidence, size
from zhuanhua.core.dates import city_now
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.roles import ROLES, Role

pytestmark = [pytest.mark.evidence, pytest.mark.django_db, pytest.mark.proof("R6")]
TABLE = Path(__file__).with_name("policy.csv")
METHODS = ("get", "post", "delete")[: size(2, 3)]  # the last, which hardly a route knows, in `make evidence`
STATIC = ("static/", "^static")
PASSED = {200, 201, 302, 400, 409, 422}
OWN_TABLES = (
    "django_session",
    "axes_",
    "usersessions_",
)  # of the session and the count of failed sign-ins, not of a case
LIBRARY = {"account_logout"}
MISSING = {
    "number": "2026-SY-99999",
    "username": "nobody",
    "code": "no-such-thing",
}
NO_ROW = 99_999  # the numbers of rows on PostgreSQL go on from one world to the next, and come past 99
SHORT = 5
TURNED = str.maketrans("0123456789", "1234567890")
NAMED = re.compile("没有找到[^<· ]*".encode())
WITHOUT_TWIN = {
    "consent",
    "invitation",
    "reset",
    "certificate",
    "registration",
    "sheet",
    "value",
    "figure",
    "export_code",
    "queue_code",
    "frozen",
}
MASKED = re.compile(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[A-Za-z0-9]+"')
ROWS = list(csv.DictReader(TABLE.open(encoding="utf-8")))
PARTS = tuple(name for name in ROWS[0] if name not in {"route", "object"})


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def test_every_route_stands_in_the_table_and_nothing_else() -> None:
    known = {row["route"] for row in ROWS}
    real = {name for address, name, _view in routes() if not address.startswith(STATIC)}

    assert (sorted(real - known), sorted(known - real)) == ([], [])


def test_the_table_speaks_of_each_route_once() -> None:
    names = [row["route"] for row in ROWS]

    assert sorted(names) == sorted(set(names))
    assert {row[part] for row in ROWS for part in PARTS} == {"in", "self", "login", "401", "403", "404"}


@pytest.mark.parametrize("part", PARTS)
def test_each_part_gets_what_the_table_says(world: World, part: str, evidence: Evidence) -> None:
    client = client_of(world, part)
    evidence.figure("cells", len(ROWS) * len(METHODS), "请求的格")
    evidence.figure("routes", str(len(ROWS)), "网址")
    wrong = [
        f"{method.upper()} {row['route']}: {answer} instead of {row[part]}"
        for row in ROWS
        for method in METHODS
        for answer in [asked(client, method, row, world)]
        if answer not in {row[part], "405"} and row[part] != "self"
    ]

    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("part", [part for part in PARTS if part != "public"])
def test_what_is_somebody_elses_looks_like_what_does_not_exist(
    world: World, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = city_now()
    monkeypatch.setattr("zhuanhua.ui.context.city_now", lambda: moment)  # every page prints its minute
    client = client_of(world, part)
    differing = []
    for row in ROWS:
        if row[part] != "404" or row["object"] in WITHOUT_TWIN | {"-"}:
            continue
        asked_for = (world.objects[row["object"]], missing_of(row, world))
        for method in ("get", "post"):
            seen = []
            for kwargs in asked_for:
                answer = getattr(client, method)(reverse(row["route"], kwargs=kwargs))
                seen.append((answer.status_code, bare(answer, kwargs)))
            if seen[0] != seen[1]:
                differing.append(f"{method.upper()} {row['route']}")

    assert differing == [], "\n".join(differing)


@pytest.mark.parametrize("part", ["own", "registrar", "auditor", "security"])
def test_what_does_not_exist_is_not_found_by_those_who_may_enter(world: World, part: str) -> None:
    client = client_of(world, part)
    found = []
    for row in ROWS:
        if row[part] != "in" or row["object"] in WITHOUT_TWIN | {"-"} or row["route"].startswith("people_"):
            continue
        answers = {getattr(client, method)(missing(row, world)).status_code for method in ("get", "post")}
        if not answers <= {404, 405}:
            found.append((row["route"], answers))

    assert found == []


@pytest.mark.parametrize("name", [name for name, role in ROLES.items() if role.permissions])
def test_a_role_that_gains_or_loses_a_permission_is_noticed(
    world: World, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table is no mirror of the code: a grant too many and a grant too few must each break a cell."""
    part = {"enterprise": "rival", "security_admin": "security", "system_admin": "system"}.get(name, name)
    role = ROLES[name]
    gained = next(
        each for each in (Permission.JOURNAL_READ, Permission.ROLE_GRANT) if each not in role.permissions
    )
    lost = next(each for each in DOORS if each in role.permissions)

    for permissions in (role.permissions | {gained}, role.permissions - {lost}):
        monkeypatch.setitem(
            ROLES, name, Role(role.name, role.title, role.description, role.desk, frozenset(permissions))
        )
        client = client_of(world, part)
        assert any(
            asked(client, "get", row, world) not in {row[part], "405"} for row in ROWS if row[part] != "self"
        )
    monkeypatch.setitem(ROLES, name, role)


DOORS = (
    Permission.FIGURE_READ,
    Permission.ROLE_GRANT,
    Permission.ACCOUNT_MANAGE,
)


def test_officers_without_a_second_factor_do_not_come_in(world: World) -> None:
    from allauth.mfa.models import Authenticator

    with transaction.atomic():
        Authenticator.objects.filter(user=world.people["registrar"]).delete()
        answer = client_of(world, "registrar").get("/contracts/queue/")
        transaction.set_rollback(True)

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/2fa/totp/activate/")


ENDS = {"contracts:discard", "contracts:submit"}  # they end the draft, and have no fields
FORCED = {
    "state": "registered", "status": "registered", "registrant": "1", "registrant_id": "1", "number": "1", "registration_number": "2100", "is_staff": "1",
    "is_superuser": "1", "verified_trade_fen": "1", "handler": "1", "version": "9", "id": "1", "role": "leader",
}  # fmt: skip


def test_fields_that_no_form_has_are_never_saved(world: World) -> None:
    contract, own = world.contracts["draft"], world.people["own"]
    before = {
        name: getattr(contract, name)
        for name in ("state", "number", "registrant_id", "verified_trade_fen", "handler_id")
    }
    client = client_of(world, "own")
    with transaction.atomic():
        for row in ROWS:
            if row["route"] in ENDS:
                continue
            if row["object"] in {"draft", "section", "organisation"} or row["route"] in {
                "people:profile",
                "contracts:start",
            }:
                client.post(address(row, world), FORCED)
        contract.refresh_from_db()
        own.refresh_from_db()
        after = {name: getattr(contract, name) for name in before}
        roles = list(own.memberships.values_list("role", flat=True))
        transaction.set_rollback(True)

    assert (after, roles) == (before, ["enterprise"])


# --- how a cell is asked ------------------------------------------------------------------------------------------


def client_of(world: World, part: str) -> Client:
    client = Client(raise_request_exception=False)
    return client if part == "public" else sign_in(client, world.people[part])


def address(row: dict[str, str], world: World) -> str:
    return _reverse(row["route"], {} if row["object"] == "-" else world.objects[row["object"]])


def missing(row: dict[str, str], world: World) -> str:
    wanted = missing_of(row, world)
    return _reverse(
        row["route"], {name: NO_ROW if isinstance(each, int) else each for name, each in wanted.items()}
    )


def missing_of(row: dict[str, str], world: World) -> dict[str, Any]:
    """Give what does not exist and looks alike: the error page words its answer by the shape of the number."""
    return {name: _other(name, value) for name, value in world.objects[row["object"]].items()}


def _other(name: str, value: Any) -> Any:
    if isinstance(value, int):
        return int("9" * len(str(value)))
    return value.translate(TURNED) if name in {"identifier", "paper"} else MISSING.get(name, value)


def _reverse(route: str, wanted: dict[str, Any]) -> str:
    return reverse(route, kwargs=wanted or None)


def asked(client: Client, method: str, row: dict[str, str], world: World) -> str:
    """Give what the part got, and fail on a refusal that wrote something; whatever happened is taken back."""
    send: Callable[..., Any] = getattr(client, method)
    cookies = client.cookies.copy()
    reset_queries()  # the log holds 9,000 statements; a full one would hide what this request wrote
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        answer = send(address(row, world))
        transaction.set_rollback(True)
    client.cookies = cookies
    got = outcome(answer)
    if got not in {"in", "405"} and row["route"] not in LIBRARY:
        written = [each["sql"] for each in queries if is_write(each["sql"])]
        assert written == [], f"{method} {row['route']}: a refusal wrote"
    return got


def outcome(answer: Any) -> str:
    place = answer.get("Location", "")
    if answer.status_code == 302 and place.startswith("/accounts/login/"):
        return "login"
    return "in" if answer.status_code in PASSED else str(answer.status_code)


def is_write(sql: str) -> bool:
    head = sql.lstrip().split(None, 3)[:3]
    return head[:1] in (["INSERT"], ["UPDATE"], ["DELETE"]) and not any(
        name in " ".join(head) for name in OWN_TABLES
    )


def bare(answer: Any, kwargs: dict[str, Any]) -> bytes:
    """Take out what differs by nature: what was asked for, which the page names, and the form's token."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    body = body.replace(answer.request["PATH_INFO"].encode(), b"@")
    body = NAMED.sub(b"@", body)
    for value in sorted(
        (str(value) for value in kwargs.values() if len(str(value)) > SHORT), key=len, reverse=True
    ):
        body = body.replace(value.encode(), b"@")
    return MASKED.sub(b"", body)
