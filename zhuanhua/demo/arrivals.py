"""How does a workbook arrive in the demo city? Read, checked and stored by the ordinary import; a fault stops the city."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from python_calamine import CalamineWorkbook

from zhuanhua.core.dates import city_today
from zhuanhua.core.money import parse_fen
from zhuanhua.demo.workbooks import (
    FIELD_LABELS,
    IP_LABELS,
    NATIONAL,
    PARTY_LABELS,
    PAYMENT_LABELS,
    PLAN_LABELS,
    SUBKIND_LABELS,
)
from zhuanhua.programmes.contracts.actions.importing import faults_of_registered, import_registered

KEYS = (
    "registration_number", "registered_on", "project_name", "seller_uscc", "seller_name", "seller_kind", "buyer_uscc", "buyer_name",
    "buyer_kind", "subkind", "field", "ip_kind", "ip_number", "plan_source", "payment_form", "total_fen", "trade_fen", "signed_on",
    "starts_on", "ends_on", "is_related",
)  # fmt: skip
LABELS = {
    "seller_kind": PARTY_LABELS,
    "buyer_kind": PARTY_LABELS,
    "subkind": SUBKIND_LABELS,
    "field": FIELD_LABELS,
    "ip_kind": IP_LABELS,
    "plan_source": PLAN_LABELS,
    "payment_form": PAYMENT_LABELS,
}
CODES = {key: {label: code for code, label in labels.items()} for key, labels in LABELS.items()}


def arrive(path: Path, *, sheet: str, by: Any) -> int:
    """Bring a workbook of the national system in, checked like any other; gives the number of contracts."""
    rows = [_values(row) for row in _read(path)]
    numbered = [SimpleNamespace(number=place, values=values) for place, values in enumerate(rows, 2)]
    fault = next(iter(faults_of_registered(numbered, by=by, on=city_today())), None)
    if fault is not None:
        message = f"{path.name}, row {fault.row}, {fault.key}: {fault.message}"
        raise ValueError(message)
    return import_registered(rows=rows, by=by)["new"]


def left_at_preview(path: Path, *, by: Any) -> None:
    """Leave a faulty workbook at the preview."""


def _read(path: Path) -> Iterable[Sequence[Any]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))[1:]
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]


def _values(row: Sequence[Any]) -> dict[str, Any]:
    values: dict[str, Any] = dict(zip(KEYS, row, strict=True))
    for key, codes in CODES.items():
        values[key] = codes[values[key]] if values[key] else ""
    for key in ("total_fen", "trade_fen"):
        values[key] = parse_fen(f"{float(values[key]):.2f}")
    for key in ("registered_on", "signed_on", "starts_on", "ends_on"):
        if not isinstance(values[key], date):
            values[key] = date.fromisoformat(values[key])
    values["is_related"] = values["is_related"] == "是"
    return values


if len(KEYS) != len(NATIONAL):  # a column that is written must be read
    message = "the export of the national system and its reader differ"
    raise AssertionError(message)
