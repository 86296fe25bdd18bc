"""How does one journal line hold on to the one before? By a hash over its canonical text; this module knows no Django."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

GENESIS = "0" * 64
FIELDS = (
    "seq", "at", "event", "actor", "actor_name", "actor_role", "case_kind", "case_number",
    "before", "after", "reason", "policy_version",
)  # fmt: skip


def canonical(line: dict[str, Any]) -> bytes:
    """Write a line in the one way in which it is hashed: sorted keys, no blanks, UTF-8."""
    kept = {name: line[name] for name in FIELDS}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def link(previous_hash: str, line: dict[str, Any]) -> str:
    """Give the hash of a line that follows `previous_hash`."""
    return hashlib.sha256(previous_hash.encode() + b"\n" + canonical(line)).hexdigest()


def faults(lines: Iterable[dict[str, Any]], *, start: int = 1, previous_hash: str = GENESIS) -> Iterator[tuple[int, str]]:
    """Give each line that does not fit, as (seq, what is wrong); the first one tells where the tampering began."""
    expected = start
    for line in lines:
        if line["seq"] != expected:
            yield expected, f"第{expected}行不见了，接着的是第{line['seq']}行"
        if line["previous_hash"] != previous_hash:
            yield line["seq"], f"第{line['seq']}行接不上前一行"
        if line["hash"] != link(line["previous_hash"], line):
            yield line["seq"], f"第{line['seq']}行的内容被改过"
        previous_hash, expected = line["hash"], line["seq"] + 1
