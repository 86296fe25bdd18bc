"""How does a spreadsheet come in? Taken, mapped, checked cell by cell, shown, and stored in one transaction after a yes."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.documents.checks import safe_name
from zhuanhua.shared.exchange.cells import suggest_mapping, unit_in_title
from zhuanhua.shared.exchange.converting import Converted, convert_rows
from zhuanhua.shared.exchange.models import ImportRun, RememberedMapping
from zhuanhua.shared.exchange.models.import_run import ImportState
from zhuanhua.shared.exchange.reading import FileRefused, Table, read_table
from zhuanhua.shared.exchange.sheets import CellError, Sheet, sheet_of
from zhuanhua.shared.jobs import progress
from zhuanhua.shared.journal.actions import record

log = structlog.get_logger("zhuanhua.exchange")
MOST_ERRORS = 5_000
SAMPLES = 3
PREVIEW = 8


@transaction.atomic
def start_import(*, sheet: Sheet, upload: Any, by: Any) -> ImportRun:
    """Take a file in and guess its columns. Refused with a sentence when it is not a plain spreadsheet; nothing else is stored."""
    require(by, sheet.permission)
    run = ImportRun(
        sheet_code=sheet.code,
        file_name=safe_name(upload.name),
        size=upload.size,
        sha256=_fingerprint_of(upload),
        sender=by,
        organisation=by.organisation,
    )
    run.content.save("", upload, save=False)
    try:
        table = _read(run)
    except FileRefused as refused:
        run.content.storage.delete(run.content.name)
        raise Refusal(str(refused), field="file", code="file_refused") from refused
    run.sheet_name, run.header_row = table.sheet_name[:120], table.header_row
    run.titles, run.notes, run.total = table.titles, table.notes, len(table.rows)
    run.samples = [[_shown(cell) for cell in cells] for _number, cells in table.rows[:SAMPLES]]
    remembered = RememberedMapping.objects.filter(
        sender=by, sheet_code=sheet.code, fingerprint=_fingerprint(table.titles)
    ).first()
    guessed = {str(place): key for place, key in suggest_mapping(table.titles, sheet.columns).items()}
    run.mapping = remembered.mapping if remembered else guessed
    run.unit = remembered.unit if remembered else ""
    run.save(force_insert=True)
    record(
        "import:upload",
        case_kind="import",
        case_number=str(run.pk),
        by=by,
        after={"file": run.file_name, "sha256": run.sha256, "sheet": sheet.code},
    )
    return run


@transaction.atomic
def set_mapping(*, run: ImportRun, mapping: dict[str, str], unit: str, by: Any) -> ImportRun:
    """Say which column is which, and in which unit amounts stand where the header does not say; remembered for next time."""
    sheet = _sheet(run)
    _may(run, by)
    kept = {place: key for place, key in mapping.items() if key}
    keys = list(kept.values())
    places, known = {str(place) for place in range(len(run.titles))}, {column.key for column in sheet.columns}
    if kept.keys() - places or set(keys) - known or unit not in {"", "yuan", "wan", "yi"}:
        raise Refusal(_("没有这样的列或单位。"), way_out=_("请从列出的选项里选。"), code="unknown")
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice:
        raise Refusal(
            _("两列都对应“%(title)s”。") % {"title": sheet.column(twice).title},
            way_out=_("请把其中一列改为不导入。"),
            code="twice",
        )
    missing = [column for column in sheet.columns if column.required and column.key not in keys]
    if missing:
        titles = _("、").join(str(column.title) for column in missing)
        raise Refusal(
            _("没有对应的必填列：%(titles)s。") % {"titles": titles},
            way_out=_("请选择文件里的哪一列，或换一个文件。"),
            code="missing",
        )
    unclear = [
        run.titles[int(place)]
        for place, key in kept.items()
        if sheet.column(key).kind == "money" and unit_in_title(run.titles[int(place)]) is None
    ]
    if unclear and not unit:
        raise Refusal(
            _("“%(title)s”没有写明单位。") % {"title": unclear[0]},
            field="unit",
            way_out=_("请选择元、万元或亿元；系统不猜单位。"),
            code="unit",
        )
    run.mapping, run.unit, run.message = kept, unit if unclear else "", ""
    over = (ImportState.STORING, ImportState.DONE, ImportState.CANCELLED)
    waiting = ImportRun.objects.filter(pk=run.pk).exclude(state__in=over)
    if not waiting.update(mapping=kept, unit=run.unit, state=ImportState.CHECKING, message=""):
        raise Conflict(_("已经在导入、导入完了或者取消了，不能再改对应的列。"), way_out=_("请刷新页面。"))
    run.state = ImportState.CHECKING
    RememberedMapping.objects.update_or_create(
        sender=by,
        sheet_code=run.sheet_code,
        fingerprint=_fingerprint(run.titles),
        defaults={"mapping": kept, "unit": run.unit},
    )
    return run


def _read_counts(converted: Converted, faults: list[CellError]) -> dict[str, int]:
    broken = converted.broken - {row.number for row in converted.rows}
    return {
        "rows": len(converted.rows) + len(broken),
        "bad": len({fault.row for fault in faults}),
        "faults": len(faults),
    }


def check_import(*, run: ImportRun, by: Any) -> ImportRun:
    """Convert and check every cell, and say of each row whether it is new, changed, the same or wrong. Stores no record."""
    sheet = _sheet(run)
    _may(run, by)
    converted, faults = _judge(run, sheet, by=by)
    good = _good(converted, faults)
    verdicts = _verdicts(sheet, [row.values for row in good], by=by)
    run.counts = {
        **_read_counts(converted, faults),
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
    run.errors = _first(faults)
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


def begin_storing(*, run: ImportRun, by: Any) -> ImportRun:
    """Take a checked file for storing; of two that ask at once, one gets it."""
    _may(run, by)
    moved = ImportRun.objects.filter(pk=run.pk, state=ImportState.CHECKED).update(
        state=ImportState.STORING, done=0, asked_at=city_now(), message=""
    )
    if not moved:
        run.refresh_from_db()
        raise Conflict(
            _("这个文件现在是“%(state)s”。") % {"state": run.get_state_display()}, way_out=_("请刷新页面。")
        )
    run.refresh_from_db()
    return run


def confirm_import(*, run: ImportRun, by: Any) -> ImportRun:
    """Store the rows that are right: read and checked once more, then kept in one transaction, all or none."""
    sheet = _sheet(run)
    begin_storing(run=run, by=by)
    try:
        store_rows(run=run, by=by)
    except Refusal as refusal:
        _failed(run, str(refusal))
        raise
    except Exception as fault:
        _failed(run, _("导入中断，一行也没有存。请再试一次；仍不行的，请把文件名告诉系统管理员。"))
        log.exception("exchange.import_failed", run=str(run.pk), sheet=sheet.code)
        raise Refusal(_("导入中断，一行也没有存。"), way_out=_("请再试一次。")) from fault
    finally:
        progress.forget(run.pk.hex)
    run.refresh_from_db()
    return run


@transaction.atomic
def store_rows(*, run: ImportRun, by: Any) -> ImportRun:
    """Keep the good rows of a run with one journal line for the run; the sheet writes a line for each case."""
    sheet = _sheet(run)
    converted, faults = _judge(run, sheet, by=by)
    good = _good(converted, faults)
    progress.tell(run.pk.hex, 0, len(good))
    if not good:
        raise Refusal(_("没有可以导入的行。"), way_out=_("请改好有错的行再传。"))
    told = _read_counts(converted, faults)
    if run.counts and not _as_shown(run, told, faults):
        raise Refusal(
            _("核对之后情况变了，有错的行不再是您看到的那些，一行也没有存。"),
            way_out=_("请重新上传，看清错在哪里。"),
        )
    result = sheet.store([row.values for row in good], by=by, progress=_progress(run, len(good)))
    progress.tell(run.pk.hex, len(good), len(good))
    ended = (ImportState.DONE, ImportState.CANCELLED)
    moved = ImportRun.objects.filter(pk=run.pk).exclude(state__in=ended).update(done=len(good))
    if not moved:
        raise Conflict(_("这个文件已经导入或取消。"), way_out=_("请刷新页面。"))
    run.counts = run.counts | told
    run.counts |= {"new": result.new, "changed": result.changed, "same": result.same}
    run.state, run.finished_at = ImportState.DONE, city_now()
    run.done = run.total = len(good)
    run.save(update_fields=["counts", "state", "finished_at", "done", "total"])
    record(
        "import:store",
        case_kind="import",
        case_number=str(run.pk),
        by=by,
        after=run.counts | {"sheet": sheet.code, "sha256": run.sha256},
    )
    return run


@transaction.atomic
def cancel_import(*, run: ImportRun, by: Any) -> ImportRun:
    """Drop a file that was not stored; its bytes go, its journal line stays."""
    _may(run, by)
    moved = ImportRun.objects.filter(
        pk=run.pk,
        state__in=(ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED, ImportState.FAILED),
    ).update(state=ImportState.CANCELLED, finished_at=city_now())
    if not moved:
        raise Conflict(_("已经在导入或导入完了，不能取消。"))
    record("import:cancel", case_kind="import", case_number=str(run.pk), by=by)
    storage, path = run.content.storage, run.content.name
    transaction.on_commit(lambda: storage.delete(path))
    run.refresh_from_db()
    return run


def _judge(run: ImportRun, sheet: Sheet, *, by: Any) -> tuple[Converted, list[CellError]]:
    table = _read(run)
    converted = convert_rows(
        table, sheet, {int(place): key for place, key in run.mapping.items()}, unit=run.unit
    )
    faults = list(converted.faults)
    if sheet.check:
        whole = [row for row in converted.rows if row.number not in converted.broken]
        faults += list(sheet.check(whole, by=by))
    return converted, faults


def _verdicts(sheet: Sheet, values: list[dict[str, Any]], *, by: Any) -> list[str]:
    """Say of each row whether it is new, changed or the same, as the sheet tells."""
    if values and sheet.compare_for:
        return list(sheet.compare_for(values, by=by))
    return list(sheet.compare(values)) if values and sheet.compare else ["new"] * len(values)


def _first(faults: list[CellError]) -> list[dict[str, Any]]:
    return [_plain(fault) for fault in sorted(faults, key=lambda fault: fault.row)[:MOST_ERRORS]]


def _as_shown(run: ImportRun, told: dict[str, int], faults: list[CellError]) -> bool:
    """Whether the wrong rows are those of the preview; somebody else's step may have come between the two."""
    shown, now = ({fault["row"] for fault in errors} for errors in (run.errors, _first(faults)))
    return told["bad"] == run.counts["bad"] and shown == now


