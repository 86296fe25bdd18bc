"""Gives items as the matching engine takes them: what a person may read of them, and for the engine itself all that is live."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zhuanhua.shared.catalogue import permissions
from zhuanhua.shared.catalogue.catalogues import Catalogue, catalogue_of
from zhuanhua.shared.catalogue.queries.single import PARTIES, live, visible

EVERYTHING = permissions.Sight(summary=True, text=True, contact=False, private=False)


@dataclass(frozen=True, slots=True)
class Matchable:
    """One item for the engine: words, way down to its field, maturity (offered or wished), place, amount (price or budget)."""

    pk: int
    number: str
    title: str
    summary: str
    text: str
    keywords: tuple[str, ...]
    field: str
    field_path: tuple[str, ...]
    ipc: str
    trl: int | None
    district: str
    amount_fen: int | None
    cooperation: tuple[str, ...]
    owner: int
    level: str


def matchable(catalogue: Catalogue, person: Any = None) -> Iterator[Matchable]:
    """Give every live item; with a person what they may read of those they may see, without one (the engine) everything.

    Nothing of a need's or achievement's contact, revenue or private facts is ever in it.
    """
    items = catalogue.model.objects.select_related(*PARTIES) if person is None else visible(catalogue, person)
    for item in items.filter(live()).order_by("id").iterator(chunk_size=2_000):
        yield _matchable(
            catalogue, item, permissions.sight(person, item) if person is not None else EVERYTHING
        )


def matchable_of(person: Any, item: Any) -> Matchable:
    """Give one item, live or not, as far as the person may read it; without one (the engine) everything."""
    seen = permissions.sight(person, item) if person is not None else EVERYTHING
    return _matchable(catalogue_of(item.case_kind), item, seen)


def _matchable(catalogue: Catalogue, item: Any, seen: permissions.Sight) -> Matchable:
    return Matchable(
        pk=item.pk,
        number=item.number,
        title=item.title,
        summary=item.summary if seen.summary else "",
        text=item.text if seen.text else "",
        keywords=tuple(item.keywords) if seen.summary else (),
        field=item.field,
        field_path=item.field_path,
        ipc=getattr(item, "ipc", ""),
        trl=item.trl,
        district=item.district,
        amount_fen=getattr(item, catalogue.amount) if seen.summary else None,
        cooperation=tuple(item.cooperation),
        owner=item.owner_id,
        level=item.level,
    )
