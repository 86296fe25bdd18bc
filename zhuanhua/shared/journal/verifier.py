"""Is an exported journal whole? A check that stands alone: copy it with chain.py to any machine; it knows no Django.

    python -m zhuanhua.shared.journal.verifier journal.jsonl --heads heads.jsonl --key journal.pub

Leaves with 0 when everything fits, 1 when something does not, 2 when a file cannot be read.
"""

import argparse
import gettext
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from zhuanhua.shared.journal.chain import GENESIS, Fault, faults

HEAD_FIELDS = ("seq", "hash", "at")
PREFIX = (
    b"zhuanhua journal head 1\n"  # so that a signature of ours can never be read as one of something else
)
MOST_TOLD = 20


def _(text: str) -> str:
    """Mark a text for the catalogue; `speak` translates it."""
    return text


SENTENCES = {
    "shape": _("第%(seq)d行读不出来，或多了、少了项目。"),
    "repeated": _("应是第%(seq)d行的地方，又出现了第%(found)s行。"),
    "missing": _("第%(seq)d行不见了，接着的是第%(found)s行。"),
    "unlinked": _("第%(seq)d行接不上前一行。"),
    "changed": _("第%(seq)d行的内容被改过。"),
    "forged": _("第%(seq)d行的签名首不是本站签的。"),
    "cut": _("从第%(seq)d行起的尾部不见了：签名首证明曾有%(found)s行。"),
    "rewritten": _("到第%(seq)d行为止的内容被重写过：签名首不能重现。"),
    "empty": _("日志是空的，没有可以核对的行。"),
}
WHOLE = _("日志完整：%(lines)d行，%(heads)d个签名首相符。")
UNPROVEN = _("没有签名首，截尾和整体重写查不出来。")
UNREADABLE = _("读不了%(name)s：%(fault)s")


@dataclass
class Report:
    """What the check found: how many lines and heads it saw, the last hash, and every break."""

    lines: int = 0
    heads: int = 0
    last_seq: int = 0
    last_hash: str = GENESIS
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether everything fits."""
        return not self.faults

    @property
    def first(self) -> Fault | None:
        """The break that stands first."""
        return min(self.faults, key=lambda fault: fault.seq) if self.faults else None


def signed_bytes(head: dict[str, Any]) -> bytes:
    """Write a head in the one way in which it is signed."""
    kept = {name: head[name] for name in HEAD_FIELDS}
    return PREFIX + json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def verify(
    lines: Iterable[dict[str, Any]],
    heads: Iterable[dict[str, Any]] = (),
    key: Ed25519PublicKey | None = None,
    *,
    may_be_empty: bool = False,
) -> Report:
    """Check a chain from its first line, and that it reproduces every signed head. Lines are streamed, heads are held."""
    report = Report()
    anchors: dict[int, set[str]] = {}
    for head in heads:
        report.heads += 1
        if _is_signed(head, key):
            anchors.setdefault(head["seq"], set()).add(head["hash"])
        else:
            report.faults.append(Fault(head.get("seq") if type(head.get("seq")) is int else 0, "forged"))
    for fault in faults(_watched(lines, report, anchors)):
        if len(report.faults) < MOST_TOLD:
            report.faults.append(fault)
    if anchors:
        _cut(report, anchors)
    if report.lines == 0 and not report.faults and not may_be_empty:
        report.faults.append(Fault(1, "empty"))
    return report


def _watched(
    lines: Iterable[dict[str, Any]], report: Report, anchors: dict[int, set[str]]
) -> Iterator[dict[str, Any]]:
    for line in lines:
        yield line
        report.lines += 1
        seq, found = line.get("seq"), line.get("hash")
        if type(seq) is int and isinstance(found, str):
            report.last_seq, report.last_hash = seq, found
        if type(seq) is int and seq in anchors and anchors.pop(seq) != {found}:
            report.faults.append(Fault(seq, "rewritten"))


def _cut(report: Report, anchors: dict[int, set[str]]) -> None:
    """A head beyond the last line proves a tail that is gone; other heads were met, or their line is reported missing."""
    furthest = max(anchors)
    if furthest > report.last_seq:
        report.faults.append(Fault(report.last_seq + 1, "cut", furthest))


def _is_signed(head: dict[str, Any], key: Ed25519PublicKey | None) -> bool:
    if key is None:
        return False
    try:
        key.verify(bytes.fromhex(head["signature"]), signed_bytes(head))
    except (InvalidSignature, KeyError, TypeError, ValueError):
        return False
    return True


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Stream a file of one JSON object per line; a line that cannot be read becomes an empty object, which fits nowhere."""
    with path.open("rb") as file:
        for row in file:
            if row.strip():
                yield _read(row)


