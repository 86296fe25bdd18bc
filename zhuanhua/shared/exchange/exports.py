"""Which lists go out as a file? Programmes describe columns and rows; the exchange writes, keeps and hands over the file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhuanhua.shared.access.permissions import Permission

ROW_CAP = 200_000
Rows = Callable[[Any, QueryDict], Iterable[Any]]


@dataclass(frozen=True)
class ExportColumn:
    """One column: `value` takes the row, or names its attribute (dots lead on); kind text, money, date or int.

    A money value is whole fen and goes out unrounded, so that sums of the file agree with sums of the records: in `unit`,
    and in yuan for those who read English, as on their screen.
    """

    title: Any
    value: Callable[[Any], Any] | str
    kind: str = "text"
    unit: str = "wan"

    def of(self, row: Any) -> Any:
        """Give the value of a row; nothing where a dotted name leads nowhere."""
        if callable(self.value):
            return self.value(row)
        found = row
        for name in self.value.split("."):
            found = found.get(name) if isinstance(found, dict) else getattr(found, name, None)
            if found is None:
                return None
        return found

    @property
    def heading(self) -> str:
        """The title with the unit of money."""
        if self.kind != "money":
            return str(self.title)
        units = {"yuan": _("元"), "wan": _("万元"), "yi": _("亿元")}
        return _("%(title)s（%(unit)s）") % {"title": self.title, "unit": units[self.unit_here]}

    @property
    def unit_here(self) -> str:
        """Give the unit of money that the reader's screen shows."""
        return "yuan" if (get_language() or "").startswith("en") else self.unit


@dataclass(frozen=True)
class Export:
    """A list as a file. `rows(person, params)` gives exactly what the screen shows for these params, in its order."""

    code: str
    title: Any
    columns: tuple[ExportColumn, ...]
    rows: Rows
    permission: Permission


_EXPORTS: dict[str, Export] = {}


def register_export(export: Export) -> None:
    """Take an export into the list; the same code twice is an error of the programme."""
    if export.code in _EXPORTS and _EXPORTS[export.code] is not export:
        message = f"export {export.code} is registered twice"
        raise ValueError(message)
    _EXPORTS[export.code] = export


def all_exports() -> list[Export]:
    """Give every export there is."""
    return list(_EXPORTS.values())


def export_of(code: str) -> Export | None:
    """Give the export of that code."""
    return _EXPORTS.get(code)


def row_cap(person: Any) -> int:
    """How many rows one file may hold: the setting EXPORT_ROW_CAP, a number or numbers by role."""
    cap = getattr(settings, "EXPORT_ROW_CAP", ROW_CAP)
    return int(cap.get(person.acting_role, ROW_CAP) if isinstance(cap, dict) else cap)
