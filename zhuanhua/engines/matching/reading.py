"""How do needs, judged pairs and offers come in from files? Columns by name, every fault with its row."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from zhuanhua.engines.matching.records import Need, Offer, Verdict

NEED_COLUMNS = ("need_id", "title", "text")
PAIR_COLUMNS = ("pair_id", "need_id", "achievement_id", "achievement_words")
TITLES = ("achievement_words", "title", "patent_title", "name", "名称", "成果名称")
TEXTS = ("abstract", "text", "summary", "摘要", "成果简介")
NUMBERS = ("achievement_id", "id", "publication_numbers", "编号", "成果编号")


class UnreadableTableError(ValueError):
    """A file that cannot be used; the message names the file, the row and the column."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of pairs.csv; the level is None where nobody has judged it."""

    pair_id: str
    need_id: str
    offer: Offer
    level: int | None


def read_needs(path: str | Path) -> list[Need]:
    """need_id, title, text."""
    found: dict[str, Need] = {}
    for number, row in _rows(path, NEED_COLUMNS[:2]):
        key = row["need_id"]
        if not key:
            raise UnreadableTableError(f"{path}, row {number}: need_id is empty.")
        if key in found:
            raise UnreadableTableError(f"{path}, row {number}: need_id {key} stands in an earlier row, too.")
        found[key] = Need(key, row["title"], row.get("text") or "")
    return list(found.values())


def read_pairs(path: str | Path, needs: Iterable[Need]) -> list[Pair]:
    """pair_id, need_id, achievement_id, achievement_words and, where judged, level 1–4."""
    known = {need.id for need in needs}
    found: list[Pair] = []
    for number, row in _rows(path, PAIR_COLUMNS):
        if row["need_id"] not in known:
            raise UnreadableTableError(
                f"{path}, row {number}: need_id {row['need_id']!r} is not among the needs."
            )
        text = (row.get("level") or "").strip()
        try:
            level = int(float(text)) if text else None
        except ValueError:
            level = 0
        if level is not None and not 1 <= level <= 4:
            raise UnreadableTableError(
                f"{path}, row {number}: level is {text!r}; it must be 1, 2, 3, 4 or empty."
            )
        offer = Offer(row["achievement_id"], row["achievement_words"], row.get("achievement_text") or "")
        found.append(Pair(row["pair_id"], row["need_id"], offer, level))
    if not found:
        raise UnreadableTableError(f"{path}: no pairs in this file.")
    return found


def read_offers(path: str | Path) -> list[Offer]:
    """A catalogue: any file with a title and, where it has them, id and abstract."""
    rows = list(_rows(path, ()))
    if not rows:
        raise UnreadableTableError(f"{path}: no rows.")
    columns = rows[0][1].keys()
    title = next((name for name in TITLES if name in columns), None)
    if title is None:
        raise UnreadableTableError(f"{path}: no column with titles. Name one of them {' / '.join(TITLES)}.")
    text = next((name for name in TEXTS if name in columns), None)
    key = next((name for name in NUMBERS if name in columns), None)
    return [
        Offer(row[key] if key else str(number), row[title], (row[text] or "") if text else "")
        for number, row in rows
        if row[title]
    ]


def verdicts(pairs: Iterable[Pair]) -> list[Verdict]:
    """The judged pairs."""
    return [Verdict(pair.need_id, pair.offer.id, pair.level) for pair in pairs if pair.level is not None]


def _rows(path: str | Path, wanted: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UnreadableTableError(f"{path}: no such file.") from None
    except (OSError, UnicodeDecodeError) as fault:
        raise UnreadableTableError(f"{path}: cannot be read as UTF-8 text ({fault}).") from None
    csv.field_size_limit(10_000_000)
    reader = csv.DictReader(text.splitlines(keepends=True))
    missing = [name for name in wanted if name not in (reader.fieldnames or ())]
    if missing:
        raise UnreadableTableError(f"{path}: column {', '.join(missing)} is missing.")
    for number, row in enumerate(reader, start=2):
        yield number, {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)}
