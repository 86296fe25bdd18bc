"""What can be asked of the catalogue? One value, its groups, its years, and the list of records behind it.

`person=None` is the house itself (command line, letters); pages and API always pass the person who asks.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.figures import catalogue, words
from zhuanhua.shared.figures.answers import Cell, FigureValue, Grid, Group, Number, Period, shown, text_of
from zhuanhua.shared.figures.catalogue import AnyFigure, Dimension, Figure
from zhuanhua.shared.figures.counting import count, count_by_each, empty, members, years_of

__all__ = [
    "Cell",
    "FigureValue",
    "Grid",
    "Group",
    "Number",
    "Period",
    "breakdown",
    "drill_url",
    "figure_for",
    "grid",
    "may_drill",
    "members",
    "series",
    "shown",
    "text_of",
    "value",
    "visible_figures",
    "years_with_records",
]
FIRST_YEAR, LAST_YEAR = 1950, 2200


def visible_figures(person: Any) -> list[AnyFigure]:
    """List the figures that this person may see."""
    return [figure for figure in catalogue.all_figures() if _may_see(figure, person)]


def figure_for(person: Any, code: str) -> AnyFigure:
    """Give a figure that this person may see; a hidden one is answered like an unknown one."""
    figure = catalogue.find(code)
    if not _may_see(figure, person):
        raise Forbidden(
            _("“%(name)s”不对公众开放。") % {"name": figure.name},
            way_out=_("请用有统计权限的账号登录。"),
            code="figure_hidden",
        )
    return figure


def value(
    code: str,
    *,
    year: int | None = None,
    since: date | None = None,
    until: date | None = None,
    where: Mapping[str, Any] | None = None,
    person: Any = None,
) -> FigureValue:
    """Give one figure for a year or a span of days, for the groups in `where` (dimension: key or list of keys)."""
    figure = figure_for(person, code)
    period = _period(year, since, until)
    cell = count(figure, period, where=where or {}, by="", yearly=False).get((None, None), Cell(0, 0))
    return _value_of(figure, cell, period, dict(where or {}))


def breakdown(
    code: str,
    *,
    by: str = "kind",
    year: int | None = None,
    since: date | None = None,
    until: date | None = None,
    where: Mapping[str, Any] | None = None,
    person: Any = None,
) -> list[Group]:
    """Give the groups of one figure, in the order of the dimension's own list, then by name."""
    figure = figure_for(person, code)
    found = catalogue.dimension(figure, by)
    cells = count(figure, _period(year, since, until), where=where or {}, by=by, yearly=False)
    return _groups(figure, found, {key or "": cell for (_year, key), cell in cells.items()})


def breakdowns(figure: Figure, period: Period, where: Mapping[str, Any]) -> dict[str, list[Group]]:
    """Give the groups of every dimension of a figure in one question to the database."""
    return {
        by: _groups(figure, figure.dimensions[by], cells)
        for by, cells in count_by_each(figure, period, where).items()
    }


def series(
    code: str, years: Iterable[int], *, where: Mapping[str, Any] | None = None, person: Any = None
) -> list[FigureValue]:
    """Give one figure for each year."""
    return [value(code, year=year, where=where, person=person) for year in years]


def grid(
    code: str, years: Iterable[int], *, by: str, where: Mapping[str, Any] | None = None, person: Any = None
) -> Grid:
    """Give years × groups in two questions to the database, whatever the number of years; without `by` only the totals."""
    figure = figure_for(person, code)
    found = catalogue.dimension(figure, by) if by else None
    years = tuple(sorted(years))
    span = Period(date(years[0], 1, 1), date(years[-1], 12, 31))
    grouped = count(figure, span, where=where or {}, by=by, yearly=True) if found else {}
    totals = count(figure, span, where=where or {}, by="", yearly=True)
    keys = _ordered(found, {key for _year, key in grouped}) if found else []
    return Grid(
        figure=figure,
        years=years,
        by=by,
        labels={key: found.label(key) for key in keys if found},
        cells={key: {year: grouped.get((year, key), empty(figure)) for year in years} for key in keys},
        totals={year: totals.get((year, None), empty(figure)) for year in years},
    )


def years_with_records(code: str) -> list[int]:
    """List the calendar years in which the figure has records, oldest first."""
    return years_of(catalogue.find(code))


def drill_url(
    figure: AnyFigure, person: Any, *, period: Period, where: Mapping[str, Any] | None = None
) -> str:
    """Give the address of the records behind a number, with the same filters; empty when this person may not see them."""
    if not isinstance(figure, Figure) or not figure.drill or not may_drill(figure, person):
        return ""
    stem = figure.day.removesuffix("_on")
    sent: dict[str, Any] = dict(figure.drill_params)
    if period.year:
        sent[f"{stem}_year"] = period.year
    else:
        sent |= {
            f"{stem}_{side}": day.isoformat()
            for side, day in (("from", period.since), ("to", period.until))
            if day
        }
    for key, chosen in (where or {}).items():
        sent[catalogue.dimension(figure, key).param or key] = chosen
    try:
        return f"{reverse(figure.drill)}?{urlencode(sent, doseq=True)}"
    except NoReverseMatch:
        return ""


def may_drill(figure: Figure, person: Any) -> bool:
    """Say whether this person may see single records."""
    return (
        not figure.drill_permission
        or person is None
        or bool(allows(person, Permission(figure.drill_permission)))
    )


def _value_of(figure: AnyFigure, cell: Cell, period: Period, where: dict[str, Any]) -> FigureValue:
    number = shown(figure, cell.number)
    return FigureValue(
        figure=figure,
        value=number,
        exact=cell.number,
        text=text_of(figure, cell.number),
        exact_text=words.exact_text(int(number))
        if figure.unit == "yuan" and number is not None
        else text_of(figure, cell.number),
        unit=figure.unit,
        records=cell.records,
        as_of=city_today(),
        period=period,
        filters=where,
    )


def _groups(figure: AnyFigure, found: Dimension, cells: Mapping[str, Cell]) -> list[Group]:
    return [
        Group(key, found.label(key), shown(figure, cells[key].number), cells[key].records, cells[key].number)
        for key in _ordered(found, set(cells))
    ]


def _ordered(found: catalogue.Dimension, keys: set[str | None]) -> list[str]:
    known = {key: place for place, key in enumerate(found.labels())}
    return sorted((key or "" for key in keys), key=lambda key: (known.get(key, len(known)), key == "", key))


def _period(year: int | None, since: date | None, until: date | None) -> Period:
    for name, number in (("year", year), ("since", since and since.year), ("until", until and until.year)):
        if number is not None and not FIRST_YEAR <= number <= LAST_YEAR:
            raise Refusal(
                _("没有%(year)s年。") % {"year": number},
                field=name,
                way_out=_("请填四位年份，例如2018。"),
                code="year_out_of_range",
            )
    if year is not None and (since or until):
        raise Refusal(
            _("年份和起止日期只能填一种。"),
            field="year",
            way_out=_("请只留年份，或只留起止日期。"),
            code="year_and_dates",
        )
    if since and until and since > until:
        raise Refusal(
            _("起始日%(since)s晚于截止日%(until)s。") % {"since": since, "until": until},
            field="since",
            way_out=_("请对调两个日期。"),
            code="since_after_until",
        )
    return Period(since, until) if year is None else Period(date(year, 1, 1), date(year, 12, 31))


def _may_see(figure: AnyFigure, person: Any) -> bool:
    return figure.public or person is None or bool(allows(person, Permission.FIGURE_READ))
