"""How far is a long job, and shall it stop? Told through small files, since what a job writes into its transaction nobody else sees yet.

The folder lies beside the private files, so that web and worker processes share it. A lost file costs a figure on a page, no record.
"""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

_KEY = re.compile(r"[0-9a-f]{8,64}")


class Stopped(Exception):
    """Somebody asked the job to stop; what it did is rolled back."""


@dataclass(frozen=True)
class Progress:
    """How many of how many."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        """Give 0 to 100."""
        return min(100, self.done * 100 // self.total) if self.total else 0


def tell(key: str, done: int, total: int) -> None:
    """Say how far the job is; raises Stopped when somebody asked it to stop."""
    if is_stopping(key):
        raise Stopped
    place = _place(key)
    fresh = place.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps([done, total]), encoding="utf-8")
    fresh.replace(place)


def told(key: str) -> Progress | None:
    """Give what the job said last, or None before it began."""
    try:
        done, total = json.loads(_place(key).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Progress(int(done), int(total))


def ask_to_stop(key: str) -> None:
    """Ask the job to stop; it looks whenever it tells how far it is, and once more before it commits."""
    _place(key).with_suffix(".stop").touch()


def is_stopping(key: str) -> bool:
    """Whether somebody asked it to stop."""
    return _place(key).with_suffix(".stop").exists()


def forget(key: str) -> None:
    """Remove what was told, at the end of a job or before it is tried again."""
    place = _place(key)
    for path in (place, place.with_suffix(".stop")):
        path.unlink(missing_ok=True)


def _place(key: str) -> Path:
    if not _KEY.fullmatch(key):
        message = f"{key!r} is no key of a job"
        raise ValueError(message)
    folder = Path(settings.DATA_DIR) / "progress"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / key
