"""What does an attacker send to a page, and what must never come back? Payloads, the forms that a page offers, the verdict."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.test import Client

from tests.support.papers import small_pdf

MARK = "zh9"  # stands in every payload, so that what comes back is ours
SCRIPTS = (
    f"<script>{MARK}(1)</script>",
    f'"><img src=x onerror={MARK}(1)>',
    f"' onmouseover='{MARK}(1)",
    f"</textarea></title><svg/onload={MARK}(1)>",
)
TEXTS = (
    *SCRIPTS,
    f"javascript:{MARK}(1)",
    "{{7331*7}}{% debug %}",
    "{0.__class__}%(x)s%s%n",
    "' OR '1'='1' --",
    "1; DROP TABLE journal_entry; --",
    "a\r\nSet-Cookie: zh9=1\r\n\r\n<b>",
    "\x00",
    "a\x00b",
    "\u202e\u200b😀",
    "９" * 30,
    "-1",
    "1e400",
    "9" * 400,
    "٣",
    "2026-02-30",
    "9999-12-31",
    "0000-00-00",
    "..\\..\\../etc/passwd",
    "长" * 20_000,
)
AWAY = (
    "//evil.example",
    "https://evil.example/a",
    "/\\evil.example",
    "https:evil.example",
    "javascript:zh9(1)",
)
NAMES = (
    *(
        "reason",
        "remark",
        "to",
        "number",
        "verb",
        "next",
        "marked",
        "membership",
        "listing",
        "query",
        "params",
    ),
    *(
        "format",
        "username",
        "language",
        "text",
        "decision",
        "kind",
        "name",
        "unit",
        "page",
        "q",
        "id",
        "form",
    ),
)
ASKED = (
    *(
        "page",
        "q",
        "view",
        "sort",
        "order",
        "edition",
        "amount",
        "show",
        "claim",
        "on",
        "since",
        "until",
        "kind",
    ),
    *(
        "state",
        "year",
        "registered_year",
        "district",
        "id",
        "step",
        "format",
        "code",
        "next",
        "below",
        "above",
    ),
    *(
        "case",
        "actor",
        "event",
        "columns",
        "column",
        "by",
        "cursor",
        "limit",
        "registered_on",
        "group",
        "size",
    ),
)
BODIES: dict[str, tuple[bytes, str]] = {
    "not UTF-8": (b"reason=%ff%fe\xff&name=\x80&\xc3\x28=%00", "application/x-www-form-urlencoded"),
    "JSON": (b'{"reason": {"$gt": ""}, "name": ["<script>zh9(1)</script>"]}', "application/json"),
    "broken JSON": (b'{"reason": ' + b"[" * 10_000, "application/json"),
    "lone surrogate": (b'{"reason": "\\ud800"}', "application/json"),
    "plain": (b"reason=1", "text/plain"),
    "XML": (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "application/xml"),
    "no boundary": (b"--x\r\n", "multipart/form-data"),
    "broken multipart": (
        b'--x\r\nContent-Disposition: form-data; name="a',
        "multipart/form-data; boundary=x",
    ),
    "odd charset": (b"reason=1", "application/x-www-form-urlencoded; charset=utf-7"),
    "unknown charset": (b"reason=1", "application/x-www-form-urlencoded; charset=zh9"),
    "huge": (b"reason=" + b"a" * (6 * 2**20), "application/x-www-form-urlencoded"),
    "too many fields": (b"a=1&" * 3_000, "application/x-www-form-urlencoded"),
}
HEADERS: tuple[dict[str, str], ...] = (
    {"HTTP_HOST": "evil.example"},
    {"HTTP_HOST": "testserver\r\nX: 1"},
    {
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_FOR": "zh9,'",
    },
    {"HTTP_REFERER": "https://evil.example/zh9"},
    {
        "HTTP_HX_REQUEST": "true",
        "HTTP_HX_CURRENT_URL": "https://evil.example/\ud7ff%ff",
        "HTTP_HX_TARGET": SCRIPTS[0],
    },
    {"HTTP_ACCEPT_LANGUAGE": "zh-" * 500 + ";q=zh9", "HTTP_USER_AGENT": SCRIPTS[0]},
    {
        "HTTP_AUTHORIZATION": f"Bearer {SCRIPTS[0]}",
        "HTTP_IF_MODIFIED_SINCE": "zh9",
        "HTTP_RANGE": "bytes=9-1",
    },
    {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE", "HTTP_ACCEPT": "zh9/*;q=x", "HTTP_ACCEPT_ENCODING": "zh9"},
)


@dataclass
class Offered:
    """A form that a page offers: each field with its kind and the values that it would take."""

    fields: dict[str, tuple[str, list[str]]] = field(default_factory=dict)

    def filled(self, text: str, *, everywhere: bool = False) -> dict[str, Any]:
        """Fill it: the payload into what takes text (or into everything), else what the form itself would send."""
        data: dict[str, Any] = {}
        for name, (kind, values) in self.fields.items():
            if kind == "file":
                data[name] = SimpleUploadedFile(f"{text[:60]}.pdf".replace("\x00", ""), small_pdf())
            elif everywhere or kind == "text":
                data[name] = text
            elif values:
                data[name] = values[0]
        return data


class Forms(HTMLParser):
    """Reads the forms of a page that are sent by POST, by the address that they go to."""

    def __init__(self, page: str, place: str) -> None:
        super().__init__()
        self.place, self.found = place, dict[str, Offered]()
        self._form: Offered | None = None
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down a field."""
        told = {name: value or "" for name, value in attrs}
        if tag == "form" and told.get("method", "").lower() == "post":
            target = urlsplit(urljoin(self.place, told.get("action") or self.place)).path
            self._form = self.found.setdefault(target, Offered())
        elif tag == "select":
            self._select = told.get("name", "")
        if self._form is None:
            return
        if tag == "option" and self._select:
            values = self._form.fields.setdefault(self._select, ("choice", []))[1]
            values += [told["value"]] if told.get("value") else []
        elif tag in {"input", "textarea", "button"} and told.get("name"):
            self._field(tag, told)

    def _field(self, tag: str, told: dict[str, str]) -> None:
        assert self._form is not None
        kind = "text" if tag == "textarea" else told.get("type", "text" if tag == "input" else "hidden")
        if told["name"] == "csrfmiddlewaretoken":
            return
        value = told.get("value", "")
        if kind in {"checkbox", "radio", "hidden", "submit"}:
            self._form.fields.setdefault(told["name"], ("choice", []))[1].append(value or "on")
        elif "date" in told.get("placeholder", "") or told.get("placeholder", "")[:4].isdigit():
            self._form.fields[told["name"]] = ("date", [value or "2026-04-08"])
        elif told.get("inputmode") in {"decimal", "numeric", "tel"} or kind in {
            "email",
            "number",
            "password",
        }:
            self._form.fields[told["name"]] = (kind, [value or ("a@example.com" if kind == "email" else "0")])
        else:
            self._form.fields[told["name"]] = ("file" if kind == "file" else "text", [value])

    def handle_endtag(self, tag: str) -> None:
        """Leave a form."""
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""


