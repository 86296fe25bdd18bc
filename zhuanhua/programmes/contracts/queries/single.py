"""Fetches one case, or says that there is none: other people's cases do not exist for the person who asks."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import NullIf
from django.http import Http404

from zhuanhua.core.text import number_key
from zhuanhua.programmes.contracts.models import (
    NATIONAL,
    Certificate,
    Change,
    Contract,
    Examination,
    Objection,
)
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows

CHUNK = 500
PARTIES = ("registrant", "seller", "buyer", "handler", "examined_by", "reviewed_by", "registered_by")


def visible_contracts(person: Any) -> QuerySet[Contract]:
    """Give what the person may see: the desk all but drafts, a party its own, a draft only its organisation."""
    contracts = Contract.objects.select_related(*PARTIES)
    own = Q(pk__in=[])
    if person.organisation is not None and allows(person, Permission.CONTRACT_READ_OWN):
        organisation = person.organisation.pk
        own = Q(registrant=organisation) | (Q(seller=organisation) | Q(buyer=organisation)) & ~Q(
            state=ContractState.DRAFT
        )
    if allows(person, Permission.CONTRACT_READ_ALL):
        return contracts.filter(own | ~Q(state=ContractState.DRAFT))
    return contracts.filter(own)


def contract_for(person: Any, number: str) -> Contract:
    """Give the contract of that number; Http404 when there is none, or none for this person."""
    contract = visible_contracts(person).filter(number=number).first()
    if contract is None:
        raise Http404
    return contract


def text_grounds(contracts: Iterable[Contract]) -> dict[int, str]:
    """Give, by primary key, why contracts may be registered without their text; those that have one, or no ground, are left out."""
    without = [contract.pk for contract in contracts if not contract.text_sha256]
    told = with_text_ground(Contract.objects.filter(pk__in=without))
    return {pk: ground for pk, ground in told.values_list("pk", "text_ground") if ground}


def with_text_ground(contracts: QuerySet[Contract]) -> QuerySet[Contract]:
    """Add `text_ground`: what the newest examination says of a text that is not in the system; None where it saw one."""
    latest = Examination.objects.filter(contract=OuterRef("pk")).order_by("-pk").values("text_ground")[:1]
    return contracts.annotate(text_ground=NullIf(Subquery(latest), Value("")))


def number_of(written: str) -> str:
    """Give the number of the contract that has this registration number; any other text as it is."""
    known = Contract.objects.filter(registration_number=written.strip()).values_list("number", flat=True)
    return known.first() or written.strip()


class Registration(StrEnum):
    """How a registration stands that somebody names: of several, the last of these says most."""

    COUNTS = "counts"
    WAITS = "waits"  # one person entered it, no second one has confirmed it
    ENDED = "ended"  # cancelled or revoked


def registrations_between(named: Iterable[tuple[str, int, int]]) -> dict[tuple[str, int, int], Registration]:
    """Say of registration numbers, each with buyer and seller, how the registration stands.

    A number that names no contract between the two is left out: of what others registered nothing is told.
    """
    wanted = {each: _spellings(each[0]) for each in named if number_key(each[0])}
    numbers = sorted({number for spellings in wanted.values() for number in spellings})
    standing: dict[tuple[str, int, int], Registration] = {}
    for start in range(0, len(numbers), CHUNK):
        found = Contract.objects.filter(registration_number__in=numbers[start : start + CHUNK])
        facts = found.order_by().values_list(
            "registration_number", "buyer_id", "seller_id", "state", "source", "reviewed_by_id"
        )
        for number, buyer, seller, state, source, confirmed_by in facts:
            if state != ContractState.REGISTERED:
                standing[number, buyer, seller] = Registration.ENDED
            elif source == NATIONAL and confirmed_by is None:
                standing[number, buyer, seller] = Registration.WAITS
            else:
                standing[number, buyer, seller] = Registration.COUNTS
    told = {}
    order = list(Registration)
    for each, spellings in wanted.items():
        stands = [standing[key] for number in spellings if (key := (number, *each[1:])) in standing]
        if stands:
            told[each] = max(stands, key=order.index)
    return told


def _spellings(written: str) -> set[str]:
    return {written.strip(), number_key(written)}


def change_for(person: Any, number: str) -> Change:
    """Give a change whose contract the person may see; Http404 otherwise."""
    change = (
        Change.objects.select_related("contract", "requested_by", "decided_by").filter(number=number).first()
    )
    if change is None or not visible_contracts(person).filter(pk=change.contract_id).exists():
        raise Http404
    return change


def objection_for(person: Any, number: str) -> Objection:
    """Give an objection whose contract the person may see; Http404 otherwise."""
    objection = (
        Objection.objects.select_related("contract", "filed_by", "decided_by").filter(number=number).first()
    )
    if objection is None or not visible_contracts(person).filter(pk=objection.contract_id).exists():
        raise Http404
    return objection


def certificate_by(*, token: str = "", registration_number: str = "") -> Certificate | None:
    """Give the certificate behind a QR token, or the current one behind a registration number; for everybody."""
    certificates = Certificate.objects.select_related("contract")
    if token:
        return certificates.filter(token=token).first()
    return certificates.filter(contract__registration_number=registration_number).order_by("-edition").first()


def similar_contracts(person: Any, contract: Contract) -> QuerySet[Contract]:
    """Give contracts that look like the same one: same parties and project, or the same text."""
    alike = Q(seller=contract.seller_id, buyer=contract.buyer_id, project_key=contract.project_key)
    if contract.text_sha256:
        alike |= Q(text_sha256=contract.text_sha256)
    return (
        visible_contracts(person).filter(alike).exclude(pk=contract.pk).exclude(state=ContractState.WITHDRAWN)
    )
