"""What can be asked of a catalogue? Every read takes the catalogue and the person who asks."""

from zhuanhua.shared.catalogue.queries.lists import (
    batch_of,
    desk,
    filter_counts,
    filtered,
    mine,
    records,
    shelf,
    waiting,
)
from zhuanhua.shared.catalogue.queries.matching import Matchable, matchable, matchable_of
from zhuanhua.shared.catalogue.queries.similar import Alike, duplicate_groups, similar
from zhuanhua.shared.catalogue.queries.single import (
    contact_requests,
    item_for,
    live,
    merge_for,
    request_for,
    undertakings_of,
    visible,
)

__all__ = [
    "Alike",
    "Matchable",
    "batch_of",
    "contact_requests",
    "desk",
    "duplicate_groups",
    "filter_counts",
    "filtered",
    "item_for",
    "live",
    "matchable",
    "matchable_of",
    "merge_for",
    "mine",
    "records",
    "request_for",
    "shelf",
    "similar",
    "undertakings_of",
    "visible",
    "waiting",
]
