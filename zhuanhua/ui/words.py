"""How are days and moments written for a reader, in the language of the page?"""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language

from zhuanhua.core.dates import CITY_ZONE, city_today

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS_ZH = "一二三四五六日"


def in_english() -> bool:
    """Is the page in English?"""
    return (get_language() or "").startswith("en")


def in_city(moment: datetime) -> datetime:
    """Turn a moment into the city's clock; a naive one is taken as the city's."""
    return moment.astimezone(CITY_ZONE) if timezone.is_aware(moment) else moment.replace(tzinfo=CITY_ZONE)


def day_words(day: date, *, year: bool | None = None) -> str:
    """Write 2019年4月23日 or 23 April 2019; without a wish the year is left out within the present year."""
    if isinstance(day, datetime):
        day = in_city(day).date()
    with_year = day.year != city_today().year if year is None else year
    if in_english():
        return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if with_year else "")
    return (f"{day.year}年" if with_year else "") + f"{day.month}月{day.day}日"


def weekday_words(day: date) -> str:
    """Write 星期二 or Tuesday."""
    return WEEKDAYS[day.weekday()] if in_english() else f"星期{WEEKDAYS_ZH[day.weekday()]}"


def moment_words(moment: datetime, *, year: bool | None = None) -> str:
    """Write 4月23日 14:03 on the city's clock."""
    local = in_city(moment)
    return f"{day_words(local.date(), year=year)} {local:%H:%M}"


def spoken_day(day: date) -> str:
    """Write a day with its weekday, as the echo under a typed date: 2019年4月2日，星期二."""
    if in_english():
        return f"{weekday_words(day)}, {day_words(day, year=True)}"
    return f"{day_words(day, year=True)}，{weekday_words(day)}"