def _good(converted: Converted, faults: list[CellError]) -> list[Any]:
    bad = {fault.row for fault in faults}
    return [row for row in converted.rows if row.number not in bad]


def _read(run: ImportRun) -> Table:
    sheet = sheet_of(run.sheet_code)
    known = sheet.known_titles if sheet else ()
    return read_table(Path(run.content.path), name=run.file_name, known=known)


def _progress(run: ImportRun, total: int) -> Callable[[int], None]:
    """Tell outside the transaction how far it is; raises Stopped, which rolls everything back, when the sender has had enough."""
    return lambda done: progress.tell(run.pk.hex, done, total)


def _failed(run: ImportRun, message: str) -> None:
    ImportRun.objects.filter(pk=run.pk).update(
        state=ImportState.FAILED, message=message, finished_at=city_now()
    )


def _sheet(run: ImportRun) -> Sheet:
    sheet = sheet_of(run.sheet_code)
    if sheet is None:
        raise Refusal(_("平台不再收这种表格。"))
    return sheet


def _may(run: ImportRun, by: Any) -> None:
    require(by, _sheet(run).permission)
    if run.sender_id != by.pk:
        raise Refusal(_("只有上传人可以继续这次导入。"))


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


def _shown(cell: Any) -> str:
    return "" if cell is None else str(cell)[:80]


def _fingerprint(titles: list[str]) -> str:
    return hashlib.sha256("\x1f".join(titles).encode()).hexdigest()


def _fingerprint_of(upload: Any) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
