"""How does the search see organisations? By present and former names and codes; all for who may read them, otherwise one's own."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.people.districts import DISTRICTS
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.people.models import Organisation
from zhuanhua.shared.people.queries import visible_organisations
from zhuanhua.shared.search.sources import Document, Layer, Source
from zhuanhua.ui.search import Hit

ALL = "organisations:all"


def marks(person: Any) -> Iterator[str]:
    """Give the marks that a person bears."""
    if allows(person, Permission.ORGANISATION_READ):
        yield ALL
    elif person.organisation is not None:
        yield f"organisations:org:{person.organisation.pk}"


def documents(numbers: Sequence[str] | None) -> Iterator[Document]:
    """Give organisations as documents; the journal names them by code or by number."""
    found = Organisation.objects.filter(merged_into__isnull=True).prefetch_related("names").order_by("id")
    if numbers is not None:
        keys = [int(number) for number in numbers if number.isdecimal() and len(number) < 12]
        found = found.filter(Q(uscc__in=list(numbers)) | Q(pk__in=keys))
    for one in found.iterator(chunk_size=2_000):
        names = {one.name, *(name.name for name in one.names.all())}
        yield Document(
            str(one.pk),
            (Layer(f"{' '.join(sorted(names))} {one.uscc or ''}", (ALL, f"organisations:org:{one.pk}")),),
            (f"kind={one.kind}", f"district={one.district}"),
        )


def hits(person: Any, numbers: Sequence[str]) -> dict[str, Hit]:
    """Show those that the person may open."""
    found = visible_organisations(person).filter(pk__in=[int(number) for number in numbers])
    return {str(each.pk): hit_of(each) for each in found}


def hit_of(one: Organisation) -> Hit:
    """Show an organisation as a search result."""
    return Hit(one.name, reverse("people:organisation", args=[one.pk]), one.uscc or "")


def source(plain: Any) -> Source:
    """Describe organisations to the search."""
    return Source(
        "organisations",
        pgettext_lazy("menu", "单位"),
        ("organisation",),
        documents=documents,
        marks=marks,
        hits=hits,
        plain=plain,
        order=20,
        facets={
            "kind": (pgettext_lazy("menu", "单位性质"), dict(OrganisationKind.choices)),
            "district": (pgettext_lazy("menu", "所在区县"), DISTRICTS),
        },
    )
