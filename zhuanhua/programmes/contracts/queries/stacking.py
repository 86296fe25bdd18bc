"""Was a contract or one of its papers used for another subsidy? Used is a fact; merely named by another application it is unknown.

Whatever a third party states holds a case for a person at most, it does not deny it: the rule takes null as unknown.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from zhuanhua.programmes.contracts.models import Contract, Subsidy
from zhuanhua.programmes.contracts.states_subsidy import CLAIMED, UNIQUE, Scheme
from zhuanhua.shared.payments.models import OfferState, Paper
from zhuanhua.shared.payments.queries import papers_of_others, states_elsewhere

NAMED = CLAIMED[1:]  # a draft names nothing yet


def is_used_twice(*states: str | None, is_granted: bool = False) -> bool | None:
    """Say yes where another case was granted or has used it, unknown where another case merely names it, else no."""
    if is_granted or OfferState.USED in states:
        return True
    return None if OfferState.OFFERED in states else False


def of_contract() -> Mapping[str, Any]:
    """Give the annotations of a contract for `seen_twice`: its buyer's subsidy, and cases of other programmes that rest on it."""
    bought = Subsidy.objects.filter(contract=OuterRef("pk"), scheme=Scheme.BUYER)
    others = papers_of_others(Contract.case_kind, paper=Paper.CONTRACT, key=OuterRef("registration_number"))
    return {
        "is_bought": Exists(bought.filter(state__in=UNIQUE)),
        "is_claimed": Exists(bought.filter(state__in=NAMED)),
        "elsewhere": Subquery(others.order_by("-state").values("state")[:1]),  # used comes before offered
    }


def seen_twice(row: Mapping[str, Any]) -> bool | None:
    """Say the same of a row with the annotations `of_contract`."""
    claimed = OfferState.OFFERED if row["is_claimed"] else None
    return is_used_twice(row["elsewhere"], claimed, is_granted=row["is_bought"])


def contracts_elsewhere() -> dict[str, str]:
    """Give, by number of the contract, how cases of other programmes rest on it: a voucher, by the registration number it gives."""
    states = states_elsewhere(Contract.case_kind, paper=Paper.CONTRACT)
    found = Contract.objects.filter(registration_number__in=states)
    return {number: states[key] for number, key in found.values_list("number", "registration_number")}
