"""P12: from a clone to the first page: `make demo` with a cold package cache, and a second time."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from frame import ROOT, Result

LIMIT = 900.0  # seconds, then something is wrong


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def first_page(clone: Path, caches: Path) -> float:
    """Seconds from `make demo` until the home page has been read."""
    port = free_port()
    environment = {
        **os.environ,
        "PIP_CACHE_DIR": str(caches / "pip"),
        "npm_config_cache": str(caches / "npm"),
    }
    for name in ("VIRTUAL_ENV", "PYTHONPATH", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    began = time.perf_counter()
    with (caches / "log").open("ab") as log:
        site = subprocess.Popen(
            ["make", "demo", f"PORT={port}", f"PYTHON={sys._base_executable}"],
            cwd=clone,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        while time.perf_counter() - began < LIMIT:
            if site.poll() is not None:
                raise RuntimeError((caches / "log").read_text(errors="replace")[-1500:])
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
                    if page.status == 200 and "转化" in page.read().decode():
                        return time.perf_counter() - began
            except OSError:
                time.sleep(0.2)
        raise RuntimeError(f"no page after {LIMIT:.0f} s")
    finally:
        os.killpg(site.pid, signal.SIGTERM)
        site.wait(60)


def measure(_size: str) -> list[Result]:
    """One cold start in a fresh clone, one warm start in the same clone."""
    with tempfile.TemporaryDirectory(prefix="zhuanhua-p12-") as name:
        folder = Path(name)
        clone, caches = folder / "clone", folder / "caches"
        caches.mkdir()
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        cold = first_page(clone, caches)
        warm = first_page(clone, caches)
        disk = (
            sum(path.stat().st_size for path in clone.rglob("*") if path.is_file() and not path.is_symlink())
            / 1024**2
        )
        shutil.rmtree(clone, ignore_errors=True)
    peer = 'Open Zaak says "minutes", Hypha "some time"'
    return [
        Result(
            "P12",
            "clone to first page",
            "cold package caches",
            cold,
            "s",
            None,
            peer,
            "≤ 180 s",
            cold <= 180,
            f"{disk:,.0f} MB on disk",
        ),
        Result("P12", "clone to first page", "second start", warm, "s", None, "", "≤ 20 s", warm <= 20),
    ]
