"""How does one journal line hold on to the one before? By a hash over its canonical text; this module knows no Django."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
FIELDS = (
    "seq", "at", "event", "actor", "actor_name", "actor_role", "case_kind", "case_number",
    "before", "after", "reason", "policy_version",
)  # fmt: skip
_as_json = json.JSONEncoder(  # one for all lines: json.dumps would make one a line
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode
SHAPE = frozenset((*FIELDS, "previous_hash", "hash"))


@dataclass(frozen=True)
class Fault:
    """What does not fit, and at which line: `seq` is the place where the line should stand.

    Kinds: shape, repeated, missing, unlinked, changed; against signed heads: forged, cut, rewritten; and empty.
    """

    seq: int
    kind: str
    found: int | None = None  # the line that stands there instead, or how many lines there are


def canonical(line: dict[str, Any]) -> bytes:
    """Write a line in the one way in which it is hashed: sorted keys, no blanks, UTF-8."""
    return _as_json({name: line[name] for name in FIELDS}).encode()


def link(previous_hash: str, line: dict[str, Any]) -> str:
    """Give the hash of a line that follows `previous_hash`; the line's number is part of what is hashed."""
    return hashlib.sha256(previous_hash.encode() + b"\n" + canonical(line)).hexdigest()


def faults(
    lines: Iterable[dict[str, Any]], *, start: int = 1, previous_hash: str = GENESIS
) -> Iterator[Fault]:
    """Give what does not fit, in order; the first one tells where the tampering began.

    A caller that keeps going past the first fault hears of each later break, not of every line that hangs on it.
    """
    expected = start
    for line in lines:
        fault = _fault(line, expected, previous_hash)
        if fault is not None:
            yield fault
        if (
            fault is None or fault.kind != "repeated"
        ):  # the place only ever moves on, so the first fault stands first
            expected = line["seq"] + 1 if fault is not None and fault.kind == "missing" else expected + 1
        if isinstance(line.get("hash"), str):
            previous_hash = line["hash"]


def _fault(line: dict[str, Any], expected: int, previous_hash: str) -> Fault | None:
    seq = line.get("seq")
    if line.keys() != SHAPE or type(seq) is not int:
        return Fault(expected, "shape")
    if seq < expected:
        return Fault(expected, "repeated", seq)
    if seq > expected:
        return Fault(expected, "missing", seq)
    if line["previous_hash"] != previous_hash:
        return Fault(expected, "unlinked")
    try:
        fits = line["hash"] == link(previous_hash, line)
    except (
        TypeError,
        ValueError,
    ):  # what cannot be written cannot have been hashed (ValueError: lone surrogates)
        return Fault(expected, "shape")
    return None if fits else Fault(expected, "changed")
