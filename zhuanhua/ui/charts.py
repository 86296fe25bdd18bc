"""How does a series become a chart? Plain option dicts for ECharts: zero-based, ends labelled, at most six categories."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

Number = int | float
EARLIER, NEWEST = "#c6cfcb", "#17597a"
MOST_CATEGORIES = 6
TIGHT = {
    "left": 0,
    "right": 0,
    "top": 26,
    "bottom": 0,
    "outerBoundsMode": "same",
    "outerBoundsContain": "axisLabel",
}


def years(
    labels: Sequence[str], values: Sequence[Number], texts: Sequence[str] | None = None
) -> dict[str, Any]:
    """Draw one bar for each year: earlier ones pale, the newest dark, the first and the last labelled."""
    texts = texts or [f"{value:,}" for value in values]
    last = len(values) - 1
    bars = [
        {
            "value": value,
            "itemStyle": {"color": NEWEST if place == last else EARLIER},
            "label": {"show": place in {0, last}, "position": "top", "formatter": text},
        }
        for place, (value, text) in enumerate(zip(values, texts, strict=True))
    ]
    return {
        "grid": TIGHT,
        "xAxis": {
            "type": "category",
            "data": list(labels),
            "axisLine": {"show": False},
            "axisLabel": {"interval": 0},
        },
        "yAxis": {"type": "value", "show": False, "min": 0},
        "series": [{"type": "bar", "barMaxWidth": 22, "data": bars}],
    }


def days(labels: Sequence[str], values: Sequence[Number]) -> dict[str, Any]:
    """Draw one bar for each day of a month; only the ends are named."""
    return {
        "grid": TIGHT | {"right": 4, "top": 6},
        "xAxis": {
            "type": "category",
            "data": list(labels),
            "axisLabel": {
                "interval": max(len(labels) - 2, 0),
                "alignMinLabel": "left",
                "alignMaxLabel": "right",
            },
        },
        "yAxis": {"show": False, "min": 0},
        "series": [{"type": "bar", "barCategoryGap": "25%", "data": list(values)}],
    }


def stacked(
    labels: Sequence[str], parts: Sequence[tuple[str, Sequence[Number]]], *, unit: str = ""
) -> dict[str, Any]:
    """Draw several categories on top of one another; what goes beyond six becomes 其他."""
    kept = list(parts)
    if len(kept) > MOST_CATEGORIES:
        rest = [
            sum(column)
            for column in zip(*(values for _name, values in kept[MOST_CATEGORIES - 1 :]), strict=True)
        ]
        kept = [*kept[: MOST_CATEGORIES - 1], (_("其他"), rest)]
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"data": [str(name) for name, _values in kept]},
        "grid": {"top": 40},
        "xAxis": {"type": "category", "data": list(labels)},
        "yAxis": {"type": "value", "min": 0, "name": unit},
        "series": [
            {"type": "bar", "stack": "all", "name": str(name), "data": list(values)} for name, values in kept
        ],
    }


def ranked(labels: Sequence[str], values: Sequence[Number], *, unit: str = "") -> dict[str, Any]:
    """Draw groups as lying bars, the largest on top, each with its number."""
    return {
        "grid": {
            "left": 0,
            "right": 48,
            "top": 8,
            "bottom": 0,
            "outerBoundsMode": "same",
            "outerBoundsContain": "axisLabel",
        },
        "xAxis": {"type": "value", "show": False, "min": 0, "name": unit},
        "yAxis": {"type": "category", "inverse": True, "data": list(labels), "axisLine": {"show": False}},
        "series": [{"type": "bar", "data": list(values), "label": {"show": True, "position": "right"}}],
    }
