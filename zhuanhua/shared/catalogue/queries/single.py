"""Fetches one item, or says that there is none: what a person may not see does not exist for them."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from zhuanhua.core.dates import city_today
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.catalogue import permissions
from zhuanhua.shared.catalogue.catalogues import Catalogue
from zhuanhua.shared.catalogue.codes import Level
from zhuanhua.shared.catalogue.models import ContactRequest, ItemMerge, Undertaking
from zhuanhua.shared.catalogue.states import PublicationState

PARTIES = ("owner", "submitted_by", "reviewed_by", "merged_into")


ONCE_PUBLISHED = (PublicationState.PUBLISHED, PublicationState.EXPIRED)


def live(on: Any = None) -> Q:
    """What stands on the shelf: published, not expired, not merged away."""
    return Q(state=PublicationState.PUBLISHED, merged_into__isnull=True, expires_on__gte=on or city_today())


def visible(catalogue: Catalogue, person: Any) -> QuerySet[Any]:
    """Give what the person may know of: the shelf without what is restricted, for readers also what has expired, their own, and for the desk all but drafts."""
    public = ~Q(level=Level.RESTRICTED)
    seen = live() & public
    if allows(person, catalogue.read):
        seen |= Q(state__in=ONCE_PUBLISHED, merged_into__isnull=True) & public
    if person.organisation is not None and allows(person, catalogue.read):
        seen |= Q(owner=person.organisation.pk)
    if permissions.on_desk(person, catalogue):
        seen |= ~Q(state=PublicationState.DRAFT)
    return catalogue.model.objects.select_related(*PARTIES).filter(seen)


def item_for(catalogue: Catalogue, person: Any, number: str) -> Any:
    """Give the item of that number; Http404 when there is none, or none for this person."""
    item = visible(catalogue, person).filter(number=number).first()
    if item is None:
        raise Http404
    return item


def undertakings_of(item: Any) -> QuerySet[Undertaking]:
    """Give who promised secrecy; for owner and desk."""
    return Undertaking.objects.filter(kind=item.case_kind, number=item.number).select_related(
        "person", "organisation"
    )


def contact_requests(item: Any) -> QuerySet[ContactRequest]:
    """Give who asked to talk; for the owner."""
    return ContactRequest.objects.filter(kind=item.case_kind, number=item.number).select_related(
        "person", "organisation"
    )


def request_for(person: Any, item: Any, identifier: int) -> ContactRequest:
    """Give one request to the person's organisation; Http404 otherwise."""
    found = contact_requests(item).filter(pk=identifier).first()
    if found is None or not permissions.is_owner(person, item):
        raise Http404
    return found


def merge_for(catalogue: Catalogue, person: Any, identifier: int) -> ItemMerge:
    """Give one merge whose kept item the person may merge; Http404 otherwise."""
    found = ItemMerge.objects.filter(pk=identifier, kind=catalogue.kind).first()
    kept = visible(catalogue, person).filter(number=found.kept).first() if found else None
    if found is None or kept is None or not permissions.may_merge(person, kept):
        raise Http404
    return found
