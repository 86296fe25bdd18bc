"""Gives the rows that the subsidy rules judge, from contracts, claims and what was granted: who is entitled, before anybody asks.

Replays take every contract as if nothing had been paid (`seller_rows`, `buyer_rows`); a case and a batch take what is still open, with
what was granted before counted against the caps. The rows are for rules and desks that see all contracts; a page shows one of them only to
who may see its contract.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum

from zhuanhua.programmes.contracts.models import NATIONAL, Contract, Subsidy
from zhuanhua.programmes.contracts.queries.stacking import (
    contracts_elsewhere,
    is_used_twice,
    of_contract,
    seen_twice,
)
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.programmes.contracts.states_subsidy import STANDING, UNIQUE, Scheme, SubsidyState
from zhuanhua.shared.payments.models import Paper
from zhuanhua.shared.payments.queries import clashes_by_number
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.people.models import Organisation
from zhuanhua.shared.workflow.models import Publicity

ENDED = (ContractState.CANCELLED, ContractState.REVOKED)
SHARED = (
    "id",
    "number",
    "registered_on",
    "state",
    "ended_on",
    "total_fen",
    "is_related",
    "signed_on",
    "kind",
    "source",
    "reviewed_by_id",
)
SELLER_FIELDS = (*SHARED, "seller", "seller__size", "seller_district", "buyer_district")


def seller_rows(on: date) -> list[dict[str, Any]]:
    """Every contract registered in the calendar year of that day and up to it, as the sellers' rule takes it."""
    return _seller_rows(_registered(on.year, on), on)


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
            is_suspect=Exists(
                Contract.objects.filter(seller=OuterRef("seller"), number__in=_in_revocation())
            ),
        )
        .first()
    )
    if own is None:
        return []
    year, seller = own["registered_on"].year, own["seller"]
    contracts = _registered(year, on).filter(seller=seller)
    suspect = {seller} if own["is_suspect"] else set()
    return _open_seller_rows(
        contracts, year, on, before={seller: own["before"] or 0}, suspect=suspect, keep=number
    )


def open_seller_rows(year: int, on: date, *, payee: int | None = None) -> list[dict[str, Any]]:
    """Every contract of a year that no sellers' subsidy was granted for yet, of one seller or of all."""
    contracts = _registered(year, on)
    return _open_seller_rows(
        contracts if payee is None else contracts.filter(seller=payee),
        year,
        on,
        before=_granted_before(Scheme.SELLER, year),
        suspect=_suspects("seller"),
    )


def buyer_rows(on: date) -> list[dict[str, Any]]:
    """Every contract registered in the calendar year of that day and up to it, as the buyers' rule takes it.

    Certificate, invoices and bank slips are unknown until a claim brings them.
    """
    return _buyer_rows(_registered(on.year, on), on)


def buyer_queue(number: str, on: date) -> list[dict[str, Any]]:
    """A claim by its number with all open claims of its buyer; or a contract without claim, with its buyer's claims."""
    claim = Subsidy.objects.filter(number=number, scheme=Scheme.BUYER).first()
    if claim is not None:
        return [row for row in open_buyer_rows(on, extra=claim) if row["buyer"] == str(claim.payee_id)]
    contract = Contract.objects.filter(number=number, registered_on__lte=on)
    rows = _buyer_rows(contract, on)
    payee = rows[0]["buyer"] if rows else ""
    return rows + [row for row in open_buyer_rows(on) if row["buyer"] == payee]


def open_buyer_rows(on: date, *, extra: Subsidy | None = None) -> list[dict[str, Any]]:
    """Every accepted claim that waits for a batch; with `extra` also that one, whatever its state."""
    wanted = Q(state=SubsidyState.ACCEPTED) | Q(pk=extra.pk if extra else None)
    claims = list(
        Subsidy.objects.filter(wanted, scheme=Scheme.BUYER)
        .select_related("contract", "payee")
        .annotate(invoiced=Sum("invoices__amount_fen"))
        .order_by("acceptance_number", "id")
    )
    slips = dict(
        Subsidy.objects.filter(pk__in=[claim.pk for claim in claims])
        .annotate(paid=Sum("slips__amount_fen"))
        .values_list("pk", "paid")
    )
    papers = clashes_by_number(Subsidy.case_kind, papers=(Paper.INVOICE, Paper.SLIP))
    elsewhere = contracts_elsewhere()
    twice = set(_granted(Scheme.SELLER).values_list("contract", flat=True))
    used, suspect = _used_bases(claims), _suspects("buyer")
    granted = {
        year: _granted_before(Scheme.BUYER, year)
        for year in {(each.accepted_on or on).year for each in claims}
    }
    return [
        _claim_row(claim, on)
        | {
            "in_other_scheme": is_used_twice(
                papers.get(claim.number),
                elsewhere.get(claim.contract.number),
                is_granted=claim.contract_id in twice,
            ),
            "has_fraud_case": claim.payee_id in suspect,
            "paid_fen": slips.get(claim.pk),
            "claimed_before_fen": used.get(claim.contract_id, 0),
            "granted_before_fen": granted[(claim.accepted_on or on).year].get(claim.payee_id, 0),
        }
        for claim in claims
    ]


