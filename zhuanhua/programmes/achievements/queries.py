"""What can be asked about achievements? What other programmes read of them comes through here."""

from collections.abc import Iterator
from typing import Any

from zhuanhua.programmes.achievements.models import Achievement
from zhuanhua.shared.catalogue import queries
from zhuanhua.shared.catalogue.catalogues import catalogue_of
from zhuanhua.shared.catalogue.queries import Matchable


def achievement_for(person: Any, number: str) -> Achievement:
    """Give the achievement of that number; Http404 when there is none, or none for this person."""
    found: Achievement = queries.item_for(catalogue_of(Achievement.case_kind), person, number)
    return found


def visible_achievements(person: Any) -> Any:
    """Give what the person may know of."""
    return queries.visible(catalogue_of(Achievement.case_kind), person)


def achievements_for_matching(person: Any = None) -> Iterator[Matchable]:
    """Give every live achievement for the engine; with a person, what they may read of those they may see."""
    return queries.matchable(catalogue_of(Achievement.case_kind), person)
