"""How are the right rows of a file stored? Asked once, checked once more, in one transaction, all or none."""

from collections.abc import Callable
from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.exchange.actions.importing.checking import counts_of, faults_to_keep, good_rows, judge
from zhuanhua.shared.exchange.actions.importing.runs import fail, must_be_sender, sheet_of_run
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.exchange.models.import_run import ImportState
from zhuanhua.shared.exchange.sheets import CellError
from zhuanhua.shared.jobs import progress
from zhuanhua.shared.journal.actions import record

log = structlog.get_logger("zhuanhua.exchange")


def begin_storing(*, run: ImportRun, by: Any) -> ImportRun:
    """Take a checked file for storing; of two that ask at once, one gets it."""
    must_be_sender(run, by)
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
    sheet = sheet_of_run(run)
    begin_storing(run=run, by=by)
    try:
        store_rows(run=run, by=by)
    except Refusal as refusal:
        fail(run, str(refusal))
        raise
    except Exception as fault:
        fail(run, _("导入中断，一行也没有存。请再试一次；仍不行的，请把文件名告诉系统管理员。"))
        log.exception("exchange.import_failed", run=str(run.pk), sheet=sheet.code)
        raise Refusal(_("导入中断，一行也没有存。"), way_out=_("请再试一次。")) from fault
    finally:
        progress.forget(run.pk.hex)
    run.refresh_from_db()
    return run


@transaction.atomic
def store_rows(*, run: ImportRun, by: Any) -> ImportRun:
    """Keep the good rows of a run with one journal line for the run; the sheet writes a line for each case."""
    sheet = sheet_of_run(run)
    converted, faults = judge(run, sheet, by=by)
    good = good_rows(converted, faults)
    progress.tell(run.pk.hex, 0, len(good))
    if not good:
        raise Refusal(_("没有可以导入的行。"), way_out=_("请改好有错的行再传。"))
    told = counts_of(converted, faults)
    if run.counts and not _is_as_shown(run, told, faults):
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
    must_be_sender(run, by)
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


def _is_as_shown(run: ImportRun, told: dict[str, int], faults: list[CellError]) -> bool:
    """Whether the wrong rows are those of the preview; somebody else's step may have come between the two."""
    shown, now = ({fault["row"] for fault in errors} for errors in (run.errors, faults_to_keep(faults)))
    return told["bad"] == run.counts["bad"] and shown == now


def _progress(run: ImportRun, total: int) -> Callable[[int], None]:
    """Tell outside the transaction how far it is; raises Stopped, which rolls everything back, when the sender has had enough."""
    return lambda done: progress.tell(run.pk.hex, done, total)
