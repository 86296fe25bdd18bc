"""How does a list become a file? Small ones at once, large ones in the background, each with its line in the journal."""

import hashlib
import tempfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.exchange.exports import Export, export_of, row_cap
from zhuanhua.shared.exchange.models import ExportRun
from zhuanhua.shared.exchange.models.export_run import UNFINISHED, ExportFormat, ExportState
from zhuanhua.shared.exchange.writing import write_csv, write_xlsx
from zhuanhua.shared.jobs.queue import enqueue, job
from zhuanhua.shared.jobs.schedule import every
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.notices.actions import notify
from zhuanhua.shared.people.models import Person

log = structlog.get_logger("zhuanhua.exchange")
AT_ONCE = 2_000  # rows that are written while the person waits
BATCH = 2_000  # rows fetched at a time
LONGEST_PARAMS = 4_000
KEPT_DAYS = 30
LOST_AFTER = timedelta(hours=6)


class Cancelled(Exception):  # noqa: N818 - it ends the writing, nothing went wrong
    """The person no longer wants the file."""


@transaction.atomic
def start_export(*, export: Export, params: str, form: str, by: Any) -> ExportRun:
    """Take the wish for a file. Up to 2,000 rows it is made at once; more wait for the worker, who tells when it is ready."""
    require(by, export.permission)
    if form not in ExportFormat.values:
        raise Refusal(_("不能导出这种格式。"), way_out=_("请选择Excel或CSV。"))
    if len(params) > LONGEST_PARAMS:
        raise Refusal(_("筛选条件太长。"), way_out=_("请减少条件后再导出。"))
    rows = export.rows(by, QueryDict(params))
    total = _count(rows)
    cap = row_cap(by)
    if total > cap:
        raise Refusal(
            _("共%(total)s行，一次最多导出%(cap)s行。") % {"total": f"{total:,}", "cap": f"{cap:,}"},
            way_out=_("请加上年份、类型等条件，分几次导出。"),
            code="too_many_rows",
        )
    run = ExportRun.objects.create(
        code=export.code,
        title=str(export.title)[:200],
        person=by,
        membership=by.acting,
        language=translation.get_language() or settings.LANGUAGE_CODE,
        params=params,
        format=form,
        rows_total=total,
    )
    if total <= AT_ONCE:
        _write(run, export, rows, by)
    else:
        enqueue(make_export, run=str(run.pk))
    return run


@transaction.atomic
def cancel_export(*, run: ExportRun, by: Any) -> ExportRun:
    """Stop a file that is not ready; the worker notices within 500 rows."""
    if run.person_id != by.pk:
        raise Forbidden(_("只有导出人可以取消。"))
    moved = ExportRun.objects.filter(pk=run.pk, state__in=UNFINISHED).update(
        state=ExportState.CANCELLED, finished_at=city_now()
    )
    if not moved:
        raise Conflict(_("文件已经生成完或已经停止，不能取消。"))
    record("export:cancel", case_kind="export", case_number=str(run.pk), by=by, after={"code": run.code})
    run.refresh_from_db()
    return run


def export_failed(message: str, *, run: str) -> None:
    """Say that no file came of it, and why where a rule was the cause."""
    words = message or _("生成文件时出错。请再导出一次；仍不行的，请告诉系统管理员。")
    moved = ExportRun.objects.filter(pk=run, state__in=UNFINISHED).update(
        state=ExportState.FAILED, message=words, finished_at=city_now()
    )
    if moved:
        failed = ExportRun.objects.select_related("person").get(pk=run)
        _tell(failed, noop("“%(title)s”没有生成"), words)


