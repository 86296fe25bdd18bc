"""How are then and now of a frozen figure written? All in one unit, the one that fits the frozen amount."""

from collections.abc import Sized
from fractions import Fraction
from typing import Any

from django import template

from zhuanhua.accountability.statistics.figures import MEASURED
from zhuanhua.accountability.statistics.queries import number_text
from zhuanhua.shared.figures import frozen_words, words
from zhuanhua.shared.figures.frozen import Drift
from zhuanhua.shared.figures.models import SeriesValue
from zhuanhua.shared.figures.queries import Number

register = template.Library()


@register.filter
def then_shown(drift: Drift) -> str:
    """Write the frozen number."""
    return _shown(drift, drift.frozen.exact)


@register.filter
def now_shown(drift: Drift) -> str:
    """Write today's number."""
    return _shown(drift, drift.now.exact) if drift.now else "—"


@register.filter
def told_apart(drift: Drift) -> tuple[str, str]:
    """Write then and now with their units; what reads the same in millions and is not, to the fen."""
    return frozen_words.told_apart(drift)


@register.filter
def added_shown(drift: Drift) -> str:
    """Write what late records add."""
    return _shown(drift, drift.added_sum)


@register.filter
def removed_shown(drift: Drift) -> str:
    """Write what removed records took away."""
    return _shown(drift, drift.removed_sum)


@register.filter
def changed_shown(drift: Drift) -> str:
    """Write what changed amounts make together."""
    return _shown(drift, drift.changed_sum)


@register.filter
def measured(variable: str, name: str) -> str:
    """Say what a variable measures, in our words where the catalogue has them, else in the file's."""
    return str(MEASURED.get(variable, name))


@register.filter
def series_shown(value: SeriesValue) -> str:
    """Write a reference number: amounts in the unit that fits, counts with the file's own unit."""
    return (
        words.amount_text(value.amount) if value.unit == "yuan" else f"{value.amount:,}{value.written_unit}"
    )


@register.filter
def counting(counter: Any, number: int | Sized) -> str:
    """Give a figure's counter as it stands behind that number, or behind so many records."""
    return words.counter_of(number if isinstance(number, int) else len(number), counter)


def _shown(drift: Drift, number: Number) -> str:
    if drift.now is None:
        return "—" if number is None else str(number)
    scale = words.scale_here(int(Fraction(drift.frozen.exact or 0))) if drift.frozen.unit == "yuan" else ""
    return number_text(drift.now.figure, number, scale)
