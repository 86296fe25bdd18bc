"""Which days are working days? The published calendar, and our own table for years that the library does not know yet."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import chinese_calendar
import yaml

HOLIDAYS_FILE = Path(__file__).resolve().parent / "holidays.yaml"
FRIDAY = 4


@cache
def _own_years() -> dict[int, tuple[frozenset[date], frozenset[date]]]:
    """Read our own years: days off on weekdays, and weekend days that are worked (国务院办公厅放假通知)."""
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
    own = _own_years().get(day.year)
    if own is not None:
        off, worked = own
        return day in worked or (day.weekday() <= FRIDAY and day not in off)
    if _library_knows(day.year):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() <= FRIDAY


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
    return sum(is_working_day(start + timedelta(days=step)) for step in range(1, (end - start).days + 1))


@cache
def _library_knows(year: int) -> bool:
    try:
        chinese_calendar.is_workday(date(year, 1, 4))
    except NotImplementedError:
        return False
    return True
