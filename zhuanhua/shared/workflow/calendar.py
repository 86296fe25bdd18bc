"""Which days are working days? The published calendar, and our own table for years that the library does not know yet."""

from bisect import bisect_right
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

import chinese_calendar
import yaml

HOLIDAYS_FILE = Path(__file__).resolve().parent / "holidays.yaml"
FRIDAY = 4
OwnYear = tuple[frozenset[date], frozenset[date]]  # days off on weekdays, and weekend days that are worked
YEARS_KEPT = 100  # years whose working days stay counted; 2 kB each


@cache
def _own_years() -> dict[int, OwnYear]:
    """Read our own years (国务院办公厅放假通知)."""
    content = yaml.safe_load(HOLIDAYS_FILE.read_text(encoding="utf-8")) or {}
    return {
        int(year): (frozenset(days.get("off", ())), frozenset(days.get("worked", ())))
        for year, days in (content.get("years") or {}).items()
    }


def calendar_is_provisional(year: int) -> bool:
    """Whether nobody has published the year's holidays yet, so that only weekends are known."""
    return year not in _own_years() and not _library_knows(year)


def is_working_day(day: date) -> bool:
    """Whether offices work on that day."""
    days = _days_of(day.year)
    place = bisect_right(days, day)
    return place > 0 and days[place - 1] == day


def add_working_days(start: date, days: int) -> date:
    """Give the day on which a term of working days ends; the start is not counted (民法典第二百零一条)."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def add_calendar_days(start: date, days: int) -> date:
    """Give the day on which a term of days ends; a last day off moves to the next working day (民法典第二百零三条)."""
    day = start + timedelta(days=days)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_days_between(start: date, end: date) -> int:
    """Count the working days after `start` up to and including `end`; negative when `end` comes first."""
    if end < start:
        return -working_days_between(end, start)
    years = map(_days_of, range(start.year, end.year + 1))
    return sum(bisect_right(days, end) - bisect_right(days, start) for days in years)


def _days_of(year: int) -> tuple[date, ...]:
    return _working_days(year, _own_years().get(year))


@lru_cache(maxsize=YEARS_KEPT)
def _working_days(year: int, own: OwnYear | None) -> tuple[date, ...]:
    """List the working days of a year, in order: a page of clocks asks for thousands, and the library takes 20 µs for each."""
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return tuple(day for day in map(date.fromordinal, range(first, last + 1)) if _is_worked(day, own))


def _is_worked(day: date, own: OwnYear | None) -> bool:
    if own is not None:
        off, worked = own
        return day in worked or (day.weekday() <= FRIDAY and day not in off)
    if _library_knows(day.year):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() <= FRIDAY


@cache
def _library_knows(year: int) -> bool:
    try:
        chinese_calendar.is_workday(date(year, 1, 4))
    except NotImplementedError:
        return False
    return True
