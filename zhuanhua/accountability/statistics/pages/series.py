"""What do people see of reference series? The files with their source and faults, the numbers that stand, and how a file comes in."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from zhuanhua.accountability.statistics.forms import SeriesForm
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.doors import door, open_door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.figures import series_queries
from zhuanhua.shared.figures.series import NATION, PLACES, FaultKind
from zhuanhua.shared.figures.series_actions import Source, import_series

PUBLISHED = "已公开发布的统计数据，连同来源和问题一并公开"
PER_PAGE = 100


@open_door(PUBLISHED)
def series(request: HttpRequest) -> HttpResponse:
    """List what is measured, and the files it came from."""
    context = {
        "variables": series_queries.variables(),
        "files": series_queries.files(),
        "may_import": allows(request.person, Permission.FIGURE_FREEZE),
    }
    return render(request, "statistics/series.html", context)


@open_door(PUBLISHED)
def series_values(request: HttpRequest) -> HttpResponse:
    """List the numbers that stand, each with the row of the file it was taken from."""
    found = series_queries.numbers(request.GET)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page", "1"))
    context = {
        "page": page,
        "asked": {key: request.GET.get(key, "") for key in ("variable", "place", "ends_year", "not_place")},
        "variables": series_queries.variables(),
        "places": PLACES,
        "nation": NATION,
    }
    return render(request, "statistics/series_values.html", context)


@open_door(PUBLISHED)
def series_file(request: HttpRequest, number: int) -> HttpResponse:
    """Show one file: its source, and every fault that it has."""
    file = get_object_or_404(series_queries.files(), pk=number)
    kind = request.GET.get("kind", "")
    kind = kind if kind in FaultKind.values else ""
    page = Paginator(series_queries.faults_of(file, kind), PER_PAGE).get_page(request.GET.get("page", "1"))
    context = {"file": file, "counts": series_queries.fault_counts(file), "kind": kind, "page": page}
    return render(request, "statistics/series_file.html", context)


@door(Permission.FIGURE_FREEZE)
def series_import(request: HttpRequest) -> HttpResponse:
    """Bring a file in; what is wrong with it stands on the page that follows."""
    form = SeriesForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        upload = facts.pop("file")
        try:
            made = import_series(
                name=upload.name, content=upload.read(), source=Source(**facts), by=request.person
            )
            return redirect("statistics:series_file", made.pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return render(
        request, "statistics/series_import.html", {"form": form}, status=400 if form.is_bound else 200
    )
