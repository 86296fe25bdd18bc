"""What changed between two versions of a case, letter by letter?"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

CLAUSE = re.compile(r"[^，。；：！？、\n]*[，。；：！？、\n]|[^，。；：！？、\n]+")
TOKEN = re.compile(r"[0-9][0-9,.]*[0-9]|.", re.DOTALL)  # a number is one token: 386 and 352 share no digit
LETTERS = 1_000_000  # products of lengths beyond this are told as one stretch out, one stretch in


@dataclass(frozen=True)
class Piece:
    """A stretch of text: same, ins or del."""

    kind: str
    text: str


@dataclass(frozen=True)
class FieldDiff:
    """One field that changed."""

    field: str
    label: str
    old: str
    new: str
    pieces: list[Piece]


def difference(old: dict[str, str], new: dict[str, str], labels: dict[str, str]) -> list[FieldDiff]:
    """Give the fields whose text differs, in the order of the newer version."""
    names = [*new, *(name for name in old if name not in new)]
    changed = [name for name in names if old.get(name, "") != new.get(name, "")]
    return [
        FieldDiff(
            name,
            labels.get(name, name),
            old.get(name, ""),
            new.get(name, ""),
            pieces(old.get(name, ""), new.get(name, "")),
        )
        for name in changed
    ]


def pieces(old: str, new: str) -> list[Piece]:
    """Cut two texts into stretches that are the same, taken out, or put in.

    First clause by clause, then letter by letter within clauses that changed, a number as one: letters alone would cost minutes for
    20,000 of them, and would find one 的 of an old sentence again in another.
    """
    found: list[Piece] = []
    first, second = CLAUSE.findall(old), CLAUSE.findall(new)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        gone, come = "".join(first[i1:i2]), "".join(second[j1:j2])
        if tag == "replace" and len(gone) * len(come) <= LETTERS:
            out, put = TOKEN.findall(gone), TOKEN.findall(come)
            for kind, g1, g2, c1, c2 in SequenceMatcher(None, out, put, autojunk=False).get_opcodes():
                _add(found, kind, "".join(out[g1:g2]), "".join(put[c1:c2]))
        else:
            _add(found, tag, gone, come)
    return found


def _add(found: list[Piece], tag: str, gone: str, come: str) -> None:
    if tag == "equal":
        _join(found, "same", gone)
        return
    _join(found, "del", gone)
    _join(found, "ins", come)


def _join(found: list[Piece], kind: str, text: str) -> None:
    if text and found and found[-1].kind == kind:
        found[-1] = Piece(kind, found[-1].text + text)
    elif text:
        found.append(Piece(kind, text))
