"""What can be asked about needs? What other programmes read of them comes through here."""

from collections.abc import Iterator
from typing import Any

from zhuanhua.programmes.needs.models import Need
from zhuanhua.shared.catalogue import queries
from zhuanhua.shared.catalogue.catalogues import catalogue_of
from zhuanhua.shared.catalogue.queries import Matchable


def need_for(person: Any, number: str) -> Need:
    """Give the need of that number; Http404 when there is none, or none for this person."""
    found: Need = queries.item_for(catalogue_of(Need.case_kind), person, number)
    return found


def visible_needs(person: Any) -> Any:
    """Give what the person may know of."""
    return queries.visible(catalogue_of(Need.case_kind), person)


def needs_for_matching(person: Any = None) -> Iterator[Matchable]:
    """Give every live need for the engine; with a person, what they may read of those they may see."""
    return queries.matchable(catalogue_of(Need.case_kind), person)
