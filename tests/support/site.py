"""A whole site for journeys: its own folder and database, a small city, the product's own server in a process of its own."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-05-20"  # a Wednesday; the small city's day
PATIENCE = 60.0  # seconds until a server that does not answer is given up


@dataclass(frozen=True)
class Site:
    """Where the site answers and where its records lie."""

    address: str
    folder: Path

    def at(self, path: str) -> str:
        """Give a full address."""
        return f"{self.address}{path}"


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """Build the small city, start the server, and end both when the journeys are over.

    The server is a process of its own because the journal's triggers refuse the flush between Django's live-server tests.
    """
    folder = Path(tempfile.mkdtemp(prefix="zhuanhua-journeys-"))
    port = free_port()
    site = Site(f"http://127.0.0.1:{port}", folder)
    environment = environment_of(site)
    try:
        _build(environment)
        server = subprocess.Popen(
            _serve(port),
            cwd=ROOT,
            env=environment,
            stdout=(folder / "server.log").open("wb"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_for(site, server)
            yield site
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def environment_of(site: Site) -> dict[str, str]:
    """Give the settings of the site: a demo, so that its invented people sign in by one click, on a frozen day."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if (not name.startswith("ZHUANHUA_") or name == "ZHUANHUA_ASSETS_DIR") and name != "DATABASE_URL"
    }
    return kept | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ZHUANHUA_DEMO": "1",
        "ZHUANHUA_DATA_DIR": str(site.folder),
        "ZHUANHUA_SITE_URL": site.address,
        "ZHUANHUA_SECRET_KEY": secrets.token_urlsafe(40),
        "ZHUANHUA_JOBS_IMMEDIATE": "1",
        "ZHUANHUA_TODAY": TODAY,
        "ZHUANHUA_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
    }


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _build(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.world"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"the small city could not be built:\n{done.stderr[-4000:]}"
        raise RuntimeError(message)


def _serve(port: int) -> list[str]:
    words = ["serve", "--only", "web", "--port", str(port), "--workers", "1", "--threads", "4"]
    return [sys.executable, "-c", "from zhuanhua.cli import main; main()", *words]


def wait_for(site: Site, server: "subprocess.Popen[bytes]") -> None:
    """Wait until the site says that it is well; one that ended or stays silent is told with its last lines."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and server.poll() is None:
        try:
            with urllib.request.urlopen(site.at("/healthz"), timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    last = (site.folder / "server.log").read_text(encoding="utf-8", errors="replace")[-4000:]
    message = f"the site did not start:\n{last}"
    raise RuntimeError(message)


def _stop(server: "subprocess.Popen[bytes]") -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGTERM)
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
