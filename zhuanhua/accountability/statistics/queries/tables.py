"""What does an indicator page show? Years across, groups down, with the links that lead to the records of each number."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.accountability.statistics.queries.asking import Asked, is_running
from zhuanhua.accountability.statistics.queries.keeping import frozen_of
from zhuanhua.accountability.statistics.queries.numbers import number_text, unit_name
from zhuanhua.core.dates import city_today
from zhuanhua.shared.figures import queries, words
from zhuanhua.shared.figures.catalogue import AnyFigure, Figure

MONTH = "month"  # the grouping whose rows may lie in the future


@dataclass(frozen=True)
class CellShown:
    """A number as written, and the address of its records; without one it carries no dotted line."""

    text: str
    url: str
    number: queries.Number


@dataclass(frozen=True)
class RowShown:
    """One group: its name, deeper link, numbers by year, share of the last year and growth on the year before."""

    key: str
    label: str
    url: str
    cells: list[CellShown]
    share: str
    growth: str


@dataclass(frozen=True)
class Sheet:
    """The table of an indicator page, exactly as shown and as exported."""

    unit: str
    scale: str
    heads: list[str]
    rows: list[RowShown]
    total: RowShown
    compared: str


def sheet_for(person: Any, asked: Asked) -> Sheet:
    """Build the table: one unit for all cells, chosen by the largest total."""
    grid = queries.grid(asked.figure.code, asked.years, by=asked.by, where=asked.where, person=person)
    grid = _with_frozen(asked, grid)
    scale = (
        words.scale_here(max((abs(int(cell.number or 0)) for cell in grid.totals.values()), default=0))
        if asked.figure.unit == "yuan"
        else ""
    )
    before = _before(person, asked, grid)
    rows = [_row(person, asked, grid, key, scale, before) for key in grid.labels]
    heads = [_("%(year)s年") % {"year": year} for year in grid.years]
    return Sheet(
        unit_name(asked.figure, scale),
        scale,
        heads,
        rows,
        _row(person, asked, grid, None, scale, before),
        _("比上年同期") if is_running(asked.year) else _("比上年"),
    )


def _before(person: Any, asked: Asked, grid: queries.Grid) -> dict[str | None, queries.Number]:
    """Give what the asked year is compared with: the total under None, and each group; empty where nothing is known."""
    if not is_running(asked.year):
        year = asked.year - 1
        if year not in grid.years:
            return {}
        return {None: grid.totals[year].number} | {key: row[year].number for key, row in grid.cells.items()}
    past = queries.Period(date(asked.year, 1, 1), date(asked.year, 12, 31)).back(1)
    same: dict[str, Any] = {"since": past.since, "until": past.until, "where": asked.where, "person": person}
    groups = queries.breakdown(asked.figure.code, by=asked.by, **same) if asked.by else []
    return {None: queries.value(asked.figure.code, **same).exact} | {each.key: each.exact for each in groups}


def headline(asked: Asked, sheet: Sheet, records: int) -> dict[str, str]:
    """Give the big number, always the table's own total, or that there are no records; English writes an amount as one."""
    cell = sheet.total.cells[-1]
    if not records:
        return {"number": _("没有记录"), "unit": ""}
    if asked.figure.unit in {"percent", "ratio"}:
        return {"number": cell.text, "unit": ""}
    if asked.figure.unit == "yuan" and words.in_english():
        return {"number": queries.text_of(asked.figure, cell.number), "unit": ""}
    return {"number": cell.text, "unit": sheet.unit}


def _row(
    person: Any,
    asked: Asked,
    grid: queries.Grid,
    key: str | None,
    scale: str,
    before: dict[str | None, queries.Number],
) -> RowShown:
    cells = grid.totals if key is None else grid.cells[key]
    where = asked.where if key is None else {**asked.where, asked.by: key}
    shown = [
        CellShown("", "", None)
        if _lies_ahead(asked, key, year)
        else CellShown(
            number_text(asked.figure, cells[year].number, scale),
            queries.drill_url(
                asked.figure, person, period=queries.Period(date(year, 1, 1), date(year, 12, 31)), where=where
            )
            if cells[year].records and key != ""
            else "",
            cells[year].number,
        )
        for year in grid.years
    ]
    last, whole = cells[asked.year].number, grid.totals[asked.year].number
    ahead = _lies_ahead(asked, key, asked.year)
    return RowShown(
        key=key or "",
        label=_("合计") if key is None else grid.labels[key],
        url=_deeper(asked, key) if key else "",
        cells=shown,
        share="" if ahead else _share(asked.figure, last, whole),
        growth="" if ahead else _growth(asked.figure, last, before.get(key)),
    )


def _lies_ahead(asked: Asked, key: str | None, year: int) -> bool:
    """Whether a row is a month that has not begun."""
    today = city_today()
    return asked.by == MONTH and bool(key) and (year, int(key or 0)) > (today.year, today.month)


def _deeper(asked: Asked, key: str) -> str:
    """Lead from a group to the same figure of that group alone, by the next grouping."""
    others = [other for other in asked.figure.dimensions if other != asked.by and other not in asked.where]
    return asked.url(**{asked.by: key, "by": others[0], "version": None}) if others else ""


def _share(figure: AnyFigure, part: queries.Number, whole: queries.Number) -> str:
    if not isinstance(figure, Figure) or not whole or part is None:
        return ""
    return f"{words.places(Fraction(part, 1) / Fraction(whole) * 100, 1):.1f}%"


def _growth(figure: AnyFigure, now: queries.Number, before: queries.Number) -> str:
    if figure.unit == "percent" or not before or now is None:
        return ""
    return words.percent_text(Fraction(now) / Fraction(before) - 1, signed=True)


def _with_frozen(asked: Asked, grid: queries.Grid) -> queries.Grid:
    """Put the frozen numbers of the asked year in place of today's."""
    kept = frozen_of(asked.figure, asked.year, asked.version) if asked.version and not asked.where else None
    if kept is None:
        return grid
    groups = {key: queries.Cell(number, records) for key, number, records in kept.groups.get(asked.by, [])}
    labels = grid.labels | {
        key: asked.figure.dimensions[asked.by].label(key) for key in groups if key not in grid.labels
    }
    cells = {
        key: {
            **grid.cells.get(key, dict.fromkeys(grid.years, queries.Cell(0, 0))),
            asked.year: groups.get(key, queries.Cell(0, 0)),
        }
        for key in labels
    }
    if not groups:
        cells = grid.cells
    totals = {**grid.totals, asked.year: queries.Cell(kept.exact, kept.records)}
    return queries.Grid(grid.figure, grid.years, grid.by, labels, cells, totals)
