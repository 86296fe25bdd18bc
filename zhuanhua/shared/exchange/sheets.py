"""Which spreadsheets come in? Programmes describe columns, identity, checks and storing; the exchange does the rest."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhuanhua.core.wording import every_wording
from zhuanhua.shared.access.permissions import Permission

KINDS = ("text", "money", "date", "choice", "uscc", "bool", "int", "code")


@dataclass(frozen=True)
class Column:
    """One column that a sheet takes. `choices` are (value, label) pairs; a money column says its unit in the header or is asked.

    `takes_own_unit`: a cell may write its unit itself (300万元); elsewhere such a cell is refused, because two units would compete.
    """

    key: str
    title: Any
    aliases: tuple[str, ...] = ()
    kind: str = "text"
    required: bool = False
    choices: Sequence[tuple[str, Any]] | None = None
    unit: str | None = None
    help: Any = ""
    example: str = ""
    max_length: int | None = None
    takes_own_unit: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: its number in the sheet, the converted values by key, and what stood there."""

    number: int
    values: dict[str, Any]
    raw: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with one cell, and the way out; `suggestion` is a value that would do."""

    row: int
    column: str
    value: str
    message: str
    way_out: str = ""
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class StoreResult:
    """How many rows were stored as what."""

    new: int = 0
    changed: int = 0
    same: int = 0


Check = Callable[..., Iterable[CellError]]
Compare = Callable[[Sequence[dict[str, Any]]], Sequence[str]]
Store = Callable[..., StoreResult]


@dataclass(frozen=True)
class Sheet:
    """A kind of spreadsheet. `check(rows, by=)` names faults, `compare(values)` says new, changed or same (`compare_for(values, by=)` where that depends on the sender), `store(values, by=, progress=)` keeps."""

    code: str
    title: Any
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    store: Store
    permission: Permission
    check: Check | None = None
    compare: Compare | None = None
    compare_for: Callable[..., Sequence[str]] | None = None
    after_url: str = "/"
    amount_key: str = ""

    def column(self, key: str) -> Column:
        """Give the column of that key."""
        return next(column for column in self.columns if column.key == key)

    @property
    def known_titles(self) -> tuple[str, ...]:
        """List every title by which a column of this sheet may be known."""
        return tuple(
            name for column in self.columns for name in (*every_wording(column.title), *column.aliases)
        )


_SHEETS: dict[str, Sheet] = {}


def register_sheet(sheet: Sheet) -> None:
    """Take a sheet into the list; the same code twice is an error of the programme."""
    if sheet.code in _SHEETS and _SHEETS[sheet.code] is not sheet:
        message = f"sheet {sheet.code} is registered twice"
        raise ValueError(message)
    _SHEETS[sheet.code] = sheet


def sheet_of(code: str) -> Sheet | None:
    """Give the sheet of that code."""
    return _SHEETS.get(code)


def all_sheets() -> list[Sheet]:
    """List every sheet."""
    return list(_SHEETS.values())
