"""Where is the table in a sheet? Its header among title rows, its rows without blanks and totals, each with its own number."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.shared.exchange.reading.comma import csv_rows
from zhuanhua.shared.exchange.reading.gate import DEFAULT, FileRefused, Limits, pass_gate
from zhuanhua.shared.exchange.reading.header import (
    goes_on,
    header_place,
    joined_titles,
    lowered,
    title_key,
    titles_of,
)
from zhuanhua.shared.exchange.reading.workbook import Line, as_cell, refusal, workbook_rows

TOTALS = ("合计", "总计", "小计", "共计")


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
        sheet_name, left, lines, notes = workbook_rows(path, limits, passed.error_cells)
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
        lines = [(number, [as_cell(cell) for cell in cells]) for number, cells in csv_rows(path, limits)]
        lines = [line for line in lines if any(cell is not None for cell in line[1])]
        _refuse_wide(lines, limits)
    if not lines:
        raise refusal("empty")
    return _table(sheet_name, left, lines, notes, {title_key(title) for title in known})


def _refuse_wide(lines: list[Line], limits: Limits) -> None:
    for number, cells in lines:
        for place in range(limits.columns, len(cells)):
            if cells[place] is not None:
                raise refusal("wide", row=number, place=place)


def _table(sheet_name: str, left: int, lines: list[Line], notes: list[str], known: set[str]) -> Table:
    place = header_place(lines, known)
    if place is None:
        raise FileRefused(_("没有找到列名那一行。请把列名放在前10行之内，一列一个名称。"))
    header_row, header = lines[place]
    header = lowered(header, [cells for _number, cells in lines[:place]])
    body = lines[place + 1 :]
    if body and goes_on(header, body[0]):
        header, body = joined_titles(header, body[0][1]), body[1:]
    totals = [number for number, cells in body if _is_total(cells)]
    left_out = set(totals)
    rows = [line for line in body if line[0] not in left_out] if totals else body
    if not rows:
        raise FileRefused(_("只有列名，没有一行内容。请填好再传。"))
    titles = titles_of(header, rows, left, notes)
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


def _is_total(cells: list[Any]) -> bool:
    first = next((cell for cell in cells if cell is not None), None)
    return isinstance(first, str) and "计" in first and re.sub(r"[\s:：]", "", first) in TOTALS
