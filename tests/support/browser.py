"""A headless Chromium for journeys: found on this machine, quiet on the network, one fresh context a test."""

import os
import shutil
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

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


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """A page of 1366 × 768 in Chinese; it may speak to this machine only, and an error in a script fails the test."""
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="zh-CN", accept_downloads=True
    )
    strangers: list[str] = []
    errors: list[str] = []

    def watch(route: object) -> None:
        address = route.request.url  # type: ignore[attr-defined]  Playwright's Route
        if address.startswith(("http://127.0.0.1", "http://localhost", "data:", "blob:")):
            route.continue_()  # type: ignore[attr-defined]
        else:
            strangers.append(address)
            route.abort()  # type: ignore[attr-defined]

    context.route("**/*", watch)
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert strangers == [], "the page asked for files from elsewhere"
    assert errors == [], "a script on the page failed"


@pytest.fixture
def phone(browser: "Browser") -> Iterator["Page"]:
    """A page as a phone shows it."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
        locale="zh-CN",
    )
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    yield opened
    context.close()
