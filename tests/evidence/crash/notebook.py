"""What did a worker want, and what was it told? Lines in a file of its own, written before and after; a kill loses none of them."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass
class Wish:
    """One wish with its answers, as the notebook tells it."""

    name: str
    facts: dict[str, Any]
    told: list[dict[str, Any]]
    refused: list[str]
    lost: int = 0
    open: bool = True  # no answer yet: the worker died, or the line broke


class Notebook:
    """Lines of one worker slot over all its lives."""

    def __init__(self, folder: Path, slot: str) -> None:
        self.path = folder / f"{slot}.lines"
        self.file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def write(self, kind: str, number: str, **more: Any) -> None:
        """Write one line; it is the kernel's before the call returns, so that a killed process has written it."""
        line = json.dumps({"kind": kind, "wish": number, **more}, ensure_ascii=False, default=str)
        os.write(self.file, line.encode() + b"\n")


def read(path: Path) -> tuple[dict[str, Wish], list[str]]:
    """Give the wishes of a notebook by number, and the faults that the worker saw itself; a torn last line is none."""
    wishes: dict[str, Wish] = {}
    faults: list[str] = []
    for line in path.read_bytes().split(b"\n")[:-1] if path.exists() else ():
        said = json.loads(line)
        if said["kind"] == "fault":
            faults.append(said["words"])
        elif said["kind"] == "intent":
            wish = wishes.setdefault(said["wish"], Wish(said["name"], said["facts"], [], []))
            wish.open = True
        else:
            wish = wishes[said["wish"]]
            wish.open = said["kind"] == "lost"
            if said["kind"] == "ack":
                wish.told.append(said["told"])
            elif said["kind"] == "refused":
                wish.refused.append(said["code"])
            else:
                wish.lost += 1
    return wishes, faults
