"""Which exports may a person see? Their own."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from zhuanhua.shared.exchange.models import ExportRun


def exports_for(person: Any) -> QuerySet[ExportRun]:
    """Give a person's exports, newest first."""
    return ExportRun.objects.filter(person=person.pk)


def export_run_for(person: Any, identifier: Any) -> ExportRun:
    """Give one of the person's exports; Http404 when there is none, or none of theirs."""
    run = exports_for(person).filter(pk=identifier).first()
    if run is None:
        raise Http404
    return run
