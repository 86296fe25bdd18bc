"""Which files does a case hold, and who may open one? The programme that owns the case answers the second question."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from zhuanhua.shared.documents.models import StoredFile

Reader = Callable[[Any, StoredFile], bool]
_readers: dict[str, Reader] = {}


def register_reader(case_kind: str, reader: Reader) -> None:
    """Let a programme say who may open the files of its cases."""
    _readers[case_kind] = reader


def files_of(case: Any) -> QuerySet[StoredFile]:
    """Give the files of a case; the case itself must have been fetched for the person."""
    return StoredFile.objects.filter(
        case_kind=case.case_kind, case_number=case.number, removed_at__isnull=True
    )


def file_for(person: Any, identifier: Any) -> StoredFile:
    """Give a file that the person may open; Http404 when there is none, or none for this person."""
    stored = StoredFile.objects.filter(pk=identifier, removed_at__isnull=True).first()
    reader = _readers.get(stored.case_kind) if stored else None
    if stored is None or reader is None or not reader(person, stored):
        raise Http404
    return stored
