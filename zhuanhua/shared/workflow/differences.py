"""What changed between two versions of a case, letter by letter?"""

from dataclasses import dataclass
from difflib import SequenceMatcher

LONG = 2_000  # beyond this a text is compared by lines, so that a long text costs no minutes


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
    """Cut two texts into stretches that are the same, taken out, or put in."""
    if len(old) + len(new) > LONG:
        first, second, glue = old.splitlines(keepends=True), new.splitlines(keepends=True), ""
    else:
        first, second, glue = list(old), list(new), ""
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", glue.join(first[i1:i2])))
            continue
        if i2 > i1:
            found.append(Piece("del", glue.join(first[i1:i2])))
        if j2 > j1:
            found.append(Piece("ins", glue.join(second[j1:j2])))
    return found
