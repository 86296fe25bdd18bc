"""What can be asked of reference series? Files with their faults, and the numbers that stand, for everybody: they were published."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from zhuanhua.shared.figures.models import SeriesFault, SeriesFile, SeriesValue
from zhuanhua.shared.figures.series import FaultKind


def files() -> QuerySet[SeriesFile]:
    """List the files, newest first, with how many of their numbers stand and how many faults they have."""
    return SeriesFile.objects.select_related("imported_by").annotate(
        standing=Count("values", filter=Q(values__is_current=True), distinct=True),
        taken=Count("values", distinct=True),
        wrong=Count("faults", distinct=True),
    )


def variables() -> list[dict[str, Any]]:
    """List what is measured, with its first and last year and how many places."""
    rows = SeriesValue.objects.filter(is_current=True).values("variable", "name", "unit").order_by("variable")
    return list(
        rows.annotate(
            first=Min("year"), last=Max("year"), places=Count("place", distinct=True), numbers=Count("pk")
        )
    )


def fault_counts(file: SeriesFile) -> list[dict[str, Any]]:
    """Count a file's faults by kind, the most frequent first."""
    rows = file.faults.values("kind").order_by().annotate(count=Count("pk")).order_by("-count", "kind")
    return [{**row, "label": FaultKind(row["kind"]).label} for row in rows]


def faults_of(file: SeriesFile, kind: str) -> QuerySet[SeriesFault]:
    """List a file's faults, of one kind if asked."""
    return file.faults.filter(kind=kind) if kind else file.faults.all()


def numbers(asked: Mapping[str, str]) -> QuerySet[SeriesValue]:
    """List the numbers that stand, narrowed by variable, place, and the year in which their period ends."""
    found = SeriesValue.objects.filter(is_current=True).select_related("file")
    for key in ("variable", "place"):
        if asked.get(key):
            found = found.filter(**{key: asked[key]})
    if asked.get("not_place"):
        found = found.exclude(place=asked["not_place"])
    year = asked.get("ends_year", "")
    if year.isascii() and year.isdigit() and len(year) == 4:  # noqa: PLR2004 - digits of a year
        found = found.filter(year=int(year))
    return found.order_by("variable", "-year", "id")
