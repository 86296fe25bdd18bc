"""Gives the rows that the voucher rules judge: of a check before anything is written, of an application, of a redemption, of a whole year."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from zhuanhua.programmes.vouchers.codes import Ground, HolderKind
from zhuanhua.programmes.vouchers.models import Allowance, Hold, Voucher
from zhuanhua.programmes.vouchers.states import ProviderState, VoucherState
from zhuanhua.shared.payments.models import OfferState, Paper, Recovery
from zhuanhua.shared.payments.queries import papers_elsewhere
from zhuanhua.shared.payments.states import RECOVERY_FINAL
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.people.models import Organisation
from zhuanhua.shared.policy.book import Values, load

BOOK = Path(__file__).parent.parent / "policy_values.yaml"
TEAMS = (OrganisationKind.INDIVIDUAL, OrganisationKind.OTHER)
NO_HOLDER = "none"  # universities, agencies and offices: no rule pays them


def values_on(on: date) -> Values:
    """Give the dated values that hold on a day."""
    return load(BOOK).on(on)


def holder_kind_of(organisation: Organisation) -> str:
    """Say whether an organisation applies as an enterprise or as a founding team; anybody else may not hold a voucher."""
    if organisation.kind == OrganisationKind.ENTERPRISE:
        return HolderKind.ENTERPRISE
    return HolderKind.TEAM if organisation.kind in TEAMS else NO_HOLDER


def issued_before(holder: int, year: int, *, without: Voucher | None = None) -> int:
    """Sum what stands of a holder's year; the voucher itself does not count against itself."""
    found = Allowance.objects.filter(holder=holder, year=year).values_list("taken_fen", flat=True).first()
    own = 0
    if without is not None and without.issued_on and without.issued_on.year == year:
        own = without.filled_fen
    return max((found or 0) - own, 0)


def check_row(organisation: Organisation, facts: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Give the row of a question: would this organisation get a voucher for such a contract on that day?"""
    provider = facts.get("provider")
    kind = facts.get("service_kind") or ""
    return _row(
        number=facts.get("number", "-"),
        organisation=organisation,
        provider=provider,
        service_kind=kind,
        applied_on=on,
        signed_on=facts.get("signed_on"),
        contract_fen=facts.get("contract_fen"),
        asked_fen=facts.get("asked_fen"),
        is_service=facts.get("is_service"),
        is_related=None if facts.get("is_apart") is None else not facts["is_apart"],
        in_other_scheme=facts.get("in_other_scheme", False),
        issued_before_fen=issued_before(organisation.pk, on.year),
        offered=bool(provider) and provider.services.filter(kind=kind).exists(),
    )


def application_queue(number: str, on: date) -> list[dict[str, Any]]:
    """Give the row of one voucher as its application stands; empty when there is none."""
    voucher = Voucher.objects.filter(number=number).select_related("holder", "provider").first()
    return [application_row(voucher, on)] if voucher else []


def application_row(voucher: Voucher, on: date) -> dict[str, Any]:
    """Give the row of an application, with what its holds leave unknown."""
    applied = voucher.applied_on or on
    provider = voucher.provider
    return _row(
        number=voucher.number,
        organisation=voucher.holder,
        provider=provider,
        service_kind=voucher.service_kind,
        applied_on=applied,
        signed_on=voucher.signed_on,
        contract_fen=voucher.contract_fen,
        asked_fen=voucher.asked_fen,
        is_service=voucher.is_service,
        is_related=is_related(voucher),
        in_other_scheme=found_elsewhere(voucher, Ground.CONTRACT),
        issued_before_fen=issued_before(voucher.holder_id, (voucher.issued_on or on).year, without=voucher),
        offered=bool(provider) and provider.services.filter(kind=voucher.service_kind).exists(),
    )


def application_rows(on: date) -> list[dict[str, Any]]:
    """Every application of the calendar year up to a day, as if nothing had been issued: what a replay runs over."""
    found = of_year(on).select_related("holder", "provider").prefetch_related("provider__services")
    rows = []
    for voucher in found:
        provider = voucher.provider
        kinds = {each.kind for each in provider.services.all()} if provider else set()
        rows.append(
            _row(
                number=voucher.number,
                organisation=voucher.holder,
                provider=provider,
                service_kind=voucher.service_kind,
                applied_on=voucher.applied_on or on,
                signed_on=voucher.signed_on,
                contract_fen=voucher.contract_fen,
                asked_fen=voucher.asked_fen,
                is_service=voucher.is_service,
                is_related=not voucher.is_apart,
                in_other_scheme=False,
                issued_before_fen=0,
                offered=voucher.service_kind in kinds,
                late=False,
            )
        )
    return rows


def holder_names(holders: Iterable[str]) -> Mapping[str, str]:
    """Name the holders of rows."""
    found = Organisation.objects.in_bulk([int(holder) for holder in holders])
    return {str(key): organisation.name for key, organisation in found.items()}


def of_year(on: date) -> QuerySet[Voucher]:
    applied = Voucher.objects.filter(applied_on__year=on.year, applied_on__lte=on)
    return applied.exclude(state__in=(VoucherState.DRAFT, VoucherState.WITHDRAWN)).order_by(
        "applied_on", "number"
    )


def _row(
    *,
    number: str,
    organisation: Organisation,
    provider: Any,
    offered: bool,
    late: bool | None = None,
    **facts: Any,
) -> dict[str, Any]:
    return {
        "number": number,
        "holder": str(organisation.pk),
        "holder_kind": str(holder_kind_of(organisation)),
        "holder_size": organisation.size,
        "holder_in_city": organisation.district[:4] == settings.CITY_CODE[:4]
        if organisation.district
        else None,
        "provider_is_listed": provider.state == ProviderState.LISTED if provider else None,
        "service_is_listed": offered if provider else None,
        "is_in_arrears": is_late(organisation.pk, facts["applied_on"]) if late is None else late,
        **facts,
    }


def is_late(organisation: int, on: date) -> bool:
    """Whether money that was demanded back is still missing after its last day."""
    due = Recovery.objects.filter(payment__payee=organisation, due_on__lt=on)
    return due.exclude(state__in=RECOVERY_FINAL).exists()


def is_related(voucher: Voucher) -> bool | None:
    """Declared or the same organisation: yes. Suspected and not looked into yet: unknown."""
    provider = voucher.provider
    if provider is not None and provider.organisation_id == voucher.holder_id:
        return True
    if not voucher.is_apart:
        return True if voucher.applied_on else None  # a draft says nothing yet
    return None if is_held(voucher, Ground.RELATED) else False


def found_elsewhere(voucher: Voucher, ground: str) -> bool | None:
    """Used by another case: yes. Offered in another and not looked into yet: unknown. Looked into and let go: no."""
    paper = Paper(ground)  # the grounds that rest on a paper bear its name
    clashes = [
        (own, other)
        for own, other in papers_elsewhere(voucher.case_kind, voucher.number)
        if own.paper == paper
    ]
    if any(other.state == OfferState.USED for _own, other in clashes):
        return True
    cleared = set(
        voucher.holds.filter(ground=ground, cleared_on__isnull=False).values_list(
            "other_kind", "other_number"
        )
    )
    open_ones = [other for _own, other in clashes if (other.case_kind, other.case_number) not in cleared]
    return None if open_ones or is_held(voucher, ground) else False


def is_held(voucher: Voucher, ground: str) -> bool:
    return Hold.objects.filter(voucher=voucher.pk, ground=ground, cleared_on__isnull=True).exists()
