"""How does the search see a catalogue? Title, summary and text are three layers; who may see each follows the item's level."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse

from zhuanhua.core.dates import city_today
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.catalogue import codes, fields, permissions, queries
from zhuanhua.shared.catalogue.catalogues import Catalogue
from zhuanhua.shared.catalogue.codes import Level
from zhuanhua.shared.catalogue.models import Undertaking
from zhuanhua.shared.catalogue.states import PublicationState
from zhuanhua.shared.people.districts import DISTRICTS
from zhuanhua.shared.search.sources import EVERYBODY, Document, Layer, Source
from zhuanhua.ui.search import Hit

CHUNK = 2_000


def source_of(catalogue: Catalogue, *, order: int) -> Source:
    """Describe a catalogue to the search."""
    return Source(
        catalogue.name,
        catalogue.title,
        (catalogue.kind,),
        documents=lambda numbers: documents(catalogue, numbers),
        marks=lambda person: marks(catalogue, person),
        hits=lambda person, numbers: hits(catalogue, person, numbers),
        plain=lambda person, text: plain(catalogue, person, text),
        order=order,
        facets={
            "domain": (codes_title("domain"), fields.DOMAINS),
            "district": (codes_title("district"), DISTRICTS),
            "cooperation": (codes_title("cooperation"), codes.COOPERATIONS),
        },
    )


def codes_title(name: str) -> Any:
    """Name a filter as the lists do."""
    return queries.lists.FILTERS[name][0]


def marks(catalogue: Catalogue, person: Any) -> Iterator[str]:
    """Give the marks that a person bears: reader, desk, own organisation, and themselves where they signed."""
    if allows(person, catalogue.read):
        yield f"{catalogue.name}:read"
        if person.organisation is not None:
            yield f"{catalogue.name}:org:{person.organisation.pk}"
            yield f"{catalogue.name}:signed:{person.pk}:{person.organisation.pk}"
    if permissions.on_desk(person, catalogue):
        yield f"{catalogue.name}:desk"


def documents(catalogue: Catalogue, numbers: Sequence[str] | None) -> Iterator[Document]:
    """Give items as documents; drafts are their owner's, what is merged away is nobody's."""
    items = catalogue.model.objects.select_related("owner").filter(merged_into__isnull=True).order_by("id")
    if numbers is not None:
        items = items.filter(number__in=list(numbers))
    signed = _signed(catalogue)
    on = city_today()
    for item in items.iterator(chunk_size=CHUNK):
        yield _document(catalogue, item, signed.get(item.number, []), is_live=item.is_live(on))


def hits(catalogue: Catalogue, person: Any, numbers: Sequence[str]) -> dict[str, Hit]:
    """Show those of the numbers that the person may know of."""
    items = queries.visible(catalogue, person).filter(number__in=list(numbers), merged_into__isnull=True)
    return {item.number: _hit(catalogue, person, item) for item in items}


def plain(catalogue: Catalogue, person: Any, text: str) -> list[Hit]:
    """Find by title, number or owner in the records, while there is no index."""
    items = queries.filtered(queries.visible(catalogue, person).filter(merged_into__isnull=True), {"q": text})
    return [_hit(catalogue, person, item) for item in items[:8]]


def _document(catalogue: Catalogue, item: Any, signed: list[str], *, is_live: bool) -> Document:
    name = catalogue.name
    own = (f"{name}:org:{item.owner_id}",)
    desk = () if item.state == PublicationState.DRAFT else (f"{name}:desk",)
    inside = (*own, *desk)
    open_title = is_live and item.level != Level.RESTRICTED
    once = (
        item.state in (PublicationState.PUBLISHED, PublicationState.EXPIRED)
        and item.level != Level.RESTRICTED
    )
    titles = (*inside, *((EVERYBODY,) if open_title else (f"{name}:read",) if once else ()))
    summaries, texts = inside, inside
    if once and item.level == Level.PUBLIC:
        summaries = texts = (*inside, EVERYBODY if is_live else f"{name}:read")
    elif once:
        summaries = (*inside, f"{name}:read")
        texts = summaries if item.level == Level.MEMBERS else (*inside, *signed)
    holder = getattr(item, "holder", "")
    return Document(
        item.number,
        (
            Layer(f"{item.title} {item.number} {item.owner.name}", titles),
            Layer(f"{item.summary} {' '.join(item.keywords)} {item.field_words} {holder}", summaries),
            Layer(item.text, texts),
        ),
        _facets(item),
    )


def _facets(item: Any) -> tuple[str, ...]:
    found = [f"district={item.district}", *(f"cooperation={way}" for way in item.cooperation)]
    return (f"domain={fields.domain_of(item.field)}", *found) if item.field else tuple(found)


def _signed(catalogue: Catalogue) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = Undertaking.objects.filter(kind=catalogue.kind).values_list("number", "person", "organisation")
    for number, person, organisation in rows:
        found.setdefault(number, []).append(f"{catalogue.name}:signed:{person}:{organisation}")
    return found


def _hit(catalogue: Catalogue, person: Any, item: Any) -> Hit:
    seen = permissions.sight(person, item)
    under = f"{item.owner.name} · {item.field_words}" if item.field else item.owner.name
    if seen.summary and item.summary:
        under = f"{item.summary[:60]} · {under}"
    own = seen.private
    return Hit(
        item.title or item.number,
        reverse(f"{catalogue.name}:detail", args=[item.number]),
        under,
        str(item.state_label) if own else "",
        item.tone,
    )
