"""How is a large file checked and stored while nobody waits? By a job that tells how far it is, and that can be stopped before it commits."""

from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.exchange.actions.importing import begin_storing, check_import, confirm_import, store_rows
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.exchange.models.import_run import ImportState
from zhuanhua.shared.jobs import progress
from zhuanhua.shared.jobs.queue import enqueue, job
from zhuanhua.shared.jobs.schedule import every

log = structlog.get_logger("zhuanhua.exchange")
LOST_AFTER = timedelta(hours=1)  # a hundred thousand rows take minutes
AT_ONCE = 500  # so many rows take less than a second, and a page may wait that long


def check_soon(*, run: ImportRun, by: Any) -> ImportRun:
    """Check a small file at once and a large one in the background. Stores no record."""
    if run.total <= AT_ONCE:
        return check_import(run=run, by=by)
    progress.forget(run.pk.hex)
    ImportRun.objects.filter(pk=run.pk).update(asked_at=city_now(), done=0)
    enqueue(check_job, run=str(run.pk), membership=by.acting.pk, language=translation.get_language())
    return run


def store_soon(*, run: ImportRun, by: Any) -> ImportRun:
    """Store a small file at once and a large one in the background, all or none."""
    if run.total <= AT_ONCE:
        return confirm_import(run=run, by=by)
    begin_storing(run=run, by=by)
    progress.forget(run.pk.hex)
    enqueue(store_job, run=str(run.pk), membership=by.acting.pk, language=translation.get_language())
    return run


def stop_storing(*, run: ImportRun, by: Any) -> None:
    """Ask a run that is being stored to stop; it stores nothing then, unless it had already committed."""
    if run.sender_id != by.pk or run.state != ImportState.STORING:
        raise Conflict(_("这个文件没有在导入。"), way_out=_("请刷新页面。"))
    progress.ask_to_stop(run.pk.hex)


def lost(message: str, *, run: str, membership: int, language: str | None = None) -> None:  # noqa: ARG001 - as the job was called
    """Say that nothing was stored when the last try has failed."""
    with translation.override(language or settings.LANGUAGE_CODE):
        words = message or _("导入中断，一行也没有存。请再试一次；仍不行的，请把文件名告诉系统管理员。")
    ImportRun.objects.filter(pk=run, state__in=(ImportState.CHECKING, ImportState.STORING)).update(
        state=ImportState.FAILED, message=words, finished_at=city_now()
    )


@job(noop("核对导入的文件"), retries=1, gave_up=lost)
def check_job(*, run: str, membership: int, language: str | None = None) -> None:
    """Check a waiting file, with the rights that its sender has now, and name its faults in the language of the page that asked."""
    found = _waiting(run, ImportState.CHECKING)
    if found is None:
        return
    with translation.override(language or found.sender.language):
        _acting(found, membership)
        progress.tell(found.pk.hex, 0, found.total)
        try:
            check_import(run=found, by=found.sender)
        finally:
            progress.forget(found.pk.hex)


@job(noop("写入导入的记录"), retries=1, gave_up=lost)
def store_job(*, run: str, membership: int, language: str | None = None) -> None:
    """Store a confirmed file in one transaction. A second try after a kill begins anew; one that is done does nothing."""
    found = _waiting(run, ImportState.STORING)
    if found is None:
        return
    with translation.override(language or found.sender.language):
        _acting(found, membership)
        try:
            store_rows(run=found, by=found.sender)
        except progress.Stopped:
            ImportRun.objects.filter(pk=run, state=ImportState.STORING).update(
                state=ImportState.CHECKED,
                done=0,
                message=_("导入已停止，一行也没有存。可以再导入一次，或者取消。"),
            )
        finally:
            progress.forget(found.pk.hex)


@every(minutes=10)
@job(noop("看护导入的文件"), retries=0)
def end_lost_imports() -> None:
    """End runs whose worker was killed for good, so that their senders read what happened; a job that comes late finds nothing to do."""
    under_way = ImportRun.objects.filter(state__in=(ImportState.CHECKING, ImportState.STORING))
    for run in under_way.filter(asked_at__lt=city_now() - LOST_AFTER).select_related("sender"):
        lost("", run=str(run.pk), membership=0, language=run.sender.language)
        progress.forget(run.pk.hex)


def _waiting(run: str, state: str) -> ImportRun | None:
    return ImportRun.objects.select_related("sender", "organisation").filter(pk=run, state=state).first()


def _acting(run: ImportRun, membership: int) -> None:
    if not run.sender.is_active or not run.sender.act_in(membership):
        raise Refusal(_("您已不再担任上传文件时的角色。"))
