"""Which rows does the sellers' rule judge? Contracts registered in a year, each with what stands against its seller's yearly cap.

All as if nothing had been paid for a replay (`seller_rows`); what is still open for a batch; one with its neighbours for a case.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum

from zhuanhua.programmes.contracts.models import Contract, Subsidy
from zhuanhua.programmes.contracts.queries.stacking import of_contract, seen_twice
from zhuanhua.programmes.contracts.queries.subsidy_facts import (
    CONTRACT_FIELDS,
    granted_before,
    in_revocation,
    is_here,
    registered_in,
    stands_on,
    suspects,
)
from zhuanhua.programmes.contracts.states_subsidy import STANDING, UNIQUE, Scheme

SELLER_FIELDS = (*CONTRACT_FIELDS, "seller", "seller__size", "seller_district", "buyer_district")


def seller_rows(on: date) -> list[dict[str, Any]]:
    """Every contract registered in the calendar year of that day and up to it, as the sellers' rule takes it."""
    return rows_of_sellers(registered_in(on.year, on), on)


def seller_queue(number: str, on: date) -> list[dict[str, Any]]:
    """The contract and all others of its seller that share its yearly cap; empty when it is not registered by that day.

    What was granted already stands against the cap; the contract itself is judged as if it had not been granted.
    """
    standing = Subsidy.objects.filter(scheme=Scheme.SELLER, state__in=STANDING, payee=OuterRef("seller"))
    in_year = standing.filter(~Q(contract=OuterRef("pk")), year=OuterRef("registered_on__year"))
    own = (
        Contract.objects.filter(number=number, registered_on__lte=on)
        .values(
            "seller",
            "registered_on",
            before=Subquery(in_year.values("payee").order_by().values(sum=Sum("amount_fen"))),
            is_suspect=Exists(Contract.objects.filter(seller=OuterRef("seller"), number__in=in_revocation())),
        )
        .first()
    )
    if own is None:
        return []
    year, seller = own["registered_on"].year, own["seller"]
    contracts = registered_in(year, on).filter(seller=seller)
    suspect = {seller} if own["is_suspect"] else set()
    return _open_seller_rows(
        contracts, year, on, before={seller: own["before"] or 0}, suspect=suspect, keep=number
    )


def open_seller_rows(year: int, on: date, *, payee: int | None = None) -> list[dict[str, Any]]:
    """Every contract of a year that no sellers' subsidy was granted for yet, of one seller or of all."""
    contracts = registered_in(year, on)
    return _open_seller_rows(
        contracts if payee is None else contracts.filter(seller=payee),
        year,
        on,
        before=granted_before(Scheme.SELLER, year),
        suspect=suspects("seller"),
    )


def _open_seller_rows(
    contracts: QuerySet[Contract],
    year: int,
    on: date,
    *,
    before: Mapping[int, int],
    suspect: set[int],
    keep: str = "",
) -> list[dict[str, Any]]:
    """Leave out what was granted, but for the contract to keep: its own amount is no part of `before`, what stands for each seller."""
    own = Subsidy.objects.filter(contract=OuterRef("pk"))
    granted = own.filter(scheme=Scheme.SELLER, state__in=UNIQUE, year=year)
    listed = contracts.filter(~Exists(granted) | Q(number=keep))
    return [
        _seller_row(row, on, now=not keep)
        | {
            "in_other_scheme": seen_twice(row),
            "has_fraud_case": row["seller"] in suspect,
            "granted_before_fen": before.get(row["seller"], 0),
        }
        for row in listed.values(*SELLER_FIELDS, **of_contract())
    ]


def rows_of_sellers(contracts: QuerySet[Contract], on: date) -> list[dict[str, Any]]:
    return [_seller_row(row, on) for row in contracts.values(*SELLER_FIELDS)]


def _seller_row(row: dict[str, Any], on: date, *, now: bool = False) -> dict[str, Any]:
    return {
        "number": row["number"],
        "seller": str(row["seller"]),
        "kind": row["kind"],
        "registered_on": row["registered_on"],
        "is_registered": stands_on(row, on, now=now),
        "is_converted_here": is_here(row["buyer_district"]),
        "seller_in_city": is_here(row["seller_district"]),
        "seller_size": row["seller__size"],
        "is_related": row["is_related"],
        "in_other_scheme": False,
        "has_fraud_case": False,
        "amount_fen": row["total_fen"],
        "granted_before_fen": 0,
    }
