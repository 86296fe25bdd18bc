"""What does the journal say about a case, and who may read it?"""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from zhuanhua.shared.journal.chain import faults
from zhuanhua.shared.journal.models import Entry


def entries_for(person: Any, case_kind: str, case_number: str) -> QuerySet[Entry]:  # noqa: ARG001 - the caller has fetched the case for this person
    """Give the lines of one case, newest first. The case itself must have been fetched for this person."""
    return Entry.objects.filter(case_number=case_number, case_kind=case_kind).order_by("-seq")


def lines(since: int = 0) -> Iterator[dict[str, Any]]:
    """Stream all lines after `since` in order, as the plain values that are hashed."""
    for entry in Entry.objects.filter(seq__gt=since).order_by("seq").iterator(chunk_size=5_000):
        yield entry.line()


def first_fault() -> tuple[int, str] | None:
    """Check the whole chain; gives the first line that does not fit, or None."""
    return next(faults(lines()), None)
