"""What does an indicator page show? Years across, groups down, with the links that lead to the records of each number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.figures import catalogue, frozen, queries, words
from zhuanhua.shared.figures.catalogue import AnyFigure, Figure
from zhuanhua.shared.figures.models import FrozenFigure, FrozenSet

YEARS_SHOWN = 5
SETS_PER_PAGE = 50
RECORDS_SHOWN = 200
MONTH = "month"  # the grouping whose rows may lie in the future


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the year, the grouping, the chosen groups, and today's numbers or a frozen set."""

    figure: AnyFigure
    year: int
    years: tuple[int, ...]
    all_years: tuple[int, ...]
    by: str
    where: dict[str, str]
    version: str

    def url(self, page: str = "statistics:figure", **changes: Any) -> str:
        """Give the same question with changes; None takes a part out."""
        sent: dict[str, Any] = {
            "year": self.year,
            "by": self.by,
            "version": self.version,
            **self.where,
            **changes,
        }
        code = sent.pop("code", self.figure.code)
        return f"{reverse(page, args=[code])}?{urlencode({key: each for key, each in sent.items() if each})}"


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


def asked_by(person: Any, code: str, sent: Mapping[str, str]) -> Asked:
    """Read the address; a year, grouping or group that does not exist is refused with those that do."""
    figure = queries.figure_for(person, code)
    all_years = tuple(queries.years_with_records(code))
    year = _year(sent.get("year", ""), all_years)
    by = sent.get("by") or next(iter(figure.dimensions), "")
    if by:
        catalogue.dimension(figure, by)
    where = {key: sent[key] for key in figure.dimensions if sent.get(key) and key != by}
    for key, chosen in where.items():
        catalogue.group_keys(figure, key, chosen)
    version = sent.get("version", "")
    if version and frozen_of(figure, year, version) is None:
        version = ""
    years = tuple(range(max(year - YEARS_SHOWN + 1, min((*all_years, year))), year + 1))
    return Asked(figure, year, years, all_years, by, where, version)


