"""How do the cells of a table become the values of a sheet? Column by column, every fault named, nothing guessed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.shared.exchange.cells import Bad, convert, unit_in_title
from zhuanhua.shared.exchange.reading import Table
from zhuanhua.shared.exchange.sheets import CellError, Column, Row, Sheet

REMEMBERED = 10_000  # the same texts stand in thousands of rows: so many of a column are read once
UNREAD = object()
Plan = list[tuple[int, str, Column, str | None, dict[str, Any]]]


@dataclass
class Converted:
    """The rows with their values, the faults, and the numbers of the rows that have one."""

    rows: list[Row] = field(default_factory=list)
    faults: list[CellError] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)


def convert_rows(table: Table, sheet: Sheet, mapping: dict[int, str], *, unit: str) -> Converted:
    """Convert every row; a title that names its unit wins over the chosen one."""
    plan: Plan = [
        (place, key, sheet.column(key), unit_in_title(table.titles[place]) or unit or None, {})
        for place, key in sorted(mapping.items())
    ]
    converted = Converted()
    for number, cells in table.rows:
        converted.rows.append(Row(number, _values(number, cells, plan, converted), {}))
    return converted


def _values(number: int, cells: Sequence[Any], plan: Plan, converted: Converted) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for place, key, column, unit, known in plan:
        cell = cells[place] if place < len(cells) else None
        if cell is None or cell == "":
            values[key] = None
            if column.required:
                _fault(converted, number, column, "", _("没有填。"), _("请填写这一格。"))
            continue
        value = known.get(cell, UNREAD) if type(cell) is str else UNREAD
        if value is not UNREAD:
            values[key] = value
            continue
        try:
            value = values[key] = convert(cell, column, unit=unit)
            if type(cell) is str and len(known) < REMEMBERED:
                known[cell] = value
        except Bad as bad:
            values[key] = None
            _fault(converted, number, column, str(cell), bad.message, bad.way_out, bad.suggestion)
    return values


def _fault(
    converted: Converted,
    number: int,
    column: Column,
    value: str,
    message: str,
    way_out: str,
    suggestion: str | None = None,
) -> None:
    converted.faults.append(CellError(number, str(column.title), value, message, way_out, suggestion))
    converted.broken.add(number)
