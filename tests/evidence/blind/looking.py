"""What can somebody see of a world? Every page, file and answer within reach, as bytes; what is drawn by chance is numbered in order of appearance."""

import io
import re
import zipfile
from typing import Any

from django.core import mail
from django.test import Client

from tests.evidence.blind.worlds import World
from tests.support.cast import sign_in
from zhuanhua.programmes.projects.models import Project
from zhuanhua.shared.documents.models import StoredFile
from zhuanhua.shared.workflow.models import Publicity

DRAWN = re.compile(
    rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # files
    rb"|(?<=/consent/)[A-Za-z0-9_-]{32}"  # consent links
    rb'|(?<=name="csrfmiddlewaretoken" value=")\w+|(?<=nonce[-=]")[^"]+|(?<=nonce-)[^\']+'
    rb'|(?<=hx-headers=\'\{"X-CSRFToken": ")\w+'
)
SENT = (
    "Content-Type",
    "Content-Disposition",
    "Content-Length",
    "Location",
    "Cache-Control",
    "ETag",
    "Last-Modified",
)
LINK = re.compile(r'href="(/[^"#]*)"')
MOST = 70  # addresses at one look that follows links
ELSEWHERE = (
    "/accounts/",
    "/imports/",
    "/static/",
    "/policy/",
    "/statistics/",
    "/help",
    "/about",
    "/accessibility",
)


def seen_by(world: World, part: str, *, follows: bool = False) -> dict[str, bytes]:
    """Give all that a part is answered, by address: what it could guess, and where links lead it."""
    client = sign_in(Client(), world.people[part]) if part else Client()
    waiting, seen = places_of(world), {}
    numbered: dict[bytes, bytes] = {}
    while waiting:
        place = waiting.pop(0)
        if place in seen:
            continue
        told, links = _answer(client, place, numbered)
        seen[place] = told
        if follows:
            waiting += [each for each in links if each not in seen and len(seen) + len(waiting) < MOST]
    seen = {
        DRAWN.sub(lambda found: _number(found[0], numbered), place.encode()).decode(): told
        for place, told in seen.items()
    }
    seen["mails"] = b"\n".join(
        f"{each.to}{each.subject}{each.body}{sorted(each.extra_headers.items())}".encode()
        for each in mail.outbox
        if part and world.people[part].email in each.to
    )
    return seen


def places_of(world: World) -> list[str]:
    """Give the addresses of everything there is, whether somebody is led to it or not."""
    assert world.call is not None
    places = [
        "/", "/inbox/", "/notices/", "/projects/", "/projects/mine/", "/projects/reviews/", "/projects/applications/", "/projects/records/",
        f"/projects/calls/{world.call.number}/", f"/projects/calls/{world.call.number}/reviews/",
        f"/projects/calls/{world.call.number}/ranking/", "/search/?q=申报", "/search/?q=专家", "/payments/mine/",
        "/api/projects/calls", f"/api/projects/calls/{world.call.number}", "/api/projects/applications", "/api/projects/",
    ]  # fmt: skip
    for application in world.applications:
        stem = f"/projects/applications/{application.number}/"
        places += [
            stem,
            f"{stem}edit/",
            f"{stem}override/",
            f"/api/projects/applications/{application.number}",
        ]
        places += [f"/projects/reviews/{review.number}/" for review in application.reviews.order_by("pk")]
    for project in Project.objects.order_by("pk"):
        places += [f"/projects/{project.number}/", f"/projects/{project.number}/contract.docx"]
        places += [f"/api/projects/{project.number}"]
    places += [f"/files/{each.pk}/" for each in StoredFile.objects.order_by("case_number", "name")]
    return places + [f"/publicity/{each.pk}/" for each in Publicity.objects.order_by("pk")]


def _answer(client: Client, place: str, numbered: dict[bytes, bytes]) -> tuple[bytes, list[str]]:
    answer: Any = client.get(place)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    links = [] if body.startswith((b"PK", b"%PDF")) else LINK.findall(body.decode(errors="replace"))
    head = "\n".join(f"{name}: {answer.headers.get(name, '')}" for name in SENT)
    if body.startswith(b"PK\x03\x04"):
        body = _unpacked(body)
        head = head.replace(
            f"Content-Length: {answer.headers.get('Content-Length', '')}", "Content-Length: packed"
        )
    told = DRAWN.sub(
        lambda found: _number(found[0], numbered), f"{answer.status_code}\n{head}\n".encode() + body
    )
    return told, [each for each in links if "?" not in each and not each.startswith(ELSEWHERE)]


def _unpacked(body: bytes) -> bytes:
    """Give what a packed file holds, without the minute at which it was packed."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return b"\n".join(name.encode() + b"\n" + packed.read(name) for name in packed.namelist())


def _number(drawn: bytes, numbered: dict[bytes, bytes]) -> bytes:
    return numbered.setdefault(drawn, b"drawn-%d" % (len(numbered) + 1))