@job(noop("生成导出文件"), retries=2, gave_up=export_failed)
def make_export(*, run: str) -> None:
    """Write a waiting export, with the rights that the person has now; a run that was cancelled or is made already stays."""
    wanted = ExportRun.objects.select_related("person", "membership").get(pk=run)
    if not ExportRun.objects.filter(pk=run, state__in=UNFINISHED).update(
        state=ExportState.RUNNING, rows_done=0
    ):
        return
    with translation.override(wanted.language):
        person = wanted.person
        if not person.is_active or not person.act_in(wanted.membership_id):
            raise Refusal(_("您已不再担任申请导出时的角色。"))
        export = export_of(wanted.code)
        if export is None:
            raise Refusal(_("平台不再提供这份导出。"))
        require(person, export.permission)
        rows = export.rows(person, QueryDict(wanted.params))
        ExportRun.objects.filter(pk=run).update(rows_total=_count(rows))
        wanted.refresh_from_db(fields=["rows_total", "rows_done", "state"])
        try:
            _write(wanted, export, rows, person)
        except Cancelled:
            return
        _tell(
            wanted,
            noop("“%(title)s”已生成"),
            noop("共%(rows)s行，请在%(days)s天内下载。"),
            rows=str(wanted.rows_total),
            days=str(KEPT_DAYS),
        )


@every(minutes=60)
@job(noop("清理过期的导出文件"), retries=0)
def forget_exports() -> None:
    """Remove files after 30 days, and end runs whose worker was lost. The journal keeps who exported what."""
    now = city_now()
    for lost in ExportRun.objects.filter(state__in=UNFINISHED, made_at__lt=now - LOST_AFTER):
        export_failed("", run=str(lost.pk))
    for old in ExportRun.objects.filter(made_at__lt=now - timedelta(days=KEPT_DAYS)).exclude(file=""):
        old.file.delete(save=False)
        ExportRun.objects.filter(pk=old.pk).update(file="")


def _write(run: ExportRun, export: Export, rows: Iterable[Any], by: Person) -> None:
    """Write beside the store, then put the whole file in; a half-written one is never offered."""

    def told(done: int) -> None:
        going = ExportRun.objects.filter(pk=run.pk).exclude(state=ExportState.CANCELLED)
        if not going.update(rows_done=min(done, run.rows_total)):
            raise Cancelled

    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / "rows"
        if run.format == ExportFormat.XLSX:
            written = write_xlsx(path, run.title, export.columns, _flow(rows), told)
        else:
            written = write_csv(path, export.columns, _flow(rows), told)
        told(0)
        with path.open("rb") as made:
            sha256 = hashlib.file_digest(made, "sha256").hexdigest()
            made.seek(0)
            _keep(run, File(made), sha256=sha256, written=written, by=by)


@transaction.atomic
def _keep(run: ExportRun, made: File, *, sha256: str, written: int, by: Person) -> None:
    now = city_now()
    run.file_name = f"{run.title}-{now:%Y%m%d-%H%M}.{run.format}"
    run.sha256, run.size, run.finished_at = sha256, made.size, now
    run.rows_total = run.rows_done = written
    run.state = ExportState.DONE
    going = ExportRun.objects.select_for_update().filter(pk=run.pk).exclude(state=ExportState.CANCELLED)
    if not going.exists():
        raise Cancelled
    run.file.save("", made, save=False)
    run.save()
    record(
        "export:make",
        case_kind="export",
        case_number=str(run.pk),
        by=by,
        after={"code": run.code, "rows": written, "sha256": sha256, "format": run.format, "title": run.title},
    )


def _count(rows: Iterable[Any]) -> int:
    return rows.count() if isinstance(rows, QuerySet) else len(rows)  # type: ignore[arg-type]  # a list then


def _flow(rows: Iterable[Any]) -> Iterable[Any]:
    return rows.iterator(chunk_size=BATCH) if isinstance(rows, QuerySet) else rows


def _tell(run: ExportRun, title: str, body: str, **words: str) -> None:
    url = reverse("exchange:export_status", args=[run.pk])
    notify(run.person, title=title, body=body, words={**words, "title": run.title}, url=url, mail=False)
