"""What can be asked about contracts? Every read takes the person who asks."""

from zhuanhua.programmes.contracts.queries.lists import (
    LIST_FILTERS,
    desk_counts,
    filtered,
    my_contracts,
    queue,
    records,
    totals_of,
    waiting_changes,
)
from zhuanhua.programmes.contracts.queries.single import (
    certificate_by,
    change_for,
    contract_for,
    objection_for,
    similar_contracts,
    visible_contracts,
)

__all__ = [
    "LIST_FILTERS",
    "certificate_by",
    "change_for",
    "contract_for",
    "desk_counts",
    "filtered",
    "my_contracts",
    "objection_for",
    "queue",
    "records",
    "similar_contracts",
    "totals_of",
    "visible_contracts",
    "waiting_changes",
]
