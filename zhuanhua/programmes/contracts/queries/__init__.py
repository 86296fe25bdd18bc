"""What can be asked about contracts? Every read takes the person who asks."""

from zhuanhua.programmes.contracts.queries.lists import (
    LIST_FILTERS,
    desk_counts,
    filtered,
    my_contracts,
    queue,
    records,
    standing_of,
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
from zhuanhua.programmes.contracts.queries.subsidy import (
    buyer_queue,
    buyer_rows,
    party_names,
    seller_queue,
    seller_rows,
)

__all__ = [
    "LIST_FILTERS",
    "buyer_queue",
    "buyer_rows",
    "certificate_by",
    "change_for",
    "contract_for",
    "desk_counts",
    "filtered",
    "my_contracts",
    "objection_for",
    "party_names",
    "queue",
    "records",
    "seller_queue",
    "seller_rows",
    "similar_contracts",
    "standing_of",
    "totals_of",
    "visible_contracts",
    "waiting_changes",
]
