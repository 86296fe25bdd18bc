"""What can be asked of the catalogue? One value, its groups, its years, and the list of records behind it.

`person=None` is the house itself (command line, letters); pages and API always pass the person who asks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from zhuanhua.core.dates import add_months, city_today
from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.figures import catalogue, words
from zhuanhua.shared.figures.backend import Ground
from zhuanhua.shared.figures.catalogue import AnyFigure, DerivedFigure, Figure

if TYPE_CHECKING:
    import ibis

FIRST_YEAR, LAST_YEAR = 1950, 2200
Number = int | Fraction | None


@dataclass(frozen=True)
class Period:
    """The days that count, both included; open on a side that is None."""

    since: date | None = None
    until: date | None = None

    @property
    def year(self) -> int | None:
        """The calendar year, when the period is one."""
        whole = (
            self.since
            and self.until
            and (self.since, self.until) == (date(self.since.year, 1, 1), date(self.since.year, 12, 31))
        )
        return self.since.year if whole and self.since else None

    def back(self, years: int) -> "Period":
        """The same days `years` earlier."""
        return Period(*(day and add_months(day, -12 * years) for day in (self.since, self.until)))

    @property
    def text(self) -> str:
        """Write the period for people."""
        if self.year:
            return _("%(year)s年") % {"year": self.year}
        if not self.since and not self.until:
            return _("全部年份")
        return _("%(since)s至%(until)s") % {
            "since": self.since or _("最早"),
            "until": self.until or _("今天"),
        }


@dataclass(frozen=True)
class Cell:
    """One number with the count of records behind it; `number` is None where nothing can be said."""

    number: Number
    records: int


@dataclass(frozen=True)
class FigureValue:
    """The answer to one question: fen for yuan, a whole count, or a Decimal of percent; `exact` is before rounding."""

    figure: AnyFigure
    value: int | Decimal | None
    exact: Number
    text: str
    exact_text: str
    unit: str
    records: int
    as_of: date
    period: Period
    filters: dict[str, Any]

    @property
    def base(self) -> Decimal | None:
        """The value in its unit as the outside writes it: yuan, items, percent."""
        if self.value is None:
            return None
        return Decimal(self.value).scaleb(-2) if self.unit == "yuan" else Decimal(self.value)


@dataclass(frozen=True)
class Group:
    """One group of a breakdown."""

    key: str
    label: str
    value: int | Decimal | None
    records: int
    exact: Number = None

    def __iter__(self) -> Any:
        """Unpack as (key, label, value, records)."""
        return iter((self.key, self.label, self.value, self.records))


@dataclass(frozen=True)
class Grid:
    """Years across, groups down, with the totals; `cells[key][year]`."""

    figure: AnyFigure
    years: tuple[int, ...]
    by: str
    labels: dict[str, str]
    cells: dict[str, dict[int, Cell]]
    totals: dict[int, Cell]


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
    cell = _cells(figure, period, where=where or {}, by="", yearly=False).get((None, None), Cell(0, 0))
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
    cells = _cells(figure, _period(year, since, until), where=where or {}, by=by, yearly=False)
    keys = _ordered(found, {key for _year, key in cells})
    return [
        Group(
            key,
            found.label(key),
            shown(figure, cells[None, key].number),
            cells[None, key].records,
            cells[None, key].number,
        )
        for key in keys
    ]


def series(
    code: str, years: Iterable[int], *, where: Mapping[str, Any] | None = None, person: Any = None
) -> list[FigureValue]:
    """Give one figure for each year."""
    return [value(code, year=year, where=where, person=person) for year in years]


def grid(
    code: str, years: Iterable[int], *, by: str, where: Mapping[str, Any] | None = None, person: Any = None
) -> Grid:
    """Give years × groups in two questions to the database, whatever the number of years."""
    figure = figure_for(person, code)
    found = catalogue.dimension(figure, by)
    years = tuple(sorted(years))
    span = Period(date(years[0], 1, 1), date(years[-1], 12, 31))
    grouped = _cells(figure, span, where=where or {}, by=by, yearly=True)
    totals = _cells(figure, span, where=where or {}, by="", yearly=True)
    keys = _ordered(found, {key for _year, key in grouped})
    return Grid(
        figure=figure,
        years=years,
        by=by,
        labels={key: found.label(key) for key in keys},
        cells={key: {year: grouped.get((year, key), _empty(figure)) for year in years} for key in keys},
        totals={year: totals.get((year, None), _empty(figure)) for year in years},
    )


def years_with_records(code: str) -> list[int]:
    """List the calendar years in which the figure has records, oldest first."""
    figure = catalogue.find(code)
    while isinstance(figure, DerivedFigure):
        figure = catalogue.find(next(iter(figure.parts.values())).code)
    table = figure.table(Ground())
    found = Ground().rows(table.select(year=table[figure.day].year()).distinct())
    return sorted(row["year"] for row in found if row["year"] is not None)


def members(figure: Figure, period: Period, where: Mapping[str, Any]) -> dict[str, int]:
    """Name every record that counts, with what it adds (1 where the figure only counts)."""
    table = _within(figure, figure.table(Ground()), period, where)
    added = figure.row(table) if figure.row else _one()
    rows = Ground().rows(table.select(member=table[figure.identity].cast("string"), added=added))
    return {row["member"]: row["added"] for row in rows}


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


def shown(figure: AnyFigure, number: Number) -> int | Decimal | None:
    """Round an exact number as it is shown: percent to two decimals, others whole."""
    if number is None:
        return None
    if figure.unit in {"percent", "ratio"}:
        return words.places(Fraction(number) * (100 if figure.unit == "percent" else 1))
    return int(words.places(Fraction(number), 0))


def text_of(figure: AnyFigure, number: Number) -> str:
    """Write an exact number with its unit."""
    if number is None:
        return "—"
    if figure.unit == "percent":
        return words.percent_text(
            Fraction(number), signed=isinstance(figure, DerivedFigure) and figure.signed
        )
    if figure.unit == "ratio":
        return words.ratio_text(Fraction(number))
    whole = int(words.places(Fraction(number), 0))
    if figure.unit == "yuan":
        return words.amount_text(whole)
    return words.count_text(whole, _("平方米") if figure.unit == "m2" else figure.counter)


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


def _cells(
    figure: AnyFigure, period: Period, *, where: Mapping[str, Any], by: str, yearly: bool
) -> dict[tuple[int | None, str | None], Cell]:
    """Answer for each (year or None, group or None)."""
    if isinstance(figure, DerivedFigure):
        return _derived(figure, period, where=where, by=by, yearly=yearly)
    table = _within(figure, figure.table(Ground()), period, where)
    keys = {}
    if yearly:
        keys["year"] = table[figure.day].year()
    if by:
        keys["key"] = table[catalogue.dimension(figure, by).column].cast("string")
    asked = {"number": figure.measure(table), "records": table.count()}
    counted = table.group_by(**keys).aggregate(**asked) if keys else table.aggregate(**asked)
    return {
        (row.get("year"), (row["key"] or "") if by else None): Cell(row["number"] or 0, row["records"])
        for row in Ground().rows(counted)
    }


def _derived(
    figure: DerivedFigure, period: Period, *, where: Mapping[str, Any], by: str, yearly: bool
) -> dict[tuple[int | None, str | None], Cell]:
    operands: dict[str, dict[tuple[int | None, str | None], Cell]] = {}
    for name, part in figure.parts.items():
        found = _cells(
            catalogue.find(part.code),
            period.back(part.years_back),
            where={**where, **part.where},
            by=by,
            yearly=yearly,
        )
        operands[name] = {
            (year + part.years_back if year is not None else None, key): cell
            for (year, key), cell in found.items()
        }
    first = next(iter(operands.values()))
    answers = {}
    for place in {place for cells in operands.values() for place in cells}:
        numbers = {name: cells[place].number if place in cells else 0 for name, cells in operands.items()}
        said = None if None in numbers.values() else figure.compute(**numbers)
        answers[place] = Cell(said, first[place].records if place in first else 0)
    return answers


def _within(figure: Figure, table: "ibis.Table", period: Period, where: Mapping[str, Any]) -> "ibis.Table":
    import ibis

    chosen = []
    if period.since:
        chosen.append(table[figure.day] >= ibis.literal(period.since))
    if period.until:
        chosen.append(table[figure.day] <= ibis.literal(period.until))
    for key, wanted in where.items():
        column = table[catalogue.dimension(figure, key).column].cast("string")
        chosen.append(column.fill_null("").isin(catalogue.group_keys(figure, key, wanted)))
    return table.filter(*chosen) if chosen else table


def _one() -> "ibis.Value":
    import ibis

    return ibis.literal(1, type="int64")


def _empty(figure: AnyFigure) -> Cell:
    return Cell(None if isinstance(figure, DerivedFigure) else 0, 0)


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


def may_drill(figure: Figure, person: Any) -> bool:
    """Say whether this person may see single records."""
    return (
        not figure.drill_permission
        or person is None
        or bool(allows(person, Permission(figure.drill_permission)))
    )