def _read(row: bytes) -> dict[str, Any]:
    try:
        found = json.loads(row.decode(), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice: a reader sees the first, a parser the last."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _refuse(text: str) -> None:
    raise ValueError(text)


def read_key(path: Path) -> Ed25519PublicKey:
    """Read the site's public key, a PEM file."""
    key = load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 public key")  # noqa: TRY004 - the file is at fault, not its type
    return key


def speak(fault: Fault, translate: Callable[[str], str] = str) -> str:
    """Say a fault in a sentence."""
    return translate(SENTENCES[fault.kind]) % {"seq": fault.seq, "found": fault.found}


def as_json(report: Report, translate: Callable[[str], str] = str) -> dict[str, Any]:
    """Give a report for programs."""
    first = report.first
    return {
        "is_whole": report.is_whole,
        "lines": report.lines,
        "heads": report.heads,
        "last_hash": report.last_hash,
        "first_fault": first.seq if first else None,
        "faults": [
            {"seq": each.seq, "kind": each.kind, "found": each.found, "words": speak(each, translate)}
            for each in sorted(report.faults, key=lambda fault: fault.seq)
        ],
    }


def tell(report: Report, translate: Callable[[str], str] = str) -> list[str]:
    """Give the sentences of a report, first break first."""
    if report.is_whole:
        said = [translate(WHOLE) % {"lines": report.lines, "heads": report.heads}]
        return said if report.heads else [*said, translate(UNPROVEN)]
    return [speak(each, translate) for each in sorted(report.faults, key=lambda fault: fault.seq)]


def _language() -> Callable[[str], str]:
    """Speak Chinese, or English where the terminal does and the catalogue is at hand."""
    spoken = os.environ.get("ZHUANHUA_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    languages = ["en"] if spoken.lower().startswith("en") else []
    catalogue = Path(__file__).resolve().parent / "locale"
    return gettext.translation("django", catalogue, languages, fallback=True).gettext if languages else str


def main(arguments: list[str] | None = None) -> int:
    """Check files named on the command line."""
    say = _language()
    parser = argparse.ArgumentParser(description=say(_("核对导出的日志是否完整。")))
    parser.add_argument("file", type=Path, help=say(_("导出的日志，每行一个JSON")))
    parser.add_argument("--heads", type=Path, help=say(_("签名首，每行一个JSON")))
    parser.add_argument("--key", type=Path, help=say(_("本站公钥，PEM格式")))
    parser.add_argument("--json", action="store_true", help=say(_("供程序读取")))
    asked = parser.parse_args(arguments)
    if asked.heads and not asked.key:
        parser.error(say(_("核对签名首须给出公钥（--key）。")))
    reading = asked.file
    try:
        reading = asked.key or reading
        key = read_key(asked.key) if asked.key else None
        reading = asked.heads or reading
        heads = list(read_lines(asked.heads)) if asked.heads else []
        reading = asked.file
        report = verify(read_lines(asked.file), heads, key)
    except (OSError, ValueError) as fault:
        sys.stderr.write(say(UNREADABLE) % {"name": reading, "fault": fault} + "\n")
        return 2
    told = (
        json.dumps(as_json(report, say), ensure_ascii=False) if asked.json else "\n".join(tell(report, say))
    )
    sys.stdout.write(told + "\n")
    return 0 if report.is_whole else 1


if __name__ == "__main__":
    sys.exit(main())
