"""How does a workbook arrive in the demo city? Through the ordinary import: upload, mapping, check, confirmation."""

from pathlib import Path
from typing import Any

from django.core.files import File

from zhuanhua.shared.exchange.actions.importing import (
    check_import,
    confirm_import,
    set_mapping,
    start_import,
    store_rows,
)
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.exchange.sheets import sheet_of


def arrive(path: Path, *, sheet: str, by: Any) -> ImportRun:
    """Bring a workbook in; a single fault stops the city, because its files are meant to be in order."""
    run = previewed(path, sheet=sheet, by=by)
    if run.counts["bad"]:
        message = f"{path.name}: {run.errors[0]}"
        raise ValueError(message)
    return confirm_import(run=run, by=by)


def arrive_unseen(path: Path, *, sheet: str, by: Any) -> ImportRun:
    """Bring a workbook in without a preview: the rows are checked once, while they are stored."""
    run = _mapped(path, sheet=sheet, by=by)
    rows = run.total
    run = store_rows(run=run, by=by)
    if run.counts["new"] != rows:
        message = f"{path.name}: {run.counts['new']} of {rows} rows were stored"
        raise ValueError(message)
    return run


def previewed(path: Path, *, sheet: str, by: Any) -> ImportRun:
    """Take a workbook as far as the preview; nothing of it is stored as a contract."""
    return check_import(run=_mapped(path, sheet=sheet, by=by), by=by)


def _mapped(path: Path, *, sheet: str, by: Any) -> ImportRun:
    wanted = sheet_of(sheet)
    if wanted is None:
        raise LookupError(sheet)
    with path.open("rb") as file:
        run = start_import(sheet=wanted, upload=File(file, name=path.name), by=by)
    return set_mapping(run=run, mapping=run.mapping, unit=run.unit, by=by)
