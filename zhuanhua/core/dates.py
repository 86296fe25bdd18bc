"""Which day is it in the city, and how are days counted and written?"""

import calendar
import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

YEAR_DIGITS = 4
CITY_ZONE = ZoneInfo("Asia/Shanghai")


def city_now() -> datetime:
    """Give the present moment, aware, in the city's zone; ZHUANHUA_TODAY sets the day in rehearsals."""
    now = datetime.now(tz=CITY_ZONE)
    fixed = os.environ.get("ZHUANHUA_TODAY")
    if fixed:
        day = date.fromisoformat(fixed)
        return now.replace(year=day.year, month=day.month, day=day.day)
    return now


def city_today() -> date:
    """Give the present day in the city."""
    return city_now().date()


def add_months(day: date, months: int) -> date:
    """Move by whole months; a day that the month lacks becomes its last (Civil Code art. 202)."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def year_in(text: str) -> int | None:
    """Read four plain digits of an address as a year; None for everything else, the year 0000 too, which no calendar has."""
    return int(text) or None if len(text) == YEAR_DIGITS and text.isascii() and text.isdecimal() else None


def date_text(day: date) -> str:
    """Write a day as documents do: 2019年4月23日."""
    return f"{day.year}年{day.month}月{day.day}日"
