"""Reads one workbook in a process of its own, with limits on memory and time; prints its rows as JSON lines.

Run as `python -I child.py PATH ROWS COLUMNS MEMORY SECONDS ERRORS`. First line: sheet, first column,
merged cells, error cells, other sheets. Then a line a row: its cells, or the number of blank rows that follow one another.
"""

import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree as ET

MOST_MERGED = 5_000
ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]*\bt\s*=\s*["']e["'])[^>]*\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["'][^>]*>(?:(?!</(?:\w+:)?c>).){0,9000}?<(?:\w+:)?v>([^<]{1,20})<""",
    re.DOTALL,
)
as_json = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make an encoder a line
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def plain(cell: Any) -> Any:
    """Give a cell as JSON: whole numbers stay whole, other numbers travel as their shortest text, dates are marked."""
    if cell is None or isinstance(cell, bool | str):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e17 else {"n": repr(cell)}
    if isinstance(cell, int):
        return cell
    if isinstance(cell, datetime):
        return {"d": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    if isinstance(cell, time | timedelta):
        return str(cell)
    return str(cell)


def main(path: str, most_rows: int, most_columns: int, *, with_errors: bool) -> int:
    """Print the first visible sheet that holds anything."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_path(path)
    sheets = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    visible = [meta.name for meta in sheets if meta.visible == SheetVisibleEnum.Visible]
    for name in visible:
        sheet = book.get_sheet_by_name(name)
        if not sheet.height or not sheet.width:
            continue
        if sheet.width > most_columns * 10:
            tell({"refuse": "columns"})
            return 0
        left = sheet.start[1] if sheet.start else 0
        others = [other for other in visible if other != name]
        hidden = len(sheets) - len(visible)
        errors = _errors(path, name, left) if with_errors else []
        merged = _merged(sheet, left)
        if len(merged) > MOST_MERGED:
            tell({"refuse": "merged"})
            return 0
        tell(
            {
                "sheet": name,
                "left": left,
                "hidden": hidden,
                "others": others,
                "merged": merged,
                "errors": errors,
            }
        )
        rows(sheet, left, most_rows, most_columns, {row for row, _place, _text in errors})
        return 0
    tell({"refuse": "empty"})
    return 0


def rows(sheet: Any, left: int, most_rows: int, most_columns: int, kept: set[int]) -> None:
    """Print every row from the sheet's first on; what would be cut is refused, with its place."""
    lines = blank = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if row.count("") == len(row) and number not in kept:
            blank += 1
            continue
        if blank:
            tell(blank)
            blank = 0
        for place in range(most_columns, len(row)):
            if row[place] != "":
                tell({"refuse": "wide", "row": number, "column": left + place})
                return
        lines += 1
        if lines > most_rows:
            tell({"refuse": "rows"})
            return
        tell([cell if type(cell) is str else plain(cell) for cell in row[:most_columns]])


def _merged(sheet: Any, left: int) -> list[list[int]]:
    """Give the cells that a merge hides below its first row, as row number and place in the row."""
    hidden: list[list[int]] = []
    for (first_row, first), (last_row, last) in sheet.merged_cell_ranges or ():
        for row in range(first_row + 1, last_row + 1):
            hidden += [[row + 1, column - left] for column in range(first, last + 1)]
            if len(hidden) > MOST_MERGED:
                return hidden
    return hidden


def _errors(path: str, name: str, left: int) -> list[list[Any]]:
    """Give the error cells of a sheet as row number, place in the row and text: the reader shows them as blank."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read(_part_of(archive, name))
    return [
        [int(row), _place(letters.decode()) - left, error.decode("utf-8", "replace")]
        for letters, row, error in ERROR_CELL.findall(text)
    ]


def _part_of(archive: zipfile.ZipFile, name: str) -> str:
    """Find the part of the archive that holds the sheet of this name; the gate has refused every DOCTYPE before."""
    names = {each.lower(): each for each in archive.namelist()}
    book = ET.fromstring(archive.read(names["xl/workbook.xml"]))  # noqa: S314 - the gate refuses every DOCTYPE
    links = ET.fromstring(archive.read(names["xl/_rels/workbook.xml.rels"]))  # noqa: S314 - as above
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in book.iter():
        if sheet.tag.rsplit("}", 1)[-1] == "sheet" and sheet.get("name") == name:
            target = targets[sheet.get(RELATION)]
            return names[(target.lstrip("/") if target.startswith("/") else f"xl/{target}").lower()]
    raise KeyError(name)


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def tell(thing: Any) -> None:
    """Print one line."""
    sys.stdout.write(as_json(thing) + "\n")


if __name__ == "__main__":
    place, rows_limit, columns_limit, memory, seconds, errors = sys.argv[1:7]
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    raise SystemExit(main(place, int(rows_limit), int(columns_limit), with_errors=errors != "0"))
