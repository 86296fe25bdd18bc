"""Where is the table in a sheet? Its header among title rows, its rows without blanks and totals, each with its own number."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from zhuanhua.core.text import match_key
from zhuanhua.shared.exchange.reading.comma import csv_rows
from zhuanhua.shared.exchange.reading.gate import DEFAULT, FileRefused, Limits, pass_gate

CHILD = str(Path(__file__).with_name("child.py"))  # run alone, it loads neither the site nor Django
HEADER_WITHIN = 10
BODY_WITHIN = 30
TOTALS = ("合计", "总计", "小计", "共计")
ERRORS = re.compile(r"#(?:REF|N/A|NAME|VALUE|DIV/0|NUM|NULL|SPILL|CALC)[!?]?", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d{2}(?:年度|年)?")
UNIT_AT_END = re.compile(r"[（(\[【].{1,12}[）)\]】]$")
REFUSED = {
    "rows": noop("表格超过12万行。请分成几个文件。"),
    "columns": noop("表格超过2000列。请删去空白列，再另存一次。"),
    "wide": noop("第%(row)s行第%(column)s列还有内容，最多读200列。请删去用不到的列，再另存一次。"),
    "merged": noop("合并的单元格过多。请取消合并，每一格都填上自己的值。"),
    "empty": noop("文件里没有看得见的内容。请核对是否选错了文件，隐藏的工作表不读。"),
}
Line = tuple[int, list[Any]]


@dataclass(frozen=True)
class CellFault:
    """A cell that cannot be read for what it is: an error of the spreadsheet, or a part of a merged cell."""

    text: str
    is_merged: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass
class Table:
    """A header and its rows; `rows` are (number in the sheet, cells)."""

    sheet_name: str
    header_row: int
    titles: list[str]
    rows: list[Line]
    notes: list[str] = field(default_factory=list)


def read_table(path: Path, *, name: str, known: Collection[str] = (), limits: Limits = DEFAULT) -> Table:
    """Read a file as a table, or raise FileRefused with a sentence that says why and what to do.

    `known` are the titles that the reader looks for; the row that holds most of them is the header.
    """
    passed = pass_gate(path, name, limits)
    if passed.kind == "xlsx":
        sheet_name, left, lines, notes = _workbook(path, limits, passed.error_cells)
        if passed.hidden_rows:
            notes.append(
                ngettext(
                    "有%(count)s行是隐藏的，也读了，请核对。",
                    "有%(count)s行是隐藏的，也读了，请核对。",
                    passed.hidden_rows,
                )
                % {"count": passed.hidden_rows}
            )
    else:
        sheet_name, left, notes = "", 0, []
        lines = [(number, [_cell(cell) for cell in cells]) for number, cells in csv_rows(path, limits)]
        lines = [line for line in lines if any(cell is not None for cell in line[1])]
        _refuse_wide(lines, limits)
    if not lines:
        raise _refusal("empty")
    return _table(sheet_name, left, lines, notes, {_title_key(title) for title in known})


def _workbook(path: Path, limits: Limits, error_cells: int) -> tuple[str, int, list[Line], list[str]]:
    told = _from_child(path, limits, error_cells)
    head = next(told, None)
    if head is None:
        raise FileRefused(_("文件已损坏或过于复杂，读不出来。请在Excel里打开，另存一次再传。"))
    _refuse_told(head)
    faults = {(row, place): CellFault(_("与上面的格合并"), is_merged=True) for row, place in head["merged"]}
    faults |= {(row, place): CellFault(text) for row, place, text in head["errors"]}
    marked = {row for row, _place in faults}
    lines: list[Line] = []
    number = 1
    for line in told:
        if isinstance(line, int):
            number += line
            continue
        _refuse_told(line)
        cells = [_cell(cell) for cell in line]
        if number in marked:
            _mark(cells, number, faults)
        lines.append((number, cells))
        number += 1
    notes = []
    if head["others"]:
        notes.append(
            ngettext(
                "只读工作表“%(sheet)s”，另外%(count)s张没有读。",
                "只读工作表“%(sheet)s”，另外%(count)s张没有读。",
                len(head["others"]),
            )
            % {"sheet": head["sheet"], "count": len(head["others"])}
        )
    if head["hidden"]:
        notes.append(
            ngettext(
                "有%(count)s张隐藏的工作表，没有读。", "有%(count)s张隐藏的工作表，没有读。", head["hidden"]
            )
            % {"count": head["hidden"]}
        )
    return head["sheet"], head["left"], lines, notes


def _refuse_told(line: Any) -> None:
    if isinstance(line, dict) and "refuse" in line:
        raise _refusal(line["refuse"], row=line.get("row", 0), place=line.get("column", 0))


def _refusal(ground: str, *, row: int = 0, place: int = 0) -> FileRefused:
    message = REFUSED[ground]
    return FileRefused(_(message) % {"row": row, "column": letters(place)})


def _refuse_wide(lines: list[Line], limits: Limits) -> None:
    for number, cells in lines:
        for place in range(limits.columns, len(cells)):
            if cells[place] is not None:
                raise _refusal("wide", row=number, place=place)


def _mark(cells: list[Any], number: int, faults: dict[tuple[int, int], CellFault]) -> None:
    for place, cell in enumerate(cells):
        if cell is None and (number, place) in faults:
            cells[place] = faults[number, place]


def _from_child(path: Path, limits: Limits, error_cells: int) -> Iterator[Any]:
    """Give the child's lines one by one; a child that takes too long, breaks, or says too much is ended."""
    numbers = (limits.rows, limits.columns, limits.memory, limits.cpu_seconds, error_cells)
    child = subprocess.Popen(
        [sys.executable, "-I", CHILD, str(path), *map(str, numbers)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(limits.seconds, stop)
    timer.start()
    said = 0
    try:
        assert child.stdout is not None
        for raw in child.stdout:
            said += len(raw)
            if said > limits.output:
                raise FileRefused(_("文件展开后过大。请删去多余的工作表、图片和空白行列，再另存一次。"))
            if raw.endswith(b"\n"):
                yield json.loads(raw)
        if late.is_set():
            raise FileRefused(_("读这个文件用时过长。请删去多余的工作表和格式，再另存一次。"))
        if child.wait():
            raise FileRefused(_("文件已损坏或过于复杂，读不出来。请在Excel里打开，另存一次再传。"))
    finally:
        timer.cancel()
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()


def _cell(cell: Any) -> Any:
    if type(cell) is str:
        text = cell.strip()
        return CellFault(text) if text[:1] == "#" and ERRORS.fullmatch(text) else text or None
    if type(cell) is dict:
        return date.fromisoformat(cell["d"]) if "d" in cell else Decimal(cell["n"])
    return cell


def letters(place: int) -> str:
    """Name a column as a spreadsheet does: 0 is A, 27 is AB."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def _table(sheet_name: str, left: int, lines: list[Line], notes: list[str], known: set[str]) -> Table:
    place = _header_place(lines, known)
    if place is None:
        raise FileRefused(_("没有找到列名那一行。请把列名放在前10行之内，一列一个名称。"))
    header_row, header = lines[place]
    header = _lowered(header, [cells for _number, cells in lines[:place]])
    body = lines[place + 1 :]
    if body and _goes_on(header, body[0]):
        header, body = _joined(header, body[0][1]), body[1:]
    totals = [number for number, cells in body if _is_total(cells)]
    left_out = set(totals)
    rows = [line for line in body if line[0] not in left_out] if totals else body
    if not rows:
        raise FileRefused(_("只有列名，没有一行内容。请填好再传。"))
    titles = _titles(header, rows, left, notes)
    if totals:
        shown = "、".join(str(number) for number in totals[:5])
        notes.append(
            ngettext(
                "有%(count)s行合计（第%(rows)s行），没有读。",
                "有%(count)s行合计（第%(rows)s行），没有读。",
                len(totals),
            )
            % {"count": len(totals), "rows": shown}
        )
    width = len(titles)
    rows = [(number, cells) if len(cells) <= width else (number, cells[:width]) for number, cells in rows]
    return Table(sheet_name, header_row, titles, rows, notes)


def _lowered(header: list[Any], above: list[list[Any]]) -> list[Any]:
    """Give a header its titles that stand higher up, in cells merged down into it."""

    def title(place: int) -> Any:
        column = [cells[place] for cells in reversed(above) if place < len(cells)]
        return next((cell for cell in column if cell is not None and not isinstance(cell, CellFault)), None)

    return [
        title(place) if isinstance(cell, CellFault) and cell.is_merged else cell
        for place, cell in enumerate(header)
    ]


def _goes_on(header: list[Any], below: Line) -> bool:
    """Whether the line below the header belongs to it: cells of the header reach down into it, and what stands there are titles."""
    cells = below[1]
    reaching = [isinstance(cell, CellFault) and cell.is_merged for cell in cells[: len(header)]]
    rest = [cell for cell in cells if cell is not None and not isinstance(cell, CellFault)]
    return any(reaching) and all(isinstance(cell, str) and len(cell) <= 80 for cell in rest)


def _joined(header: list[Any], below: list[Any]) -> list[Any]:
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


def _is_total(cells: list[Any]) -> bool:
    first = next((cell for cell in cells if cell is not None), None)
    return isinstance(first, str) and "计" in first and re.sub(r"[\s:：]", "", first) in TOTALS


def _header_place(lines: list[Line], known: set[str]) -> int | None:
    """Find the header among the first ten rows: the one with most known titles, else the first that is as wide as the table and mostly text.

    A title above the table fills one or two cells; the header fills nearly as many columns as any row below it.
    """
    first = [cells for _number, cells in lines[:HEADER_WITHIN]]
    hits = [
        sum(1 for cell in cells if isinstance(cell, str) and _title_key(cell) in known) for cells in first
    ]
    if hits and max(hits) >= min(2, max(len(known), 1)):
        return hits.index(max(hits))
    widest = max(sum(1 for cell in cells if cell is not None) for _number, cells in lines[:BODY_WITHIN])
    for place, cells in enumerate(first):
        filled = [cell for cell in cells if cell is not None]
        texts = [cell for cell in filled if isinstance(cell, str)]
        if len(filled) * 5 >= widest * 3 and len(texts) * 2 > len(filled):
            return place
    return None


def _title_key(title: str) -> str:
    return match_key(YEAR.sub("", UNIT_AT_END.sub("", re.sub(r"\s+", "", title))))


def _titles(header: list[Any], rows: list[Line], left: int, notes: list[str]) -> list[str]:
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
