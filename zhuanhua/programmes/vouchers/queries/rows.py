"""Gives the rows that the voucher rules judge: of a check before anything is written, of an application, of a redemption, of a whole year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from zhuanhua.programmes.contracts.queries import Registration, registrations_between
from zhuanhua.programmes.vouchers.codes import Ground, HolderKind
from zhuanhua.programmes.vouchers.models import Allowance, Hold, Voucher
from zhuanhua.programmes.vouchers.states import ProviderState, VoucherState
from zhuanhua.shared.payments.models import OfferedPaper, OfferState, Paper, Recovery
from zhuanhua.shared.payments.queries import papers_elsewhere_of
from zhuanhua.shared.payments.states import RECOVERY_FINAL
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.people.models import Organisation
from zhuanhua.shared.policy.book import Values, load

BOOK = Path(__file__).parent.parent / "policy_values.yaml"
TEAMS = (OrganisationKind.INDIVIDUAL, OrganisationKind.OTHER)
NOTHING = ("", 0, 0)
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
        is_in_arrears=is_late(organisation.pk, on),
        is_confirmed=None,  # the question names no registration
        has_ended=None,
    )


def application_queue(number: str, on: date) -> list[dict[str, Any]]:
    """Give the row of one voucher as its application stands; empty when there is none."""
    voucher = Voucher.objects.filter(number=number).select_related("holder", "provider").first()
    return [application_row(voucher, on)] if voucher else []


def application_row(voucher: Voucher, on: date) -> dict[str, Any]:
    """Give the row of an application, with what its holds leave unknown."""
    judged_on = voucher.issued_on or on
    provider, doubts = voucher.provider, doubts_of(voucher)
    return _row(
        number=voucher.number,
        organisation=voucher.holder,
        provider=provider,
        service_kind=voucher.service_kind,
        applied_on=voucher.applied_on or on,
        signed_on=voucher.signed_on,
        contract_fen=voucher.contract_fen,
        asked_fen=voucher.asked_fen,
        is_service=voucher.is_service,
        is_related=doubts.is_related(),
        in_other_scheme=doubts.found_elsewhere(Ground.CONTRACT),
        issued_before_fen=issued_before(voucher.holder_id, judged_on.year, without=voucher),
        offered=bool(provider) and provider.services.filter(kind=voucher.service_kind).exists(),
        is_in_arrears=is_late(voucher.holder_id, judged_on),
        **registrations_of([voucher])[voucher.pk],
    )


def application_rows(on: date) -> list[dict[str, Any]]:
    """Every application of the calendar year up to a day, as if nothing had been issued: what a replay runs over."""
    found = list(of_year(on).select_related("holder", "provider").prefetch_related("provider__services"))
    rows, registrations = [], registrations_of(found)
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
                is_in_arrears=False,
                **registrations[voucher.pk],
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
        **facts,
    }


def is_late(organisation: int, on: date) -> bool:
    """Whether on the day of judging money is due back and the day that a letter named has passed, also where more is due since."""
    owed = Recovery.objects.filter(payment__payee=organisation).exclude(state__in=RECOVERY_FINAL)
    return owed.filter(Q(due_on__lt=on) | Q(late_since__lte=on)).exists()


def registrations_of(vouchers: Sequence[Voucher]) -> dict[int, dict[str, bool | None]]:
    """Say of each voucher, by key, whether the registration it names is confirmed by now and whether it has ended; None where it names none between holder and provider."""
    named = {
        voucher.pk: (voucher.registration_number, voucher.holder_id, voucher.provider.organisation_id)
        for voucher in vouchers
        if voucher.provider is not None
    }
    told = registrations_between(named.values())
    return {voucher.pk: _registration(told.get(named.get(voucher.pk, NOTHING))) for voucher in vouchers}


def _registration(standing: Registration | None) -> dict[str, bool | None]:
    """Nobody confirms any more what has ended."""
    has_ended = None if standing is None else standing == Registration.ENDED
    return {
        "is_confirmed": None if has_ended is not False else standing == Registration.COUNTS,
        "has_ended": has_ended,
    }


@dataclass(frozen=True)
class Doubts:
    """What papers and holds say against a voucher; looked up once for all that is asked of it."""

    voucher: Voucher
    clashes: list[tuple[OfferedPaper, OfferedPaper]]
    holds: list[Hold]

    def is_related(self) -> bool | None:
        """Declared or the same organisation: yes. Suspected and not looked into yet: unknown."""
        provider = self.voucher.provider
        if provider is not None and provider.organisation_id == self.voucher.holder_id:
            return True
        if not self.voucher.is_apart:
            return True if self.voucher.applied_on else None  # a draft says nothing yet
        return None if self._is_held(Ground.RELATED) else False

    def found_elsewhere(self, ground: str) -> bool | None:
        """Used by another case: yes. Offered in another and not looked into yet: unknown. Looked into and let go: no."""
        paper = Paper(ground)  # the grounds that rest on a paper bear its name
        others = [other for own, other in self.clashes if own.paper == paper]
        if any(other.state == OfferState.USED for other in others):
            return True
        cleared = {
            (hold.other_kind, hold.other_number)
            for hold in self.holds
            if hold.ground == ground and hold.cleared_on is not None
        }
        open_ones = [other for other in others if (other.case_kind, other.case_number) not in cleared]
        return None if open_ones or self._is_held(ground) else False

    def _is_held(self, ground: str) -> bool:
        return any(hold.ground == ground and hold.cleared_on is None for hold in self.holds)


def doubts_of(voucher: Voucher) -> Doubts:
    """Look up what speaks against a voucher."""
    return doubts_of_all([voucher])[voucher.pk]


def doubts_of_all(vouchers: Sequence[Voucher]) -> dict[int, Doubts]:
    """Look up what speaks against many vouchers, in two queries."""
    clashes = papers_elsewhere_of(Voucher.case_kind, [voucher.number for voucher in vouchers])
    holds: dict[int, list[Hold]] = {voucher.pk: [] for voucher in vouchers}
    for hold in Hold.objects.filter(voucher__in=list(holds)):
        holds[hold.voucher_id].append(hold)
    return {each.pk: Doubts(each, clashes[each.number], holds[each.pk]) for each in vouchers}