def sheet_for(person: Any, asked: Asked) -> Sheet:
    """Build the table: one unit for all cells, chosen by the largest total."""
    grid = queries.grid(asked.figure.code, asked.years, by=asked.by, where=asked.where, person=person)
    grid = _with_frozen(asked, grid)
    scale = (
        words.scale_of(max((abs(int(cell.number or 0)) for cell in grid.totals.values()), default=0))
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


def is_running(year: int) -> bool:
    """Whether the year has not ended: then it is compared with the same days of the year before."""
    return year == city_today().year and city_today() < date(year, 12, 31)


def _before(person: Any, asked: Asked, grid: queries.Grid) -> dict[str | None, queries.Number]:
    """Give what the asked year is compared with: the total under None, and each group; empty where nothing is known."""
    if not is_running(asked.year):
        year = asked.year - 1
        if year not in grid.years:
            return {}
        return {None: grid.totals[year].number} | {key: row[year].number for key, row in grid.cells.items()}
    past = queries.Period(date(asked.year, 1, 1), date(asked.year, 12, 31)).back(1)
    same: dict[str, Any] = {"since": past.since, "until": past.until, "where": asked.where, "person": person}
    groups = queries.breakdown(asked.figure.code, by=asked.by, **same)
    return {None: queries.value(asked.figure.code, **same).exact} | {each.key: each.exact for each in groups}


def frozen_of(figure: AnyFigure, year: int, number: str = "") -> FrozenFigure | None:
    """Give the newest frozen version of a figure for a year, or the one of a set."""
    found = FrozenFigure.objects.select_related("frozen_set", "frozen_set__frozen_by").filter(
        code=figure.code, since=date(year, 1, 1), until=date(year, 12, 31), where={}
    )
    if number:
        found = found.filter(frozen_set__number=number)
    return found.order_by("-frozen_set_id").first()


def frozen_sets(page: str) -> Page[FrozenSet]:
    """List the frozen sets, newest first."""
    return Paginator(
        FrozenSet.objects.select_related("frozen_by").prefetch_related("figures"), SETS_PER_PAGE
    ).get_page(page)


def drifts(page: str) -> Page[FrozenFigure]:
    """List the frozen figures, newest first, one page at a time; each page is recounted as it is shown."""
    return Paginator(
        FrozenFigure.objects.select_related("frozen_set").order_by("-frozen_set_id", "code"), SETS_PER_PAGE
    ).get_page(page)


def frozen_figure(number: str, code: str) -> FrozenFigure | None:
    """Give one frozen figure with its set."""
    return (
        FrozenFigure.objects.select_related("frozen_set", "frozen_set__frozen_by")
        .filter(frozen_set__number=number, code=code)
        .first()
    )


def drift_of(kept: FrozenFigure | None) -> frozen.Drift | None:
    """Recount a frozen figure."""
    return frozen.drift(kept) if kept else None


def drift_shown(person: Any, kept: FrozenFigure) -> dict[str, Any]:
    """Give what the page of a frozen figure shows; single records only to those who may see them."""
    moved = frozen.drift(kept)
    figure = moved.now.figure if moved.now else None
    may_see = isinstance(figure, Figure) and bool(figure.record_url) and queries.may_drill(figure, person)
    scale = words.scale_of(int(kept.exact or 0)) if kept.unit == "yuan" else ""
    changes = [
        (_("迟到登记"), [(member, None, added) for member, added in moved.added.items()]),
        (_("不再计入"), [(member, gone, None) for member, gone in moved.removed.items()]),
        (_("数额变更"), [(member, then, now) for member, (then, now) in moved.changed.items()]),
    ]
    return {
        "kept": kept,
        "drift": moved,
        "figure": figure,
        "unit": unit_name(figure, scale) if figure else "",
        "then_text": number_text(figure, kept.exact, scale) if figure else str(kept.exact),
        "now_text": number_text(figure, moved.now.exact, scale) if figure and moved.now else "—",
        "changes": [
            {
                "name": name,
                "count": len(rows),
                "rows": [
                    {
                        "member": member,
                        "url": reverse(figure.record_url, args=[member]),
                        "then": then,
                        "now": now,
                    }
                    for member, then, now in rows[:RECORDS_SHOWN]
                ]
                if may_see and isinstance(figure, Figure)
                else [],
            }
            for name, rows in changes
        ],
        "may_see": may_see,
        "shown": RECORDS_SHOWN,
    }


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


def unit_name(figure: AnyFigure, scale: str) -> str:
    """Name the unit of the numbers in a table."""
    if figure.unit == "yuan":
        return words.scale_name(scale or "yuan")
    return {"percent": "%", "m2": _("平方米"), "ratio": _("比值")}.get(figure.unit, str(figure.counter))


def number_text(figure: AnyFigure, number: queries.Number, scale: str) -> str:
    """Write a number without its unit, as it stands in a column."""
    if number is None:
        return "—"
    if figure.unit == "yuan":
        return words.scaled(int(words.places(Fraction(number), 0)), scale or "yuan")
    return queries.text_of(figure, number) if figure.unit in {"percent", "ratio"} else f"{int(number):,}"


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
    found = catalogue.dimension(asked.figure, asked.by)
    labels = grid.labels | {key: found.label(key) for key in groups if key not in grid.labels}
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


def _year(text: str, all_years: tuple[int, ...]) -> int:
    if not text:
        past = [year for year in all_years if year < city_today().year]
        return max(past or all_years or (city_today().year,))
    if not (text.isascii() and text.isdigit() and queries.FIRST_YEAR <= int(text) <= queries.LAST_YEAR):
        raise Refusal(
            _("没有%(year)s年。") % {"year": text[:20]},
            field="year",
            way_out=_("请填四位年份，例如2018。"),
            code="year_out_of_range",
        )
    return int(text)
