"""Which row does the rule judge for a subsidy that was granted, and how are its parties called?

The rows of all that may get one are in `subsidy_sellers` and `subsidy_buyers`; what both rules ask is in `subsidy_facts`. The rows are for rules and desks that see
all contracts; a page shows one of them only to who may see its contract.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from zhuanhua.programmes.contracts.models import Contract, Subsidy
from zhuanhua.programmes.contracts.queries.subsidy_buyers import open_buyer_rows
from zhuanhua.programmes.contracts.queries.subsidy_sellers import rows_of_sellers
from zhuanhua.programmes.contracts.states_subsidy import Scheme
from zhuanhua.shared.people.models import Organisation


def row_of_subsidy(subsidy: Subsidy) -> dict[str, Any]:
    """Give the row of a granted subsidy by the facts of now, alone and as if it had not been granted."""
    on = subsidy.judged_on
    assert on is not None  # the database keeps granted subsidies on a sheet
    if subsidy.scheme == Scheme.SELLER:
        [row] = rows_of_sellers(Contract.objects.filter(pk=subsidy.contract_id), on)
        return row
    claims = open_buyer_rows(on, extra=subsidy)
    [row] = [each for each in claims if each["number"] == subsidy.number]
    return row


def party_names(parties: Iterable[str]) -> Mapping[str, str]:
    """Name the parties of rows."""
    found = Organisation.objects.in_bulk([int(party) for party in parties])
    return {str(key): organisation.name for key, organisation in found.items()}
