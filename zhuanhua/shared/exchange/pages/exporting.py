"""Ask for a file, see how far it is, fetch it, or stop it."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.exchange import export_queries
from zhuanhua.shared.exchange.actions import exporting as actions
from zhuanhua.shared.exchange.exports import export_of
from zhuanhua.shared.exchange.models import ExportRun
from zhuanhua.shared.exchange.models.export_run import ExportFormat

MEDIA_TYPES = {
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.CSV: "text/csv; charset=utf-8",
}


@door(Permission.EXPORT_USE)
@require_POST
def export(request: HttpRequest, code: str) -> HttpResponse:
    """Take the list as it stands on the screen: a small one comes at once, a large one is made in the background."""
    wanted = export_of(code)
    if wanted is None:
        raise Http404
    params, form = request.POST.get("params", ""), request.POST.get("format", "")
    run = actions.start_export(export=wanted, params=params, form=form, by=request.person)  # type: ignore[attr-defined]
    return _download(run) if run.is_ready else redirect("exchange:export_status", run.pk)


@door(Permission.EXPORT_USE)
def export_status(request: HttpRequest, identifier: Any) -> HttpResponse:
    """How far the file is; the page looks again by itself."""
    run = export_queries.export_run_for(request.person, identifier)  # type: ignore[attr-defined]
    return render(request, "exchange/export.html", {"run": run, "kept_days": actions.KEPT_DAYS})


@door(Permission.EXPORT_USE)
def export_file(request: HttpRequest, identifier: Any) -> HttpResponse:
    """Fetch the file; only who asked for it may."""
    run = export_queries.export_run_for(request.person, identifier)  # type: ignore[attr-defined]
    if not run.is_ready:
        raise Http404
    return _download(run)


@door(Permission.EXPORT_USE)
@require_POST
def cancel_export(request: HttpRequest, identifier: Any) -> HttpResponse:
    """Stop a file that is not ready."""
    run = export_queries.export_run_for(request.person, identifier)  # type: ignore[attr-defined]
    actions.cancel_export(run=run, by=request.person)  # type: ignore[attr-defined]
    return redirect("exchange:export_status", run.pk)


def _download(run: ExportRun) -> FileResponse:
    answer = FileResponse(
        run.file.open("rb"),
        as_attachment=True,
        filename=run.file_name,
        content_type=MEDIA_TYPES[ExportFormat(run.format)],
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


export_urls = [
    path("export/<str:code>/", export, name="export"),
    path("exports/<uuid:identifier>/", export_status, name="export_status"),
    path("exports/<uuid:identifier>/file/", export_file, name="export_file"),
    path("exports/<uuid:identifier>/cancel/", cancel_export, name="cancel_export"),
]
