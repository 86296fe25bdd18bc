"""Which imports may a person see? Their own, while they may still bring such sheets for that organisation."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.exchange.sheets import Sheet, all_sheets, sheet_of


def imports_for(person: Any) -> QuerySet[ImportRun]:
    """Give a person's imports, newest first; none of a role that has ended."""
    found = ImportRun.objects.none()
    if person.is_authenticated:
        for membership in person.active_memberships():
            codes = [each.code for each in all_sheets() if each.permission in membership.rule.permissions]
            found |= ImportRun.objects.filter(
                sender=person.pk, organisation=membership.organisation_id, sheet_code__in=codes
            )
    return found


def import_for(person: Any, identifier: Any) -> ImportRun:
    """Give one of the person's imports; Http404 when there is none, or none of theirs."""
    run = imports_for(person).filter(pk=identifier).first()
    if run is None:
        raise Http404
    return run


def sheets_for(person: Any) -> list[Sheet]:
    """List the sheets that the person may bring."""
    return [sheet for sheet in all_sheets() if allows(person, sheet.permission)]


def sheet_for(person: Any, code: str) -> Sheet:
    """Give a sheet that the person may bring; Http404 otherwise."""
    sheet = sheet_of(code)
    if sheet is None or not allows(person, sheet.permission):
        raise Http404
    return sheet
