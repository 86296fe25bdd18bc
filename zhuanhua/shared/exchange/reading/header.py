"""Which row of a sheet is the header, and what are its titles? Known titles first, else the first wide row of words."""

import re
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.text import match_key
from zhuanhua.shared.exchange.reading.workbook import CellFault, Line, letters

HEADER_WITHIN = 10
BODY_WITHIN = 30
YEAR = re.compile(r"(?:19|20)\d{2}(?:年度|年)?")
UNIT_AT_END = re.compile(r"[（(\[【].{1,12}[）)\]】]$")


def header_place(lines: list[Line], known: set[str]) -> int | None:
    """Find the header among the first ten rows: the one with most known titles, else the first that is as wide as the table and mostly text.

    A title above the table fills one or two cells; the header fills nearly as many columns as any row below it.
    """
    first = [cells for _number, cells in lines[:HEADER_WITHIN]]
    hits = [sum(1 for cell in cells if isinstance(cell, str) and title_key(cell) in known) for cells in first]
    if hits and max(hits) >= min(2, max(len(known), 1)):
        return hits.index(max(hits))
    widest = max(sum(1 for cell in cells if cell is not None) for _number, cells in lines[:BODY_WITHIN])
    for place, cells in enumerate(first):
        filled = [cell for cell in cells if cell is not None]
        texts = [cell for cell in filled if isinstance(cell, str)]
        if len(filled) * 5 >= widest * 3 and len(texts) * 2 > len(filled):
            return place
    return None


def title_key(title: str) -> str:
    return match_key(YEAR.sub("", UNIT_AT_END.sub("", re.sub(r"\s+", "", title))))


def lowered(header: list[Any], above: list[list[Any]]) -> list[Any]:
    """Give a header its titles that stand higher up, in cells merged down into it."""

    def title(place: int) -> Any:
        column = [cells[place] for cells in reversed(above) if place < len(cells)]
        return next((cell for cell in column if cell is not None and not isinstance(cell, CellFault)), None)

    return [
        title(place) if isinstance(cell, CellFault) and cell.is_merged else cell
        for place, cell in enumerate(header)
    ]


def goes_on(header: list[Any], below: Line) -> bool:
    """Whether the line below the header belongs to it: cells of the header reach down into it, and what stands there are titles."""
    cells = below[1]
    reaching = [isinstance(cell, CellFault) and cell.is_merged for cell in cells[: len(header)]]
    rest = [cell for cell in cells if cell is not None and not isinstance(cell, CellFault)]
    return any(reaching) and all(isinstance(cell, str) and len(cell) <= 80 for cell in rest)


def joined_titles(header: list[Any], below: list[Any]) -> list[Any]:
    """Give the titles of a header of two rows: a group's title stands before those of its columns."""
    joined, group = [], ""
    for place in range(max(len(header), len(below))):
        upper = header[place] if place < len(header) else None
        lower = below[place] if place < len(below) else None
        reaches = lower is None or isinstance(lower, CellFault)
        if upper is not None:
            group = str(upper)
        joined.append(upper if reaches else f"{group}{lower}")
    return joined


def titles_of(header: list[Any], rows: list[Line], left: int, notes: list[str]) -> list[str]:
    """Give a name to every column that holds anything; one without a title is named by its letter and told."""
    used = _used(rows)
    named = [place for place, cell in enumerate(header) if cell is not None]
    width = max([*named, *used]) + 1
    titles: list[str] = []
    untitled = []
    for place in range(width):
        cell = header[place] if place < len(header) else None
        title = "" if cell is None else re.sub(r"\s+", "", str(cell))[:80]
        if not title and place in used:
            title = _("（%(column)s列，没有列名）") % {"column": letters(left + place)}
            untitled.append(letters(left + place))
        titles.append(_once(title, titles))
    if untitled:
        shown = "、".join(untitled[:10])
        notes.append(_("%(columns)s列有内容而没有列名。要导入的，请补上列名。") % {"columns": shown})
    return titles


def _used(rows: list[Line]) -> set[int]:
    """Give the columns in which any row holds something; most show it in their first row and are not looked at again."""
    empty = set(range(max(len(cells) for _number, cells in rows)))
    used: set[int] = set()
    for _number, cells in rows:
        found = {place for place in empty if place < len(cells) and cells[place] is not None}
        used |= found
        empty -= found
        if not empty:
            break
    return used


def _once(title: str, taken: list[str]) -> str:
    unique, number = title, 2
    while title and unique in taken:
        unique, number = f"{title}{number}", number + 1
    return unique
