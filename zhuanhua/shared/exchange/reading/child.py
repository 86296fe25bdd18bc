"""Reads one workbook in a process of its own, with limits on memory and time; prints its rows as JSON lines.

Run as `python -m zhuanhua.shared.exchange.reading.child PATH ROWS COLUMNS MEMORY SECONDS`. First line: sheet name and notes.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

ERROR_MARK = "\x00error"
DATE_MARK = "\x00date"


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


def main(path: str, most_rows: int, most_columns: int) -> int:
    """Print the first visible sheet that holds anything."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_path(path)
    visible = [
        meta.name
        for meta in book.sheets_metadata
        if meta.typ == SheetTypeEnum.WorkSheet and meta.visible == SheetVisibleEnum.Visible
    ]
    hidden = len(book.sheets_metadata) - len(visible)
    out = sys.stdout
    for name in visible:
        sheet = book.get_sheet_by_name(name)
        if not sheet.height or not sheet.width:
            continue
        if sheet.width > most_columns * 10:
            out.write(json.dumps({"refuse": "columns"}) + "\n")
            return 0
        start = sheet.start[0] if sheet.start else 0
        out.write(
            json.dumps({"sheet": name, "first": start + 1, "hidden": hidden, "others": len(visible) - 1})
            + "\n"
        )
        lines, blank = 0, 0
        for row in sheet.iter_rows():
            cells = row[:most_columns]
            if any(cell not in ("", None) for cell in cells):
                lines += 1
                blank = 0
            else:
                blank += 1
            if lines > most_rows:
                out.write(json.dumps({"refuse": "rows"}) + "\n")
                return 0
            if blank > 5_000:
                break
            out.write(json.dumps([plain(cell) for cell in cells], ensure_ascii=False) + "\n")
        return 0
    out.write(json.dumps({"refuse": "empty"}) + "\n")
    return 0


if __name__ == "__main__":
    place, rows, columns, memory, seconds = sys.argv[1:6]
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    raise SystemExit(main(place, int(rows), int(columns)))
