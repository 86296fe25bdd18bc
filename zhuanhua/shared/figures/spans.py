"""Which days does an address ask for? The span of a figure that is no calendar year: `drill_url` writes it, lists read it here."""

from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def in_span(rows: QuerySet[Row], params: Any, column: str) -> QuerySet[Row]:
    """Keep the rows whose day lies between `…_from` and `…_to` of the address; what is no day is not looked at."""
    stem = column.rsplit("__", 1)[-1].removesuffix("_on")
    for name, lookup in ((f"{stem}_from", "gte"), (f"{stem}_to", "lte")):
        day = _day(str(params.get(name, "")))
        if day is not None:
            rows = rows.filter(**{f"{column}__{lookup}": day})
    return rows


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2018-01-01") else None
    except ValueError:
        return None
