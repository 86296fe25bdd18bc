"""What do both subsidy rules ask of a contract: did its registration stand, is it here, what was granted, who is under suspicion?"""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet, Sum

from zhuanhua.programmes.contracts.models import NATIONAL, Contract, Subsidy
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.programmes.contracts.states_subsidy import STANDING, UNIQUE
from zhuanhua.shared.workflow.models import Publicity

ENDED = (ContractState.CANCELLED, ContractState.REVOKED)
CONTRACT_FIELDS = (
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


def registered_in(year: int, on: date) -> QuerySet[Contract]:
    """Contracts registered in that year and up to that day, in the order of registration; an end later on takes none of them out."""
    stood = Q(state=ContractState.REGISTERED) | Q(state__in=ENDED)
    within = Q(registered_on__gte=date(year, 1, 1), registered_on__lte=min(on, date(year, 12, 31)))
    return Contract.objects.filter(stood, within).order_by("registered_on", "number")


def granted_under(scheme: str) -> QuerySet[Subsidy]:
    """Subsidies of a scheme after which the same contract gets no second one."""
    return Subsidy.objects.filter(scheme=scheme, state__in=UNIQUE)


def granted_before(scheme: str, year: int) -> dict[int, int]:
    """Sum what stands for each payee against the year's cap, in fen by the key of the organisation."""
    standing = Subsidy.objects.filter(scheme=scheme, year=year, state__in=STANDING)
    return dict(
        standing.values("payee").order_by().annotate(sum=Sum("amount_fen")).values_list("payee", "sum")
    )


def suspects(side: str) -> set[int]:
    """Give the keys of the parties (`seller` or `buyer`) of contracts whose revocation for fraud is announced and not ended."""
    return set(Contract.objects.filter(number__in=in_revocation()).values_list(side, flat=True))


def in_revocation() -> QuerySet[Publicity, Any]:
    """Numbers of those contracts, as a subquery."""
    announced = Publicity.objects.filter(kind="contract_revocation", closed_on__isnull=True)
    return announced.values("case_number")


def stands_on(row: dict[str, Any], on: date, *, now: bool = False) -> bool | None:
    """Whether the registration of a row of `CONTRACT_FIELDS` stood on that day: a later cancellation does not reach back.

    Where money is about to be granted (`now`) it must stand still, whatever day the rule is judged on. What one person entered from the
    national system is unknown until a second one has confirmed it.
    """
    stands = row["state"] == ContractState.REGISTERED or (
        not now and bool(row["ended_on"] and row["ended_on"] > on)
    )
    awaits = row["source"] == NATIONAL and row["reviewed_by_id"] is None
    return None if stands and awaits else stands


def is_here(district: str) -> bool | None:
    """Whether a district of six digits belongs to this city; unknown without one."""
    return district[:4] == settings.CITY_CODE[:4] if district else None
