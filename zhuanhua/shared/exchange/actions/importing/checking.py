"""What would come of a file? Every cell converted and checked, every row new, changed, the same or wrong; no record is stored."""

from typing import Any

from django.db import transaction

from zhuanhua.shared.exchange.actions.importing.runs import must_be_sender, sheet_of_run, table_of
from zhuanhua.shared.exchange.converting import Converted, convert_rows
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.exchange.models.import_run import ImportState
from zhuanhua.shared.exchange.sheets import CellError, Sheet

MOST_ERRORS = 5_000
PREVIEW = 8


def check_import(*, run: ImportRun, by: Any) -> ImportRun:
    """Convert and check every cell, and say of each row whether it is new, changed, the same or wrong. Stores no record."""
    sheet = sheet_of_run(run)
    must_be_sender(run, by)
    converted, faults = judge(run, sheet, by=by)
    good = good_rows(converted, faults)
    verdicts = _verdicts_of(sheet, [row.values for row in good], by=by)
    run.counts = {
        **counts_of(converted, faults),
        "new": verdicts.count("new"),
        "changed": verdicts.count("changed"),
        "same": verdicts.count("same"),
        "amount_fen": sum(
            row.values.get(sheet.amount_key) or 0
            for row, verdict in zip(good, verdicts, strict=True)
            if verdict != "same"
        )
        if sheet.amount_key
        else 0,
    }
    run.errors = faults_to_keep(faults)
    run.preview = [
        {
            "row": row.number,
            "verdict": verdict,
            "values": {key: _words(value) for key, value in row.values.items()},
        }
        for row, verdict in list(zip(good, verdicts, strict=True))[:PREVIEW]
    ]
    with transaction.atomic():
        moved = ImportRun.objects.filter(
            pk=run.pk, state__in=(ImportState.CHECKING, ImportState.CHECKED)
        ).update(
            counts=run.counts,
            errors=run.errors,
            preview=run.preview,
            state=ImportState.CHECKED,
            done=run.total,
        )
    if moved:
        run.state = ImportState.CHECKED
    return run


def judge(run: ImportRun, sheet: Sheet, *, by: Any) -> tuple[Converted, list[CellError]]:
    """Convert every cell and let the sheet check the whole rows; gives what was read and every fault."""
    table = table_of(run)
    converted = convert_rows(
        table, sheet, {int(place): key for place, key in run.mapping.items()}, unit=run.unit
    )
    faults = list(converted.faults)
    if sheet.check:
        whole = [row for row in converted.rows if row.number not in converted.broken]
        faults += list(sheet.check(whole, by=by))
    return converted, faults


def good_rows(converted: Converted, faults: list[CellError]) -> list[Any]:
    """Give the rows without any fault."""
    bad = {fault.row for fault in faults}
    return [row for row in converted.rows if row.number not in bad]


def counts_of(converted: Converted, faults: list[CellError]) -> dict[str, int]:
    """Count rows, rows with faults, and faults."""
    broken = converted.broken - {row.number for row in converted.rows}
    return {
        "rows": len(converted.rows) + len(broken),
        "bad": len({fault.row for fault in faults}),
        "faults": len(faults),
    }


def faults_to_keep(faults: list[CellError]) -> list[dict[str, Any]]:
    """Give the faults in the order of their rows, as many as are kept, as plain values."""
    return [_plain(fault) for fault in sorted(faults, key=lambda fault: fault.row)[:MOST_ERRORS]]


def _verdicts_of(sheet: Sheet, values: list[dict[str, Any]], *, by: Any) -> list[str]:
    """Say of each row whether it is new, changed or the same, as the sheet tells."""
    if values and sheet.compare_for:
        return list(sheet.compare_for(values, by=by))
    return list(sheet.compare(values)) if values and sheet.compare else ["new"] * len(values)


def _plain(fault: CellError) -> dict[str, Any]:
    return {
        "row": fault.row,
        "column": str(fault.column),
        "value": str(fault.value)[:200],
        "message": str(fault.message),
        "way_out": str(fault.way_out),
        "suggestion": fault.suggestion,
    }


def _words(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)
