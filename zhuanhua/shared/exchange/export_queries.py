"""Which exports may a person see? Their own, while the role holds in which they asked for them."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from zhuanhua.shared.exchange.exports import all_exports
from zhuanhua.shared.exchange.models import ExportRun


def exports_for(person: Any) -> QuerySet[ExportRun]:
    """Give a person's exports, newest first; none of a role that has ended or no longer holds the permission."""
    found = ExportRun.objects.none()
    if person.is_authenticated:
        for membership in person.active_memberships():
            codes = [each.code for each in all_exports() if each.permission in membership.rule.permissions]
            found |= ExportRun.objects.filter(person=person.pk, membership=membership.pk, code__in=codes)
    return found


def export_run_for(person: Any, identifier: Any) -> ExportRun:
    """Give one of the person's exports; Http404 when there is none, or none of theirs."""
    run = exports_for(person).filter(pk=identifier).first()
    if run is None:
        raise Http404
    return run
