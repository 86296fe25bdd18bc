"""What stands in a workbook? Opened in a child process with limits, its lines handed over one by one, its cells as plain values."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from zhuanhua.shared.exchange.reading.gate import FileRefused, Limits

CHILD = str(Path(__file__).with_name("child.py"))  # run alone, it loads neither the site nor Django
ERRORS = re.compile(r"#(?:REF|N/A|NAME|VALUE|DIV/0|NUM|NULL|SPILL|CALC)[!?]?", re.IGNORECASE)
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


def workbook_rows(path: Path, limits: Limits, error_cells: int) -> tuple[str, int, list[Line], list[str]]:
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
        cells = [as_cell(cell) for cell in line]
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
        raise refusal(line["refuse"], row=line.get("row", 0), place=line.get("column", 0))


def refusal(ground: str, *, row: int = 0, place: int = 0) -> FileRefused:
    message = REFUSED[ground]
    return FileRefused(_(message) % {"row": row, "column": letters(place)})


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


def as_cell(cell: Any) -> Any:
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
