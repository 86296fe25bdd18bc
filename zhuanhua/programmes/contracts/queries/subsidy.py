"""Gives the rows that the subsidy rules judge, from the contracts that are registered: who may be entitled, before anybody asks.

The rows are for rules, replays and desks that see all contracts; a page shows one of them only to who may see its contract.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.people.models import Organisation

ENDED = (ContractState.CANCELLED, ContractState.REVOKED)
SHARED = ("number", "registered_on", "state", "ended_on", "total_fen", "is_related", "signed_on", "kind")


def seller_rows(on: date) -> list[dict[str, Any]]:
    """Every contract registered in the calendar year of that day and up to it, as the sellers' rule takes it."""
    return _seller_rows(_registered(on), on)


def seller_queue(number: str, on: date) -> list[dict[str, Any]]:
    """The contract and all others of its seller that share its yearly cap; empty when it is not registered that year."""
    return _seller_rows(_registered(on).filter(seller__in=_party("seller", number)), on)


def buyer_rows(on: date) -> list[dict[str, Any]]:
    """Every contract registered in the calendar year of that day and up to it, as the buyers' rule takes it.

    Certificate, invoices and bank slips are unknown until a claim brings them.
    """
    return _buyer_rows(_registered(on), on)


def buyer_queue(number: str, on: date) -> list[dict[str, Any]]:
    """The contract and all others of its buyer that share its yearly cap."""
    return _buyer_rows(_registered(on).filter(buyer__in=_party("buyer", number)), on)


def party_names(parties: Iterable[str]) -> Mapping[str, str]:
    """Name the parties of rows."""
    found = Organisation.objects.in_bulk([int(party) for party in parties])
    return {str(key): organisation.name for key, organisation in found.items()}


def _registered(on: date) -> QuerySet[Contract]:
    stood = Q(state=ContractState.REGISTERED) | Q(state__in=ENDED)
    within = Q(registered_on__gte=date(on.year, 1, 1), registered_on__lte=on)
    return Contract.objects.filter(stood, within).order_by("registered_on", "number")


def _party(side: str, number: str) -> QuerySet[Contract, Any]:
    return Contract.objects.filter(number=number).values(side)


def _stands(row: dict[str, Any], on: date) -> bool:
    """Whether the registration stood on that day: a later cancellation does not reach back."""
    return row["state"] == ContractState.REGISTERED or bool(row["ended_on"] and row["ended_on"] > on)


def _here(district: str) -> bool | None:
    return district[:4] == settings.CITY_CODE[:4] if district else None


def _seller_rows(contracts: QuerySet[Contract], on: date) -> list[dict[str, Any]]:
    fields = (*SHARED, "seller", "seller__size", "seller_district", "buyer_district")
    return [
        {
            "number": row["number"],
            "seller": str(row["seller"]),
            "kind": row["kind"],
            "registered_on": row["registered_on"],
            "is_registered": _stands(row, on),
            "is_converted_here": _here(row["buyer_district"]),
            "seller_in_city": _here(row["seller_district"]),
            "seller_size": row["seller__size"],
            "is_related": row["is_related"],
            "in_other_scheme": False,
            "has_fraud_case": False,
            "amount_fen": row["total_fen"],
            "granted_before_fen": 0,
        }
        for row in contracts.values(*fields)
    ]


def _buyer_rows(contracts: QuerySet[Contract], on: date) -> list[dict[str, Any]]:
    fields = (*SHARED, "buyer", "buyer__kind", "buyer_district")
    return [
        {
            "number": row["number"],
            "buyer": str(row["buyer"]),
            "registered_on": row["registered_on"],
            "is_registered": _stands(row, on),
            "buyer_in_city": _here(row["buyer_district"]),
            "buyer_is_enterprise": row["buyer__kind"] == OrganisationKind.ENTERPRISE,
            "signed_on": row["signed_on"],
            "talent_from": None,
            "talent_until": None,
            "in_other_scheme": False,
            "has_fraud_case": False,
            "accepted_on": on,
            "acceptance_number": None,
            "price_fen": row["total_fen"],
            "invoiced_fen": None,
            "paid_fen": None,
            "claimed_before_fen": 0,
            "granted_before_fen": 0,
        }
        for row in contracts.values(*fields)
    ]
