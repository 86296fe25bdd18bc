"""What does the address of an indicator ask for: which year, which grouping, which groups, today's numbers or frozen ones?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuanhua.accountability.statistics.queries.keeping import frozen_of
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.figures import catalogue, queries
from zhuanhua.shared.figures.catalogue import AnyFigure

YEARS_SHOWN = 5


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

    @property
    def period(self) -> queries.Period:
        """The days of the year."""
        return queries.Period(date(self.year, 1, 1), date(self.year, 12, 31))

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


def is_running(year: int) -> bool:
    """Whether the year has not ended: then it is compared with the same days of the year before."""
    return year == city_today().year and city_today() < date(year, 12, 31)


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