class Watcher:
    """Hears of every exception behind a 500, so that a failure names it."""

    def __init__(self) -> None:
        self.last = ""
        got_request_exception.connect(self._hear)

    def _hear(self, **_told: Any) -> None:
        import traceback

        self.last = " | ".join(traceback.format_exc().strip().splitlines()[-3:])

    def stop(self) -> None:
        """Hear no more."""
        got_request_exception.disconnect(self._hear)


def body_of(answer: Any) -> str:
    """Give the body as text, also of an answer that streams."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return bytes(content).decode("utf-8", errors="replace")


def wrong_in(answer: Any, watcher: Watcher) -> Iterator[str]:
    """Give what must never come back: a crash, a way off the site, code as it was sent, a template that was run."""
    if answer.status_code >= 500:
        yield f"{answer.status_code} {watcher.last}"
    place = urlsplit(answer.get("Location", ""))
    if place.netloc not in {"", "testserver"} or place.scheme not in {"", "http"}:
        yield f"leads to {answer['Location']}"
    if f"{MARK}=1" in str(answer.cookies) or any("\n" in f"{name}{value}" for name, value in answer.items()):
        yield "a header was injected"
    if not answer.get("Content-Type", "").startswith("text/html"):
        return
    body = body_of(answer)
    yield from (f"shows {raw} as it was sent" for raw in SCRIPTS if raw in body)
    if "51317" in re.sub(
        r"\b[0-9a-f]{16,64}\b", "", body
    ):  # the journal's hashes may hold these digits by chance
        yield "shows 51317 as it was sent"
    if any(place.scheme == "javascript" or place.netloc == "evil.example" for place in links_of(body)):
        yield "links to what was sent"


def links_of(page: str) -> list[SplitResult]:
    """Give every address that the page leads to."""

    class Links(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.places: list[SplitResult] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.places += [
                urlsplit(value)
                for name, value in attrs
                if value and name in {"href", "src", "action", "formaction"}
            ]

    reader = Links()
    reader.feed(page)
    return reader.places


def patient(client: Client) -> Client:
    """Let the client hand over a 500 like any answer."""
    client.raise_request_exception = False
    return client
