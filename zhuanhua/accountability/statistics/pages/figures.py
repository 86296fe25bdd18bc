"""What do people see of the indicators? The catalogue, one indicator by year and group, frozen versions and what moved since."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhuanhua.accountability.statistics import charts, queries, sheets
from zhuanhua.accountability.statistics.forms import FreezeForm
from zhuanhua.shared.access.doors import door, open_door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.figures import actions
from zhuanhua.shared.figures import queries as figures
from zhuanhua.shared.figures.catalogue import Figure, UnknownFigure
from zhuanhua.shared.figures.counting import foresee_totals, foresee_years, remembered
from zhuanhua.shared.figures.frozen import drifts

PUBLIC = "合计与分组对公众公开，单项记录另有权限"


@open_door(PUBLIC)
def index(request: HttpRequest) -> HttpResponse:
    """List the indicators with their newest whole year."""
    seen = figures.visible_figures(request.person)
    with remembered():
        foresee_years(seen)
        asked = [queries.asked_by(request.person, figure.code, {}) for figure in seen]
        foresee_totals((each.figure, each.period, {}) for each in asked)
        rows = [_row(request.person, each) for each in asked]
    return render(request, "statistics/index.html", {"rows": [row for row in rows if row]})


def _row(person: Any, asked: queries.Asked) -> dict[str, Any] | None:
    figure = asked.figure
    said = figures.value(figure.code, year=asked.year, person=person)
    if figure.programme == "reference" and not said.records:
        return None  # nobody has brought the series in
    return {"figure": figure, "said": said, "url": asked.url(by=None)}


@open_door(PUBLIC)
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """Show one indicator: the number, its chart, its table, its definition, and what moved since it was frozen."""
    try:
        asked = queries.asked_by(request.person, code, request.GET)
    except UnknownFigure as unknown:
        raise Http404(str(unknown)) from unknown
    sheet = queries.sheet_for(request.person, asked)
    kept = queries.frozen_of(asked.figure, asked.year, asked.version)
    said = figures.value(code, year=asked.year, where=asked.where, person=request.person)
    has_numbers = bool(sheet.rows) or (not asked.by and bool(asked.all_years))
    context = {
        "asked": asked,
        "figure": asked.figure,
        "sheet": sheet,
        "said": said,
        "headline": queries.headline(asked, sheet, said.records),
        "option": charts.bars(asked, sheet) if has_numbers else None,
        "message": charts.message(asked, sheet) if has_numbers else "",
        "drift": queries.drift_of(kept) if not asked.where else None,
        "may_freeze": allows(request.person, Permission.FIGURE_FREEZE),
        "similar": [
            each for each in figures.visible_figures(request.person) if each.code in asked.figure.similar
        ],
        "is_counted": isinstance(asked.figure, Figure),
    } | _choices(asked, kept)
    return render(request, "statistics/figure.html", context)


@open_door(PUBLIC)
def export(request: HttpRequest, code: str) -> HttpResponse:
    """Give the table as it is on the screen, as CSV or Excel."""
    try:
        asked = queries.asked_by(request.person, code, request.GET)
    except UnknownFigure as unknown:
        raise Http404(str(unknown)) from unknown
    return sheets.download(
        asked,
        queries.sheet_for(request.person, asked),
        "csv" if request.GET.get("format") == "csv" else "xlsx",
    )


@door(Permission.FIGURE_READ)
def frozen_sets(request: HttpRequest) -> HttpResponse:
    """List what was frozen, when, by whom and for what."""
    return render(
        request, "statistics/frozen.html", {"page": queries.frozen_sets(request.GET.get("page", "1"))}
    )


@door(Permission.FIGURE_READ)
def frozen_figure(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Show one frozen figure beside today's count, record by record for those who may see records."""
    kept = queries.frozen_figure(number, code)
    if kept is None:
        raise Http404(_("没有这个冻结版。"))
    return render(request, "statistics/frozen_figure.html", queries.drift_shown(request.person, kept))


@door(Permission.FIGURE_READ)
def drift(request: HttpRequest) -> HttpResponse:
    """List the frozen figures whose count today is another one."""
    page = queries.drifts(request.GET.get("page", "1"))
    return render(request, "statistics/drift.html", {"page": page, "drifts": drifts(page)})


@door(Permission.FIGURE_FREEZE)
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze the chosen figures of a year."""
    first = {"year": request.GET.get("year", ""), "codes": request.GET.getlist("code")}
    form = FreezeForm(request.POST or None, initial=first)
    if form.is_valid():
        made = actions.freeze(by=request.person, **form.cleaned_data)
        return redirect("statistics:frozen_figure", made.number, form.cleaned_data["codes"][0])
    return render(request, "statistics/freeze.html", {"form": form}, status=400 if form.is_bound else 200)


def _choices(asked: queries.Asked, kept: Any) -> dict[str, Any]:
    return {
        "groupings": [
            {"name": each.name, "url": asked.url(by=key), "on": key == asked.by}
            for key, each in asked.figure.dimensions.items()
        ],
        "chosen": [
            {
                "name": asked.figure.dimensions[key].name,
                "label": asked.figure.dimensions[key].label(value),
                "url": asked.url(**{key: None}),
            }
            for key, value in asked.where.items()
        ],
        "year_choices": [
            {"year": year, "url": asked.url(year=year, version=None), "on": year == asked.year}
            for year in reversed(asked.all_years)
        ],
        "versions": [
            {"name": _("今天"), "url": asked.url(version=None), "on": not asked.version},
            {
                "name": _("冻结版"),
                "url": asked.url(version=kept.frozen_set.number),
                "on": bool(asked.version),
            },
        ]
        if kept and not asked.where
        else [],
        "all_url": asked.url(**dict.fromkeys(asked.where), by=asked.by),
        "exports": {
            "xlsx": asked.url("statistics:export", format="xlsx"),
            "csv": asked.url("statistics:export", format="csv"),
        },
    }
