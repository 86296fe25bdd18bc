"""Which numbers stand on the front page? Those of the catalogue that everyone may see; each opens."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from django.core.cache import caches
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhuanhua.core.dates import add_months, city_today
from zhuanhua.shared.access.verdicts import Anonymous
from zhuanhua.shared.figures import queries, words
from zhuanhua.shared.figures.queries import FigureValue
from zhuanhua.ui import charts

FRESH_SECONDS = 300  # a figure on the front page is at most five minutes old
YEARS_SHOWN = 5
COUNT, AMOUNT = "contracts.count", "contracts.amount"
CARDS = (COUNT, AMOUNT, "contracts.trade_amount", "contracts.local_amount")
WITH_UNIT = re.compile(r"([−+¥\d.,]+)\s*(.*)")
T = TypeVar("T")


@dataclass(frozen=True)
class Number:
    """A number as it is shown: digits large, the unit small, and where it opens."""

    digits: str
    unit: str
    url: str


@dataclass(frozen=True)
class Card:
    """One figure of the year with the years before it."""

    code: str
    name: str
    number: Number
    note: str
    chart: dict[str, Any]
    message: str


@dataclass(frozen=True)
class Front:
    """The figures of the front page: the origin of one number, and four cards."""

    year: int
    as_of: date
    name: str
    number: Number
    definition: str
    records: int
    cards: list[Card]


@dataclass(frozen=True)
class Month:
    """What was registered this month, beside the same days a year ago."""

    count: Number
    amount: Number
    more: int

    @property
    def fewer(self) -> int:
        """By how many it fell behind."""
        return -self.more


def front() -> Front | None:
    """The public figures of the newest year with records, or nothing while there is none."""
    return fresh("overview:front", _front)


def this_month() -> Month:
    """This month's registrations up to today."""
    return fresh("overview:month", _this_month)


def figure_url(code: str) -> str:
    """Where a figure opens: definition, records, as-of day, rule."""
    return reverse("statistics:figure", args=[code])


def _front() -> Front | None:
    years = queries.years_with_records(COUNT)
    if not years:
        return None
    year, shown = years[-1], years[-YEARS_SHOWN:]
    origin = queries.value(COUNT, year=year, person=Anonymous())
    return Front(
        year=year,
        as_of=min(origin.as_of, date(year, 12, 31)),
        name=str(origin.figure.name),
        number=number_of(origin),
        definition=str(origin.figure.definition),
        records=origin.records,
        cards=[_card(code, shown) for code in CARDS],
    )


def _this_month() -> Month:
    today = city_today()
    first = today.replace(day=1)
    count, amount = (queries.value(code, since=first, until=today) for code in (COUNT, AMOUNT))
    before = queries.value(COUNT, since=add_months(first, -12), until=add_months(today, -12))
    return Month(number_of(count), number_of(amount), int(count.value or 0) - int(before.value or 0))


def _card(code: str, shown: list[int]) -> Card:
    values = queries.series(code, shown, person=Anonymous())
    texts = [WITH_UNIT.sub(r"\1", value.text) for value in values]
    message = _("%(name)s，%(first_year)s年%(first)s，%(last_year)s年%(last)s") % {
        "name": values[-1].figure.name,
        "first_year": shown[0],
        "first": values[0].text,
        "last_year": shown[-1],
        "last": values[-1].text,
    }
    heights = [
        float(value.value or 0) for value in values
    ]  # heights of bars only; the texts carry the numbers
    return Card(
        code=code,
        name=str(values[-1].figure.name),
        number=number_of(values[-1]),
        note=_growth(code, shown[-1]),
        chart=charts.years([str(year) for year in shown], heights, texts),
        message=message,
    )


def _growth(code: str, year: int) -> str:
    """Compare with the year before; while the year runs, with the same days of the year before."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), city_today())
    now = queries.value(code, since=first, until=last)
    before = queries.value(code, since=add_months(first, -12), until=add_months(last, -12))
    if not before.value:
        return ""
    change = Fraction(int(now.value or 0) - int(before.value), int(before.value))
    whole_year = last == date(year, 12, 31)
    if not change:
        return _("与上年持平") if whole_year else _("与上年同期持平")
    if whole_year:
        told = _("比上年增长%(size)s") if change > 0 else _("比上年下降%(size)s")
    else:
        told = _("比上年同期增长%(size)s") if change > 0 else _("比上年同期下降%(size)s")
    return told % {"size": words.percent_text(abs(change))}


def number_of(value: FigureValue) -> Number:
    found = WITH_UNIT.fullmatch(value.text)
    digits, unit = found.groups() if found else (value.text, "")
    return Number(digits, unit, figure_url(value.figure.code))


def fresh(key: str, find: Callable[[], T]) -> T:
    """Keep an answer for a few minutes, apart for each language and day."""
    return caches["process"].get_or_set(f"{key}:{city_today()}:{get_language()}", find, FRESH_SECONDS)  # type: ignore[return-value]
