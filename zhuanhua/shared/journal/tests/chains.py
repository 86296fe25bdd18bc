"""Chains made without a database, and the ways in which somebody may tamper with one."""

import copy
import random
from collections.abc import Callable
from typing import Any

from zhuanhua.shared.journal.chain import FIELDS, GENESIS, link

Lines = list[dict[str, Any]]
TEXTS = (
    "at",
    "event",
    "actor",
    "actor_name",
    "actor_role",
    "case_kind",
    "case_number",
    "reason",
    "policy_version",
)


def chain(length: int) -> Lines:
    """Make a whole chain."""
    made: Lines = []
    for seq in range(1, length + 1):
        line: dict[str, Any] = dict.fromkeys(FIELDS, "甲")
        line |= {
            "seq": seq,
            "at": f"2026-04-{seq % 28 + 1:02d}T09:00:00+08:00",
            "before": {"state": "draft"},
            "after": {"total_fen": seq},
        }
        made.append(line)
    return relinked(made)


def relinked(lines: Lines, start: int = 0) -> Lines:
    """Renumber and hash again from a place on, as somebody would who wants to hide what they did."""
    previous = lines[start - 1]["hash"] if start else GENESIS
    for seq, line in enumerate(lines[start:], start=start + 1):
        line["seq"], line["previous_hash"] = seq, previous
        line["hash"] = previous = link(previous, line)
    return lines


def _text(lines: Lines, at: int, chance: random.Random) -> int:
    name = chance.choice(TEXTS)
    place = chance.randrange(len(lines[at][name]))
    lines[at][name] = lines[at][name][:place] + "乙" + lines[at][name][place + 1 :]
    return at + 1


def _seq(lines: Lines, at: int, chance: random.Random) -> int:
    lines[at]["seq"] = chance.choice([each for each in range(-1, 60) if each != at + 1] + [True, None])
    return at + 1


def _payload(lines: Lines, at: int, chance: random.Random) -> int:
    lines[at]["after"]["total_fen"] += chance.choice((-1, 1, 10**6))
    return at + 1


def _payload_type(lines: Lines, at: int, chance: random.Random) -> int:
    lines[at]["after"]["total_fen"] = chance.choice((str(at + 1), float(at + 1), None))
    return at + 1


def _added_key(lines: Lines, at: int, chance: random.Random) -> int:
    chance.choice((lines[at], lines[at]["before"]))["note"] = "补记"
    return at + 1


def _lost_key(lines: Lines, at: int, chance: random.Random) -> int:
    del lines[at][chance.choice(sorted(lines[at]))]
    return at + 1


def _hash(lines: Lines, at: int, chance: random.Random) -> int:
    name = chance.choice(("hash", "previous_hash"))
    place = chance.randrange(64)
    lines[at][name] = lines[at][name][:place] + "g" + lines[at][name][place + 1 :]
    return at + 1


def _rehashed(lines: Lines, at: int, chance: random.Random) -> int:
    """Change one line and give it a fitting hash: the next one no longer fits."""
    _text(lines, at, chance)
    lines[at]["hash"] = link(lines[at]["previous_hash"], lines[at])
    return at + 2


def _delete(lines: Lines, at: int, chance: random.Random) -> int:  # noqa: ARG001 - all ways take the same
    del lines[at]
    return at + 1


def _delete_renumbered(lines: Lines, at: int, chance: random.Random) -> int:
    _delete(lines, at, chance)
    for seq, line in enumerate(lines, start=1):
        line["seq"] = seq
    return at + 1


def _insert(lines: Lines, at: int, chance: random.Random) -> int:  # noqa: ARG001 - all ways take the same
    """Put a well-made line in: the one that is pushed on no longer fits."""
    forged = copy.deepcopy(lines[at]) | {"event": "contract:forged"}
    forged["hash"] = link(forged["previous_hash"], forged)
    lines.insert(at, forged)
    for seq, line in enumerate(lines, start=1):
        line["seq"] = seq
    return at + 2


def _duplicate(lines: Lines, at: int, chance: random.Random) -> int:  # noqa: ARG001 - all ways take the same
    lines.insert(at + 1, copy.deepcopy(lines[at]))
    return at + 2


def _swap(lines: Lines, at: int, chance: random.Random) -> int:
    other = chance.choice([each for each in range(len(lines)) if each != at])
    lines[at], lines[other] = lines[other], lines[at]
    return min(at, other) + 1


def _swap_renumbered(lines: Lines, at: int, chance: random.Random) -> int:
    first = _swap(lines, at, chance)
    for seq, line in enumerate(lines, start=1):
        line["seq"] = seq
    return first


# Ways that the chain alone finds. None of them strikes the last line: what is cut there, only a head can prove.
IN_PLACE: dict[str, Callable[[Lines, int, random.Random], int]] = {
    "text": _text, "seq": _seq, "payload": _payload, "payload type": _payload_type, "added key": _added_key, "lost key": _lost_key,
    "hash": _hash, "rehashed": _rehashed, "delete": _delete, "delete renumbered": _delete_renumbered,
    "insert": _insert, "duplicate": _duplicate, "swap": _swap, "swap renumbered": _swap_renumbered,
}  # fmt: skip


def cut(lines: Lines, at: int, chance: random.Random) -> int:  # noqa: ARG001 - all ways take the same
    """Cut the tail after a place, or restore an old backup."""
    del lines[at:]
    return at + 1


def rewrite(lines: Lines, at: int, chance: random.Random) -> int:
    """Change a line and hash all that follow again."""
    _text(lines, at, chance)
    relinked(lines, at)
    return len(lines)


def rewrite_without(lines: Lines, at: int, chance: random.Random) -> int:  # noqa: ARG001 - all ways take the same
    """Take a line out and hash all that follow again: the last number is gone."""
    del lines[at]
    relinked(lines, at)
    return len(lines) + 1


AGAINST_HEAD = {"cut": cut, "rewrite": rewrite, "rewrite without": rewrite_without}
