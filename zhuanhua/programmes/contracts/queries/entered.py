"""What was entered as registered by the national system and no second person has confirmed yet; by whom, when, and exactly what."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncDate

from zhuanhua.core.dates import CITY_ZONE
from zhuanhua.programmes.contracts.models import NATIONAL, Contract
from zhuanhua.programmes.contracts.queries.single import visible_contracts
from zhuanhua.programmes.contracts.states import ContractState

CHUNK = 2_000
SEEN = (
    "number", "registration_number", "project_name", "seller_id", "buyer_id", "seller_district", "buyer_district", "kind", "is_related",
    "total_fen", "trade_fen", "verified_trade_fen", "subkind", "payment_form", "signed_on", "registered_on", "registered_by_id", "state_since",
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """What one person entered on one day: how many contracts wait, and their sum."""

    person: int
    name: str
    day: date
    count: int
    total_fen: int
    is_own: bool


def awaiting() -> QuerySet[Contract]:
    """Give every registration that one person entered and nobody has confirmed; for actions, which judge who may."""
    return Contract.objects.filter(source=NATIONAL, state=ContractState.REGISTERED, reviewed_by__isnull=True)


def within(contracts: QuerySet[Contract], person: int, day: date) -> QuerySet[Contract]:
    """Narrow to what one person entered on one day of the city."""
    begins = datetime.combine(day, time(), tzinfo=CITY_ZONE)
    ends = begins + timedelta(days=1)
    return contracts.filter(registered_by=person, state_since__gte=begins, state_since__lt=ends)


def entered(person: Any) -> QuerySet[Contract]:
    """Give what waits for a second person, as far as the person may see it."""
    return visible_contracts(person).filter(
        source=NATIONAL, state=ContractState.REGISTERED, reviewed_by__isnull=True
    )


def entered_count(person: Any) -> int:
    """Count what the person could confirm: not the own entries."""
    return entered(person).exclude(registered_by=person.pk).count()


def entered_groups(person: Any) -> list[Group]:
    """Give what waits by who entered it and on which day, the oldest first."""
    found = (
        entered(person)
        .order_by()
        .values("registered_by", "registered_by__name", day=TruncDate("state_since", tzinfo=CITY_ZONE))
        .annotate(n=Count("pk"), total=Sum("total_fen"))
        .order_by("day", "registered_by__name", "registered_by")
    )
    return [
        Group(
            row["registered_by"], row["registered_by__name"], row["day"], row["n"], row["total"] or 0,
            row["registered_by"] == person.pk,
        )
        for row in found
    ]  # fmt: skip


def entered_in(person: Any, by: int, day: date) -> QuerySet[Contract]:
    """Give what waits of one person's entries of one day, as they were numbered."""
    return within(entered(person), by, day).order_by("registered_on", "pk")


def marks_of(contracts: QuerySet[Contract]) -> dict[int, str]:
    """Give, by key, a short mark of what each contract says, which changes when it does: what the confirmer has seen."""
    facts = contracts.order_by("pk").values_list("pk", *SEEN).iterator(CHUNK)
    return {pk: mark(*seen) for pk, *seen in facts}


def mark(*seen: Any) -> str:
    """Give the mark of the values of `SEEN`."""
    return hashlib.sha256(repr(tuple(map(str, seen))).encode()).hexdigest()[:16]


def digest_of(marks: Iterable[tuple[int, str]]) -> str:
    """SHA-256 over keys and marks: exactly these contracts, saying exactly this."""
    lines = [f"{pk}:{each}" for pk, each in sorted(marks)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
