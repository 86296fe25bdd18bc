"""How is a table written so that it holds data and nothing else? Text stays text; no cell becomes a formula."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zhuanhua.core.money import FEN_PER
from zhuanhua.shared.exchange.exports import ExportColumn

Progress = Callable[[int], None]
CELL_LIMIT = 32_767  # Excel's own
STEP = 500  # rows between two reports
# Unicode that XML cannot hold, and controls that no list of ours means.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def plain(value: Any) -> str:
    """Give text that every format can hold: one kind of line end, no controls, no longer than a cell."""
    text = "" if value is None else str(value)
    text = UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= CELL_LIMIT else f"{text[: CELL_LIMIT - 1]}…"


def harmless(text: str) -> str:
    """Keep a spreadsheet program from calculating CSV text: an apostrophe before what could begin a formula, one more before one that stood there."""
    begins = text.lstrip().lstrip("'")
    if text[:1] in {"\t", "\r", "\n"} or begins.startswith(FORMULA_SIGNS):
        return f"'{text}"
    return text


def amount(fen: int, unit: str) -> Decimal:
    """Give fen in a unit, unrounded, with two decimals at least."""
    exact = Decimal(fen) / FEN_PER[unit]
    places = max(2, -int(exact.normalize().as_tuple().exponent))
    return exact.quantize(Decimal(1).scaleb(-places))


def write_xlsx(
    path: Path, title: str, columns: tuple[ExportColumn, ...], rows: Iterable[Any], told: Progress
) -> int:
    """Write a workbook of one sheet row by row in little memory; gives the number of rows."""
    book = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    page = book.add_worksheet(_sheet_name(title))
    head = book.add_format({"bold": True, "bottom": 1})
    formats = {
        "text": book.add_format({"num_format": "@"}),
        "money": book.add_format({"num_format": "#,##0.00"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "int": book.add_format({"num_format": "0"}),
    }
    for place, column in enumerate(columns):
        heading = column.heading
        page.set_column(place, place, min(max(12, len(heading) * 2 + 2), 40))
        page.write_string(0, place, plain(heading), head)
    page.freeze_panes(1, 0)
    line = 0
    for line, row in _counted(rows, told):
        for place, column in enumerate(columns):
            _write_cell(page, line, place, column, column.of(row), formats[column.kind])
    if line:
        page.autofilter(0, 0, line, len(columns) - 1)
    book.close()
    return line


def write_csv(path: Path, columns: tuple[ExportColumn, ...], rows: Iterable[Any], told: Progress) -> int:
    """Write UTF-8 with a byte order mark, as Excel expects it; gives the number of rows."""
    line = 0
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        sheet = csv.writer(out)
        sheet.writerow([harmless(plain(column.heading)) for column in columns])
        for line, row in _counted(rows, told):  # noqa: B007 - the last number is the count
            sheet.writerow([_csv_cell(column, column.of(row)) for column in columns])
    return line


def _counted(rows: Iterable[Any], told: Progress) -> Iterator[tuple[int, Any]]:
    for line, row in enumerate(rows, start=1):
        if line % STEP == 0:
            told(line)
        yield line, row


def _write_cell(page: Any, line: int, place: int, column: ExportColumn, value: Any, form: Any) -> None:
    if value is None or value == "":
        return
    if column.kind == "money":
        page.write_number(line, place, amount(value, column.unit_here), form)
    elif column.kind == "int":
        page.write_number(line, place, value, form)
    elif column.kind == "date":
        page.write_datetime(line, place, _day(value), form)
    else:
        page.write_string(line, place, plain(value), form)


def _csv_cell(column: ExportColumn, value: Any) -> str:
    if value is None or value == "":
        return ""
    if column.kind == "money":
        return f"{amount(value, column.unit_here):f}"
    if column.kind == "date":
        return _day(value).isoformat()
    return str(value) if column.kind == "int" else harmless(plain(value))


def _day(value: date) -> date:
    return localtime(value).date() if isinstance(value, datetime) else value


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31] or _("导出")
