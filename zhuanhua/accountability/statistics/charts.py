"""How is an indicator drawn? One stacked bar per year; every part carries the address that a click opens."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.accountability.statistics.queries import MONTH, Asked, RowShown, Sheet, number_text
from zhuanhua.shared.figures import words
from zhuanhua.shared.figures.queries import Number

NEWEST, PALE = "#17597a", ("#dfe6e2", "#c6cfcb", "#a9c9d9", "#6497b0")
COLOURS = 6  # the theme has six; further groups are drawn together


def bars(asked: Asked, sheet: Sheet) -> dict[str, Any]:
    """Give the ECharts option; groups of shares and growth do not add up, so only the whole is drawn."""
    stacks = asked.figure.unit in {"yuan", "count", "m2"}
    if stacks and asked.by == MONTH:
        return _months(asked, sheet)
    total = RowShown("", str(asked.figure.name), "", sheet.total.cells, "", "")
    rows = _grouped(asked, sheet.rows, sheet.scale) if stacks and asked.by else [total]
    series: list[dict[str, Any]] = [
        {
            "name": row.label,
            "type": "bar",
            "barMaxWidth": 56,
            "data": [_point(asked, cell, sheet.scale) for cell in row.cells],
        }
        for row in rows
    ]
    if stacks:
        for each in series:
            each["stack"] = "a"
        series.append(_totals(asked, sheet))
    return _frame(asked, sheet, [row.label for row in rows], sheet.heads, series)


def _months(asked: Asked, sheet: Sheet) -> dict[str, Any]:
    """Draw the months side by side, one bar a year: every month keeps its own place."""
    pale = [*PALE[-(len(sheet.heads) - 1) :], NEWEST] if len(sheet.heads) > 1 else [NEWEST]
    series = [
        {
            "name": head,
            "type": "bar",
            "itemStyle": {"color": colour},
            "data": [_point(asked, row.cells[place], sheet.scale) for row in sheet.rows],
        }
        for place, (head, colour) in enumerate(zip(sheet.heads, pale, strict=True))
    ]
    return _frame(asked, sheet, sheet.heads, [row.label for row in sheet.rows], series)


def _frame(
    asked: Asked, sheet: Sheet, legend: list[str], across: list[str], series: list[dict[str, Any]]
) -> dict[str, Any]:
    """Put axes, legend and tooltip around the bars; `decimals` tells the page how the table writes its numbers."""
    return {
        "legend": {"data": legend, "type": "scroll"},
        "grid": {
            "top": 52,
            "left": 8,
            "right": 16,
            "bottom": 8,
            "outerBoundsMode": "same",
            "outerBoundsContain": "axisLabel",
        },
        "tooltip": {
            "trigger": "axis",
            "axisPointer": {"type": "shadow"},
            "decimals": 0 if asked.figure.unit in {"count", "m2"} else 2,
        },
        "xAxis": {"type": "category", "data": across},
        "yAxis": {
            "type": "value",
            "name": sheet.unit,
            "nameTextStyle": {"align": "left", "color": "#53615b"},
        },
        "series": series,
    }


def message(asked: Asked, sheet: Sheet) -> str:
    """Say in a sentence what the chart shows, for those who do not see it."""
    words = {
        "name": asked.figure.name,
        "from": sheet.heads[0],
        "to": sheet.heads[-1],
        "first": sheet.total.cells[0].text,
        "last": sheet.total.cells[-1].text,
        "unit": sheet.unit,
    }
    if not asked.by:
        return _("%(name)s，%(from)s至%(to)s：%(first)s到%(last)s（%(unit)s），数据见下表") % words
    words["by"] = asked.figure.dimensions[asked.by].name
    return _("%(name)s，%(from)s至%(to)s，按%(by)s：%(first)s到%(last)s（%(unit)s），数据见下表") % words


def _grouped(asked: Asked, rows: list[RowShown], scale: str) -> list[RowShown]:
    """Keep the largest groups and draw the rest as one."""
    if len(rows) <= COLOURS:
        return rows
    size = {row.key: abs(Fraction(row.cells[-1].number or 0)) for row in rows}
    largest = sorted(rows, key=lambda row: -size[row.key])[: COLOURS - 1]
    rest = [row for row in rows if row not in largest]
    kept = [row for row in rows if row in largest]
    sums: list[Number] = [
        sum((Fraction(row.cells[place].number or 0) for row in rest), Fraction(0))
        for place in range(len(rows[0].cells))
    ]
    cells = [type(rows[0].cells[0])(number_text(asked.figure, number, scale), "", number) for number in sums]
    return [*kept, RowShown("", _("其他"), "", cells, "", "")]


def _point(asked: Asked, cell: Any, scale: str) -> dict[str, Any]:
    point: dict[str, Any] = {"value": _plain(asked, cell.number, scale)}
    if cell.url:
        point["link"] = cell.url
    return point


def _totals(asked: Asked, sheet: Sheet) -> dict[str, Any]:
    return {
        "name": _("合计"),
        "type": "line",
        "data": [
            {
                "value": _plain(asked, cell.number, sheet.scale),
                "label": {"formatter": cell.text},
                **({"link": cell.url} if cell.url else {}),
            }
            for cell in sheet.total.cells
        ],
        "lineStyle": {"width": 0},
        "symbolSize": 0,
        "label": {"show": True, "position": "top", "fontWeight": 600},
    }


def _plain(asked: Asked, number: Number, scale: str) -> str | None:
    """Write a number for the axis: plain digits as text, so that no float comes between."""
    if number is None:
        return None
    exact = Fraction(number)
    if asked.figure.unit == "yuan":
        exact /= words.size_of(scale or "yuan")
    elif asked.figure.unit == "percent":
        exact *= 100
    return f"{words.places(exact):f}"
