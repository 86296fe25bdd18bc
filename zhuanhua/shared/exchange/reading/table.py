"""Where is the table in a sheet? Its header among title rows, its rows without blanks and totals, each with its own number."""

import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhuanhua.shared.exchange.reading.gate import DEFAULT, FileRefused, Limits, kind_of

HEADER_WITHIN = 10
TOTALS = ("合计", "总计", "小计", "共计")
ERRORS = re.compile(r"#(?:REF|N/A|NAME|VALUE|DIV/0|NUM|NULL|SPILL|CALC)[!?]?", re.IGNORECASE)
REFUSED = {
    "rows": "表格超过12万行。请分成几个文件。",
    "columns": "表格超过2000列。请删去空白列，再另存一次。",
    "empty": "文件里没有看得见的内容。请核对是否选错了文件，隐藏的工作表不读。",
}


@dataclass(frozen=True)
class CellFault:
    """A cell that holds an error of the spreadsheet."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass
class Table:
    """A header and its rows; `rows` are (number in the sheet, cells)."""

    sheet_name: str
    header_row: int
    titles: list[str]
    rows: list[tuple[int, list[Any]]]
    notes: list[str] = field(default_factory=list)


def read_table(path: Path, *, name: str, limits: Limits = DEFAULT) -> Table:
    """Read a file as a table, or raise FileRefused with a sentence that says why and what to do."""
    kind = kind_of(path, name, limits)
    if kind == "xlsx":
        sheet_name, first, lines, notes = _workbook(path, limits)
    else:
        sheet_name, first, lines, notes = "", 1, _csv(path, limits), []
    return _table(sheet_name, first, lines, notes)


def _workbook(path: Path, limits: Limits) -> tuple[str, int, list[list[Any]], list[str]]:
    command = [
        sys.executable,
        "-m",
        "zhuanhua.shared.exchange.reading.child",
        str(path),
        str(limits.rows),
        str(limits.columns),
        str(limits.memory),
        str(limits.cpu_seconds),
    ]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
            cwd=Path(__file__).resolve().parents[4],
        )
    except subprocess.TimeoutExpired as fault:
        raise FileRefused("读这个文件用时过长。请删去多余的工作表和格式，再另存一次。") from fault
    if done.returncode:
        raise FileRefused("文件已损坏或过于复杂，读不出来。请在Excel里打开，另存一次再传。")
    output = done.stdout.decode("utf-8", "surrogatepass").split("\n")
    head = json.loads(output[0])
    if "refuse" in head:
        raise FileRefused(REFUSED[head["refuse"]])
    lines = []
    for text in output[1:]:
        if not text:
            continue
        line = json.loads(text)
        if isinstance(line, dict):
            raise FileRefused(REFUSED[line["refuse"]])
        lines.append([_cell(cell) for cell in line])
    notes = []
    if head["others"]:
        notes.append(f"只读第一张有内容的工作表“{head['sheet']}”，另外{head['others']}张没有读。")
    if head["hidden"]:
        notes.append(f"有{head['hidden']}张隐藏的工作表，没有读。")
    return head["sheet"], head["first"], lines, notes


def _cell(cell: Any) -> Any:
    if isinstance(cell, dict):
        return date.fromisoformat(cell["d"]) if "d" in cell else Decimal(cell["n"])
    if isinstance(cell, str):
        text = cell.strip()
        if not text:
            return None
        return CellFault(text) if text[0] == "#" and ERRORS.fullmatch(text) else text
    return cell


def _csv(path: Path, limits: Limits) -> list[list[Any]]:
    raw = path.read_bytes()
    text = _decoded(raw)
    if "\x00" in text:
        raise FileRefused("文件里有不能识别的内容，不像CSV。请在Excel里打开后另存为.xlsx。")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows: list[list[Any]] = []
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(rows) > limits.rows:
                raise FileRefused(REFUSED["rows"])
            rows.append([_cell(cell) for cell in line[: limits.columns]])
    except csv.Error as fault:
        raise FileRefused("CSV里有一格的引号没有配对或内容过长。请在Excel里打开后另存为.xlsx。") from fault
    if not any(cell is not None for row in rows for cell in row):
        raise FileRefused(REFUSED["empty"])
    return rows


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("文件的文字编码认不出来。请在Excel里打开后另存为.xlsx，或存为UTF-8的CSV。")


def _table(sheet_name: str, first: int, lines: list[list[Any]], notes: list[str]) -> Table:
    place = _header_place(lines)
    if place is None:
        raise FileRefused("没有找到列名那一行。请把列名放在前10行之内，一列一个名称。")
    titles = _titles(lines[place])
    rows, totals = [], 0
    for offset, cells in enumerate(lines[place + 1 :], start=first + place + 1):
        filled = [cell for cell in cells if cell is not None]
        if not filled:
            continue
        if isinstance(filled[0], str) and re.sub(r"[\s:：]", "", filled[0]) in TOTALS:
            totals += 1
            continue
        rows.append((offset, cells[: len(titles)]))
    if not rows:
        raise FileRefused("只有列名，没有一行内容。请填好再传。")
    if totals:
        notes.append(f"有{totals}行合计，没有读。")
    return Table(sheet_name, first + place, titles, rows, notes)


def _header_place(lines: list[list[Any]]) -> int | None:
    """Find the row among the first ten that holds most texts of its own; a title row above it holds one."""
    best, most = None, 0
    for place, cells in enumerate(lines[:HEADER_WITHIN]):
        texts = {cell for cell in cells if isinstance(cell, str)}
        if len(texts) > most and len(texts) * 2 > len([cell for cell in cells if cell is not None]):
            best, most = place, len(texts)
        if most and place > (best or 0) + 1:
            break
    return best


def _titles(cells: list[Any]) -> list[str]:
    while cells and cells[-1] is None:
        cells = cells[:-1]
    titles: list[str] = []
    for cell in cells:
        title = "" if cell is None else re.sub(r"\s+", "", str(cell))[:80]
        number = 2
        unique = title
        while title and unique in titles:
            unique, number = f"{title}{number}", number + 1
        titles.append(unique)
    return titles
