"""Gives the lists of a catalogue: the public shelf with its filters and counts, one's own items, the desk."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import year_in
from zhuanhua.core.text import match_key
from zhuanhua.shared.catalogue import codes, fields
from zhuanhua.shared.catalogue.catalogues import Catalogue
from zhuanhua.shared.catalogue.queries.single import ONCE_PUBLISHED, live, visible
from zhuanhua.shared.catalogue.states import PublicationState
from zhuanhua.shared.figures.spans import in_span
from zhuanhua.shared.people.districts import DISTRICTS
from zhuanhua.shared.people.kinds import OrganisationKind

FILTERS: dict[str, tuple[Any, str, Any]] = {
    "domain": (_("技术领域"), "field__startswith", fields.DOMAINS),
    "cooperation": (_("合作方式"), "cooperation__icontains", codes.COOPERATIONS),
    "district": (_("所在区县"), "district", DISTRICTS),
    "owner_kind": (_("单位性质"), "owner__kind", dict(OrganisationKind.choices)),
}
STATE_FILTER = (_("状态"), "state", dict(PublicationState.choices))
SORTS = {
    "title": "title_key",
    "published": "published_on",
    "expires": "expires_on",
    "state": "state",
    "owner": "owner__name",
}


def shelf(catalogue: Catalogue, person: Any) -> QuerySet[Any]:
    """Give what is published and this person may know of, newest first."""
    return visible(catalogue, person).filter(live()).order_by("-published_on", "-id")


def records(catalogue: Catalogue, person: Any) -> QuerySet[Any]:
    """Give what the figures count: what was published, and is not kept from the public."""
    return (
        visible(catalogue, person)
        .filter(state__in=ONCE_PUBLISHED, merged_into__isnull=True)
        .exclude(level=codes.Level.RESTRICTED)
        .order_by("-published_on", "-id")
    )


def mine(catalogue: Catalogue, person: Any) -> QuerySet[Any]:
    """Give the items of the person's organisation, newest first."""
    if person.organisation is None:
        return catalogue.model.objects.none()
    return (
        visible(catalogue, person)
        .filter(owner=person.organisation.pk, merged_into__isnull=True)
        .order_by("-id")
    )


def desk(catalogue: Catalogue, person: Any, *, view: str = "waiting") -> QuerySet[Any]:
    """Give what the reviewer's desk shows: what waits, oldest first; or everything."""
    items = visible(catalogue, person).filter(merged_into__isnull=True)
    if view == "waiting":
        return items.filter(state=PublicationState.SUBMITTED).order_by("submitted_on", "id")
    return items.exclude(state=PublicationState.DRAFT).order_by("-id")


def waiting(catalogue: Catalogue, person: Any) -> int:
    """Count what waits for a review."""
    return desk(catalogue, person).count()


def batch_of(catalogue: Catalogue, person: Any, batch: str) -> QuerySet[Any]:
    """Give what waits of one import."""
    return desk(catalogue, person).filter(batch=batch)


def filtered(items: QuerySet[Any], params: Any) -> QuerySet[Any]:
    """Narrow a list by the filters, the search text and the order that stand in the address."""
    year = year_in(params.get("published_year", ""))
    if year is not None:
        items = items.filter(published_on__year=year)
    for name, (_label, column, _words) in {**FILTERS, "state": STATE_FILTER}.items():
        chosen = [value for value in _listed(params, name) if value]
        if chosen:
            items = items.filter(_any_of(name, column, chosen))
    for name, column in (("owner", "owner"), ("trl", "trl")):
        value = params.get(name, "")
        if value.isascii() and value.isdecimal() and len(value) < 10:
            items = items.filter(**{column: int(value)})
    items = in_span(items, params, "published_on")
    if params.get("batch"):
        items = items.filter(batch=params["batch"][:40])
    text = params.get("q", "").strip()[:100]
    if text:
        key = match_key(text)
        items = items.filter(
            Q(title_key__contains=key) | Q(number__icontains=text) | Q(owner__name_key__contains=key)
        )
    sort = params.get("sort", "")
    column = SORTS.get(sort.lstrip("-"))
    if column:
        items = items.order_by(f"-{column}" if sort.startswith("-") else column, "-id")
    return items


def filter_counts(items: QuerySet[Any]) -> dict[str, dict[str, int]]:
    """Count what each choice of each filter would show, among what this person may know of."""
    bare = items.order_by()
    counts: dict[str, dict[str, int]] = {"domain": {}, "cooperation": {}}
    for code, number in bare.values_list("field").annotate(number=Count("pk")):
        domain = fields.domain_of(code)
        counts["domain"][domain] = counts["domain"].get(domain, 0) + number
    counts["district"] = dict(bare.values_list("district").annotate(number=Count("pk")))
    counts["owner_kind"] = dict(bare.values_list("owner__kind").annotate(number=Count("pk")))
    asked = {way: Count("pk", filter=Q(cooperation__icontains=f'"{way}"')) for way in codes.COOPERATIONS}
    counts["cooperation"] = bare.aggregate(**asked)
    return counts


def _any_of(name: str, column: str, chosen: list[str]) -> Q:
    found = Q(pk__in=[])
    for value in chosen[:20]:
        if name == "domain":
            found |= Q(field__startswith=value[:1]) if value in fields.DOMAINS else Q(field=value)
        elif name == "cooperation":
            found |= Q(cooperation__icontains=f'"{value}"')
        else:
            found |= Q(**{column: value})
    return found


def _listed(params: Any, name: str) -> list[str]:
    if hasattr(params, "getlist"):
        return list(params.getlist(name))
    value = params.get(name)
    return [] if value is None else [str(value)]
