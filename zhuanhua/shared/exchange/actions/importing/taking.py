"""How is a file taken in? Kept, read, its columns guessed."""

import hashlib
from typing import Any

from django.db import transaction

from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.documents.checks import safe_name
from zhuanhua.shared.exchange.actions.importing.mapping import fingerprint_of
from zhuanhua.shared.exchange.actions.importing.runs import table_of
from zhuanhua.shared.exchange.cells import suggest_mapping
from zhuanhua.shared.exchange.models import ImportRun, RememberedMapping
from zhuanhua.shared.exchange.reading import FileRefused
from zhuanhua.shared.exchange.sheets import Sheet
from zhuanhua.shared.journal.actions import record

SAMPLES = 3


@transaction.atomic
def start_import(*, sheet: Sheet, upload: Any, by: Any) -> ImportRun:
    """Take a file in and guess its columns. Refused with a sentence when it is not a plain spreadsheet; nothing else is stored."""
    require(by, sheet.permission)
    run = ImportRun(
        sheet_code=sheet.code,
        file_name=safe_name(upload.name),
        size=upload.size,
        sha256=_digest_of(upload),
        sender=by,
        organisation=by.organisation,
    )
    run.content.save("", upload, save=False)
    try:
        table = table_of(run)
    except FileRefused as refused:
        run.content.storage.delete(run.content.name)
        raise Refusal(str(refused), field="file", code="file_refused") from refused
    run.sheet_name, run.header_row = table.sheet_name[:120], table.header_row
    run.titles, run.notes, run.total = table.titles, table.notes, len(table.rows)
    run.samples = [[_shown(cell) for cell in cells] for _number, cells in table.rows[:SAMPLES]]
    remembered = RememberedMapping.objects.filter(
        sender=by, sheet_code=sheet.code, fingerprint=fingerprint_of(table.titles)
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


def _shown(cell: Any) -> str:
    return "" if cell is None else str(cell)[:80]


def _digest_of(upload: Any) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
