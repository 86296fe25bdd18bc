"""What can be asked about contracts? Every read takes the person who asks."""

from zhuanhua.programmes.contracts.queries.grants import (
    claimable_contracts,
    entitlements,
    filtered_subsidies,
    proposal,
    standing_subsidy,
    subsidy_for,
    sums_of_subsidies,
    visible_subsidies,
)
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
    "claimable_contracts",
    "contract_for",
    "desk_counts",
    "entitlements",
    "filtered",
    "filtered_subsidies",
    "my_contracts",
    "objection_for",
    "party_names",
    "proposal",
    "queue",
    "records",
    "seller_queue",
    "seller_rows",
    "similar_contracts",
    "standing_of",
    "standing_subsidy",
    "subsidy_for",
    "sums_of_subsidies",
    "totals_of",
    "visible_contracts",
    "visible_subsidies",
    "waiting_changes",
]
