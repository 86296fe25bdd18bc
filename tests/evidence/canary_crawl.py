"""What can a part read? Every route of the table, every link met, its own exports; the planted words found there, each with its place."""

import io
import re
import zipfile
from urllib.parse import urlsplit

from django.db import transaction
from django.test import Client

from tests.evidence.canaries import planted
from tests.evidence.test_access_matrix import ROWS, address, client_of
from tests.evidence.world import World
from zhuanhua.core.errors import Forbidden
from zhuanhua.shared.exchange.actions.exporting import make_export, start_export
from zhuanhua.shared.exchange.exports import export_of

LINK = re.compile(rb'(?:href|src|hx-get)="(/[^"#]*)"')
MOST_LINKS = 100
# the table of routes covers them
ELSEWHERE = (
    "/statistics/", "/policy/", "/help/", "/about/", "/accessibility/", "/look/", "/static/", "/organisations/?",
)  # fmt: skip
EXPORTS = ("contracts-queue", "contracts-records", "contracts-mine")


def crawl(city: World, part: str) -> set[tuple[str, str]]:
    """Read all routes of the table, then every link met, then one's own exports; give the words with the place of each."""
    client = client_of(city, part)
    waiting = [f"/contracts/{number}/" for number in city.objects["planted"]["numbers"]]
    waiting += city.objects["planted_items"]["places"]
    waiting += [
        f"/imports/runs/{city.objects['planted_import']['identifier']}/",
        "/contracts/queue/?view=all",
        "/api/contracts/",
        "/notices/",
    ]
    waiting += [address(row, city) for row in ROWS if "logout" not in row["route"]]
    most = len(waiting) + MOST_LINKS  # the table grows with every programme
    waiting += [f"/search/?q={text}" for text in ("CANARY", "密语", "合同", "孟清和")]
    seen: set[str] = set()
    found: set[tuple[str, str]] = set()
    while waiting and len(seen) < most:
        place = waiting.pop(0)
        if place in seen or "logout" in place or "/static/" in place:
            continue
        seen.add(place)
        body = read(client, place)
        found |= {(name, place) for name in planted(body)}
        waiting += [link for link in links(body) if link not in seen]
    return found | exported(city, part)


def links(body: bytes) -> list[str]:
    """Give the addresses met on a page, without those that only sort, filter or page."""
    met = [link.decode().replace("&amp;", "&") for link in LINK.findall(body)]
    return [link for link in met if not link.startswith(ELSEWHERE) and not urlsplit(link).query]


def read(client: Client, place: str) -> bytes:
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = client.get(place)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    client.cookies = cookies
    return unpacked(body) + str(answer.headers).encode()


def unpacked(body: bytes) -> bytes:
    if not body.startswith(b"PK\x03\x04"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def exported(city: World, part: str) -> set[tuple[str, str]]:
    """Make each export as that part, where it may, and read the file."""
    found: set[tuple[str, str]] = set()
    person = city.people.get(part)
    for code in EXPORTS if person else ():
        export = export_of(code)
        assert export is not None
        for form in ("csv", "xlsx"):
            with transaction.atomic():
                try:
                    run = start_export(export=export, params="", form=form, by=person)
                    make_export(run=str(run.pk))
                    run.refresh_from_db()
                    body = unpacked(run.file.read()) if run.file else b""
                except Forbidden:
                    body = b""
                transaction.set_rollback(True)
            found |= {(name, f"export {code}.{form}") for name in planted(body)}
    return found
