"""Which rows does the buyers' rule judge? Contracts before anybody claims, and claims with their invoices, slips and certificates.

All contracts as if nothing had been paid for a replay (`buyer_rows`); accepted claims for a batch; one with its neighbours for a case.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from zhuanhua.programmes.contracts.models import Contract, Subsidy
from zhuanhua.programmes.contracts.queries.stacking import contracts_elsewhere, is_used_twice
from zhuanhua.programmes.contracts.queries.subsidy_facts import (
    CONTRACT_FIELDS,
    granted_before,
    granted_under,
    is_here,
    registered_in,
    stands_on,
    suspects,
)
from zhuanhua.programmes.contracts.states_subsidy import Scheme, SubsidyState
from zhuanhua.shared.payments.models import Paper
from zhuanhua.shared.payments.queries import clashes_by_number
from zhuanhua.shared.people.kinds import OrganisationKind


def buyer_rows(on: date) -> list[dict[str, Any]]:
    """Every contract registered in the calendar year of that day and up to it, as the buyers' rule takes it.

    Certificate, invoices and bank slips are unknown until a claim brings them.
    """
    return _buyer_rows(registered_in(on.year, on), on)


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
    twice = set(granted_under(Scheme.SELLER).values_list("contract", flat=True))
    used, suspect = _used_bases(claims), suspects("buyer")
    granted = {
        year: granted_before(Scheme.BUYER, year)
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


def _used_bases(claims: Iterable[Subsidy]) -> dict[int, int]:
    """Sum the bases that earlier claims of the same contracts have used up."""
    used = granted_under(Scheme.BUYER).filter(contract__in={claim.contract_id for claim in claims})
    own = [claim.pk for claim in claims]
    sums = used.exclude(pk__in=own).values("contract").order_by().annotate(sum=Sum("base_fen"))
    return dict(sums.values_list("contract", "sum"))


def _buyer_rows(contracts: QuerySet[Contract], on: date) -> list[dict[str, Any]]:
    fields = (*CONTRACT_FIELDS, "buyer", "buyer__kind", "buyer_district")
    return [
        _buyer_facts(row, on)
        | {
            "buyer": str(row["buyer"]),
            "buyer_in_city": is_here(row["buyer_district"]),
            "buyer_is_enterprise": row["buyer__kind"] == OrganisationKind.ENTERPRISE,
        }
        for row in contracts.values(*fields)
    ]


def _buyer_facts(row: dict[str, Any], on: date) -> dict[str, Any]:
    """Give a row that no claim has filled yet."""
    return {
        "number": row["number"],
        "registered_on": row["registered_on"],
        "is_registered": stands_on(row, on),
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
    row = {name: getattr(contract, name) for name in CONTRACT_FIELDS}
    facts = _buyer_facts(row, on)
    return facts | {
        "number": claim.number,
        "is_registered": stands_on(row, on, now=claim.state == SubsidyState.ACCEPTED),
        "buyer": str(claim.payee_id),
        "buyer_in_city": is_here(contract.buyer_district),
        "buyer_is_enterprise": claim.payee.kind == OrganisationKind.ENTERPRISE,
        "talent_from": claim.talent_from,
        "talent_until": claim.talent_until,
        "accepted_on": claim.accepted_on or on,
        "acceptance_number": claim.acceptance_number,
        "invoiced_fen": claim.invoiced,  # type: ignore[attr-defined]
    }
