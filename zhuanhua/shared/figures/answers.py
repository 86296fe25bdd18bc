"""What is an answer about figures? A number before rounding, how it is shown, for which days and groups, from how many records."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.dates import add_months, city_today
from zhuanhua.shared.figures import words
from zhuanhua.shared.figures.catalogue import AnyFigure, DerivedFigure

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
        """The same days `years` earlier; of a period that still runs, the days up to today's a year ago."""
        if not years:
            return self
        today, until = city_today(), self.until
        if self.since and until and self.since <= today < until:
            until = today
        return Period(*(day and add_months(day, -12 * years) for day in (self.since, until)))

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
