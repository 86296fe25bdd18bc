"""What does a bench measure, and how is it written down? Each row of bench/ returns `Result`s; `run.py` writes them to results.md."""

import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Result:
    """One measurement: ours beside the peer's on the same work in the same run."""

    row: str  # P9, P12 …
    work: str  # what was done, in words
    size: str  # how much of it
    ours: float
    unit: str  # s, rows/s, req/s, ms, MB
    peer: float | None = None
    peer_name: str = ""
    aim: str = ""
    met: bool | None = None
    note: str = ""

    @property
    def ratio(self) -> str:
        """Ours over theirs, in the unit of the row."""
        return f"{self.ours / self.peer:.2f}" if self.peer else ""


def size() -> str:
    """`small` by default, `full` by SIZE=full."""
    wanted = os.environ.get("SIZE", "small")
    if wanted not in {"small", "full"}:
        raise SystemExit(f"SIZE is '{wanted}'. Write SIZE=small or SIZE=full.")
    return wanted


def seconds(work: Callable[[], Any]) -> float:
    """How long a piece of work takes on the wall clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def best_of(times: int, work: Callable[[], Any]) -> float:
    """The shortest of several runs: what the machine can do when it is not disturbed."""
    return min(seconds(work) for _ in range(times))


def machine() -> str:
    """On what was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}, {platform.system()} {platform.machine()}"


def number(value: float | None) -> str:
    """A figure as a person reads it."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.3f}"
