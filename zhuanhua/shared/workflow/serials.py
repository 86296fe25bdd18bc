"""Which number comes next? Taken in the caller's transaction, so that a number is neither given twice nor lost."""

from datetime import date

from django.db import connection

TAKE = """
INSERT INTO workflow_serial (name, last) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET last = workflow_serial.last + excluded.last RETURNING last
"""


def take_serials(name: str, count: int) -> range:
    """Take `count` numbers of a series in one statement, which locks its row until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [name, count])
        [last] = cursor.fetchone()
    return range(last - count + 1, last + 1)


def next_number(letters: str, *, on: date) -> str:
    """Give the next case number of a year: 2026-SY-00001."""
    return numbers(letters, 1, on=on)[0]


def numbers(letters: str, count: int, *, on: date) -> list[str]:
    """Give several case numbers of a year in one step."""
    return [f"{on.year}-{letters}-{serial:05d}" for serial in take_serials(f"{letters}/{on.year}", count)]


def next_part(number: str, letter: str) -> str:
    """Give the next part of a case: 2026-SY-00001-B1."""
    [serial] = take_serials(f"{number}-{letter}", 1)
    return f"{number}-{letter}{serial}"