def row_of_subsidy(subsidy: Subsidy) -> dict[str, Any]:
    """Give the row of a granted subsidy by the facts of now, alone and as if it had not been granted."""
    on = subsidy.judged_on
    assert on is not None  # the database keeps granted subsidies on a sheet
    if subsidy.scheme == Scheme.SELLER:
        [row] = _seller_rows(Contract.objects.filter(pk=subsidy.contract_id), on)
        return row
    claims = open_buyer_rows(on, extra=subsidy)
    [row] = [each for each in claims if each["number"] == subsidy.number]
    return row


def party_names(parties: Iterable[str]) -> Mapping[str, str]:
    """Name the parties of rows."""
    found = Organisation.objects.in_bulk([int(party) for party in parties])
    return {str(key): organisation.name for key, organisation in found.items()}


def _registered(year: int, on: date) -> QuerySet[Contract]:
    stood = Q(state=ContractState.REGISTERED) | Q(state__in=ENDED)
    within = Q(registered_on__gte=date(year, 1, 1), registered_on__lte=min(on, date(year, 12, 31)))
    return Contract.objects.filter(stood, within).order_by("registered_on", "number")


def _granted(scheme: str) -> QuerySet[Subsidy]:
    return Subsidy.objects.filter(scheme=scheme, state__in=UNIQUE)


def _granted_before(scheme: str, year: int) -> dict[int, int]:
    """Sum what stands for each payee against the year's cap."""
    standing = Subsidy.objects.filter(scheme=scheme, year=year, state__in=STANDING)
    return dict(
        standing.values("payee").order_by().annotate(sum=Sum("amount_fen")).values_list("payee", "sum")
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


def _suspects(side: str) -> set[int]:
    """Name the parties of contracts whose revocation for fraud is announced and not ended."""
    return set(Contract.objects.filter(number__in=_in_revocation()).values_list(side, flat=True))


def _in_revocation() -> QuerySet[Publicity, Any]:
    announced = Publicity.objects.filter(kind="contract_revocation", closed_on__isnull=True)
    return announced.values("case_number")


def _used_bases(claims: Iterable[Subsidy]) -> dict[int, int]:
    """Sum the bases that earlier claims of the same contracts have used up."""
    used = _granted(Scheme.BUYER).filter(contract__in={claim.contract_id for claim in claims})
    own = [claim.pk for claim in claims]
    sums = used.exclude(pk__in=own).values("contract").order_by().annotate(sum=Sum("base_fen"))
    return dict(sums.values_list("contract", "sum"))


def _stands(row: dict[str, Any], on: date, *, now: bool = False) -> bool | None:
    """Whether the registration stood on that day: a later cancellation does not reach back.

    Where money is about to be granted (`now`) it must stand still, whatever day the rule is judged on. What one person entered from the
    national system is unknown until a second one has confirmed it.
    """
    stands = row["state"] == ContractState.REGISTERED or (
        not now and bool(row["ended_on"] and row["ended_on"] > on)
    )
    awaits = row["source"] == NATIONAL and row["reviewed_by_id"] is None
    return None if stands and awaits else stands


def _here(district: str) -> bool | None:
    return district[:4] == settings.CITY_CODE[:4] if district else None


def _seller_rows(contracts: QuerySet[Contract], on: date) -> list[dict[str, Any]]:
    return [_seller_row(row, on) for row in contracts.values(*SELLER_FIELDS)]


def _seller_row(row: dict[str, Any], on: date, *, now: bool = False) -> dict[str, Any]:
    return {
        "number": row["number"],
        "seller": str(row["seller"]),
        "kind": row["kind"],
        "registered_on": row["registered_on"],
        "is_registered": _stands(row, on, now=now),
        "is_converted_here": _here(row["buyer_district"]),
        "seller_in_city": _here(row["seller_district"]),
        "seller_size": row["seller__size"],
        "is_related": row["is_related"],
        "in_other_scheme": False,
        "has_fraud_case": False,
        "amount_fen": row["total_fen"],
        "granted_before_fen": 0,
    }


def _buyer_rows(contracts: QuerySet[Contract], on: date) -> list[dict[str, Any]]:
    fields = (*SHARED, "buyer", "buyer__kind", "buyer_district")
    return [
        _buyer_facts(row, on)
        | {
            "buyer": str(row["buyer"]),
            "buyer_in_city": _here(row["buyer_district"]),
            "buyer_is_enterprise": row["buyer__kind"] == OrganisationKind.ENTERPRISE,
        }
        for row in contracts.values(*fields)
    ]


def _buyer_facts(row: dict[str, Any], on: date) -> dict[str, Any]:
    """Give a row that no claim has filled yet."""
    return {
        "number": row["number"],
        "registered_on": row["registered_on"],
        "is_registered": _stands(row, on),
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


def _claim_row(claim: Subsidy, on: date) -> dict[str, Any]:
    """Give what a claim itself tells."""
    contract = claim.contract
    row = {name: getattr(contract, name) for name in SHARED}
    facts = _buyer_facts(row, on)
    return facts | {
        "number": claim.number,
        "is_registered": _stands(row, on, now=claim.state == SubsidyState.ACCEPTED),
        "buyer": str(claim.payee_id),
        "buyer_in_city": _here(contract.buyer_district),
        "buyer_is_enterprise": claim.payee.kind == OrganisationKind.ENTERPRISE,
        "talent_from": claim.talent_from,
        "talent_until": claim.talent_until,
        "accepted_on": claim.accepted_on or on,
        "acceptance_number": claim.acceptance_number,
        "invoiced_fen": claim.invoiced,  # type: ignore[attr-defined]
    }
