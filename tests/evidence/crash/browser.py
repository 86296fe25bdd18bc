"""How does a program use the site as a browser does? One line, cookies, forms with their token, and the sentence on the next page."""

import html
import http.client
import re
import urllib.parse
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.evidence.crash.world import TOKEN, session_key

GOOD = re.compile(r'<p class="note note-good">(.*?)</p>', re.DOTALL)
BAD = re.compile(r'<p class="note note-bad">(.*?)</p>', re.DOTALL)
ERRORS = re.compile(r'<div class="errors".*?</div>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
PATIENCE = 30


class Broken(Exception):
    """No answer came, or the server said that it could not: nobody knows whether it happened."""

    def __init__(self, status: int = 0) -> None:
        super().__init__(f"status {status}")
        self.status = status


@dataclass(frozen=True)
class Answer:
    """What a person reads after pressing a button."""

    status: int
    page: str
    address: str

    @property
    def good(self) -> str:
        """The sentence that says that it is done."""
        return _words(GOOD.search(self.page), 1)

    @property
    def bad(self) -> str:
        """The sentence that says why not: above the page, or above the form."""
        return _words(BAD.search(self.page), 1) or _words(ERRORS.search(self.page), 0)


def _words(found: re.Match[str] | None, group: int) -> str:
    return " ".join(html.unescape(TAG.sub(" ", found[group])).split()) if found else ""


class Browser:
    """Somebody who is signed in."""

    def __init__(self, port: int, username: str) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.cookies = {
            settings.SESSION_COOKIE_NAME: session_key(username),
            settings.CSRF_COOKIE_NAME: TOKEN,
        }

    def get(self, address: str) -> Answer:
        """Open a page."""
        return self._follow(self._ask("GET", address, None), address)

    def post(self, address: str, typed: dict[str, Any] | None = None) -> Answer:
        """Send a form, with files if there are any, and read the page that it leads to; nothing said before is read again."""
        self.cookies.pop("messages", None)
        return self._follow(
            self._ask("POST", address, {"csrfmiddlewaretoken": TOKEN} | (typed or {})), address
        )

    def _follow(self, got: tuple[int, str, str], address: str) -> Answer:
        status, text, location = got
        if status in {301, 302}:
            address = urllib.parse.urlsplit(location).path
            status, text, _location = self._ask("GET", address, None)
        return Answer(status, text, address)

    def _ask(self, method: str, address: str, typed: dict[str, Any] | None) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body: bytes | str | None = None
        if typed is not None and any(isinstance(value, SimpleUploadedFile) for value in typed.values()):
            body, headers["Content-Type"] = encode_multipart(BOUNDARY, typed), MULTIPART_CONTENT
        elif typed is not None:
            body = urllib.parse.urlencode(typed, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.close()  # a line that was left alone may have been closed by the server; nobody should have to guess
        try:
            self.line.request(method, address, body, headers)
            answer = self.line.getresponse()
            text = answer.read().decode(errors="replace")
        except (http.client.HTTPException, OSError) as broken:
            self.line.close()
            raise Broken from broken
        for value in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, rest = value.partition("=")
            if name not in {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}:
                self.cookies[name] = rest.split(";")[0]
        if answer.status >= 500:
            raise Broken(answer.status)
        return answer.status, text, answer.headers.get("Location", "")
