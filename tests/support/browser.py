"""A headless Chromium for journeys: found on this machine, quiet on the network, one fresh context a test."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

OWN = ("http://127.0.0.1", "http://localhost", "data:", "blob:")
DESK = {"viewport": {"width": 1366, "height": 768}, "accept_downloads": True}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # without costing the cache, as routing does
)
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@cache
def chromium() -> str:
    """The path of a Chromium here, or an empty string."""
    named = os.environ.get("ZHUANHUA_TEST_CHROMIUM", "")
    return named or next((path for name in PROGRAMS if (path := shutil.which(name))), "")


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One browser for all journeys; Playwright's loop and Django's ORM share a thread, which Django must be told."""
    if not chromium():
        pytest.skip("no Chromium here (Debian: apt install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="the extra `browser` is not installed")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield opened
        opened.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@dataclass
class Watch:
    """What went wrong in a person's pages while the test looked elsewhere."""

    strangers: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def follow(self, context: "BrowserContext") -> None:
        """Note requests to other machines, which the flags above leave unanswered, and what scripts or the console complain about."""
        context.on("request", self._see)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))

    def _see(self, request: "Request") -> None:
        if not request.url.startswith(OWN):
            self.strangers.append(request.url)

    def _hear(self, message: "ConsoleMessage") -> None:
        if message.type == "error":  # failed scripts, missing files, breaches of the content security policy
            self.faults.append(message.text)

    def judge(self) -> None:
        """Fail the test for any request elsewhere, any script error, any complaint of the browser."""
        faults = [text for text in self.faults if not any(known in text for known in self.expected)]
        assert (self.strangers, faults) == ([], [])


Visitor = Callable[..., "Page"]


@pytest.fixture
def watch() -> Iterator[Watch]:
    """The watch over all pages of a test; a test that provokes an error page adds it to `expected`."""
    kept = Watch()
    yield kept
    kept.judge()


@pytest.fixture
def visitor(browser: "Browser", watch: Watch) -> Iterator[Visitor]:
    """Open further browsers, one for each person: `visitor()` sits at a desk, `visitor(phone=True)` holds a phone."""
    contexts = []

    def open_one(*, phone: bool = False, **wishes: Any) -> "Page":
        context = browser.new_context(
            **{"locale": "zh-CN", "timezone_id": "Asia/Shanghai"} | (PHONE if phone else DESK) | wishes
        )
        contexts.append(context)
        watch.follow(context)
        opened = context.new_page()
        opened.set_default_timeout(15_000)
        return opened

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(visitor: Visitor) -> "Page":
    """A page of 1366 × 768 in Chinese."""
    return visitor()


@pytest.fixture
def phone(visitor: Visitor) -> "Page":
    """A page as a phone shows it."""
    return visitor(phone=True)


def shot(page: "Page", name: str, *, whole: bool = True) -> None:
    """Keep a picture where ZHUANHUA_SHOTS names a folder."""
    folder = os.environ.get("ZHUANHUA_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=whole)
