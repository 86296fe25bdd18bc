"""Gives a registration its sixteen digits: year, province, city, registration point, serial."""

from datetime import date

from django.conf import settings

from zhuanhua.programmes.contracts.actions.judging import values_on
from zhuanhua.shared.workflow.serials import take_serials


def registration_number(*, on: date) -> str:
    """Take the next number of the year (layout: 技术合同登记表填写说明, 16位)."""
    return registration_numbers(1, on=on)[0]


def registration_numbers(count: int, *, on: date) -> list[str]:
    """Take several numbers in one step; gaps cannot arise, because the serial is taken in the caller's transaction."""
    prefix = f"{on.year}{settings.CITY_CODE[:4]}{values_on(on).registration_point}"
    return [f"{prefix}{serial:06d}" for serial in take_serials(f"registration/{prefix}", count)]
