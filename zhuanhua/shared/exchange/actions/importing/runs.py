"""What has every step of an import in common? Its sheet, its sender, its file, its end without anything stored."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.exchange.models.import_run import ImportState
from zhuanhua.shared.exchange.reading import Table, read_table
from zhuanhua.shared.exchange.sheets import Sheet, sheet_of


def sheet_of_run(run: ImportRun) -> Sheet:
    """Give the sheet that the run is for; raises Refusal when the platform no longer takes it."""
    sheet = sheet_of(run.sheet_code)
    if sheet is None:
        raise Refusal(_("平台不再收这种表格。"))
    return sheet


def must_be_sender(run: ImportRun, by: Any) -> None:
    """Raise Refusal unless this person sent the file and may still import such sheets."""
    require(by, sheet_of_run(run).permission)
    if run.sender_id != by.pk:
        raise Refusal(_("只有上传人可以继续这次导入。"))


def table_of(run: ImportRun) -> Table:
    """Read the file of a run once more; raises FileRefused."""
    sheet = sheet_of(run.sheet_code)
    known = sheet.known_titles if sheet else ()
    return read_table(Path(run.content.path), name=run.file_name, known=known)


def fail(run: ImportRun, message: str) -> None:
    """Keep the sentence that says why nothing was stored."""
    ImportRun.objects.filter(pk=run.pk).update(
        state=ImportState.FAILED, message=message, finished_at=city_now()
    )
