"""Gives one voucher, one provider, one sheet: to who may see it; for anybody else there is none."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from zhuanhua.core.dates import add_months
from zhuanhua.programmes.vouchers.codes import Moment
from zhuanhua.programmes.vouchers.models import Provider, Voucher
from zhuanhua.programmes.vouchers.queries.rows import check_row, values_on
from zhuanhua.programmes.vouchers.states import PROVIDER_FINAL, ProviderState, VoucherState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.people.models import Membership, Organisation
from zhuanhua.shared.people.self_told import self_told
from zhuanhua.shared.policy import rules
from zhuanhua.shared.policy.queries import confirmed, sheet_for
from zhuanhua.shared.policy.verdicts import Sheet, verdict
from zhuanhua.shared.policy.wording import here

ASKED_OF_HOLDER = ("size", "district")  # what the rule takes from the organisation's own page
APPLICATION, REDEMPTION = "vouchers.application", "vouchers.redemption"


def visible_vouchers(person: Any) -> QuerySet[Voucher]:
    """Give what the person may see: holders their own, a district what its firms handed in, the city what was handed in."""
    vouchers = Voucher.objects.select_related("holder", "provider__organisation", "verdict", "redeem_verdict")
    seen = Q(pk__in=[])
    organisation = person.organisation
    if organisation is not None and allows(person, Permission.VOUCHER_APPLY):
        seen |= Q(holder=organisation.pk)
    if organisation is not None and allows(person, Permission.VOUCHER_DISTRICT):
        seen |= Q(district=organisation.district) & ~Q(state=VoucherState.DRAFT)
    if allows(person, Permission.VOUCHER_READ):
        seen |= ~Q(state=VoucherState.DRAFT)
    return vouchers.filter(seen)


def voucher_for(person: Any, number: str) -> Voucher:
    """Give one voucher; Http404 when there is none, or none for this person."""
    voucher = visible_vouchers(person).filter(number=number).first()
    if voucher is None:
        raise Http404
    return voucher


def listed_providers() -> QuerySet[Provider]:
    """Give the public list."""
    listed = Provider.objects.filter(state=ProviderState.LISTED)
    return (
        listed.select_related("organisation").prefetch_related("services").order_by("organisation__name_key")
    )


def visible_providers(person: Any) -> QuerySet[Provider]:
    """Give what the person may see in work: the organisation its own, the bureau what was handed in."""
    seen = Q(pk__in=[])
    if person.organisation is not None and allows(person, Permission.PROVIDER_APPLY):
        seen |= Q(organisation=person.organisation.pk)
    if allows(person, Permission.PROVIDER_DECIDE) or allows(person, Permission.VOUCHER_READ):
        seen |= ~Q(state=ProviderState.DRAFT)
    return Provider.objects.filter(seen).select_related("organisation").prefetch_related("services")


def provider_for(person: Any, number: str) -> Provider:
    """Give one provider; Http404 when there is none, or none for this person."""
    provider = visible_providers(person).filter(number=number).first()
    if provider is None:
        raise Http404
    return provider


def my_provider(person: Any) -> Provider | None:
    """Give the entry of the person's own organisation, the one that stands before any that has ended."""
    if person.organisation is None:
        return None
    own = Provider.objects.filter(organisation=person.organisation.pk).prefetch_related("services")
    return own.exclude(state__in=PROVIDER_FINAL).first() or own.order_by("-id").first()


def sheet_of_check(organisation: Organisation, facts: Mapping[str, Any], on: date) -> Sheet:
    """Judge a question that nothing is kept of."""
    return verdict(rules.find(APPLICATION), check_row(organisation, facts, on), on, confirmed=confirmed())


def application_sheet(voucher: Voucher, on: date) -> Sheet:
    """Give the sheet that was kept at issue; before that, the one of today."""
    if voucher.verdict is not None:
        return Sheet(voucher.verdict.sheet)
    return sheet_for(rules.find(APPLICATION), voucher.number, on)


def said_of_waiting(sheet: Sheet) -> str:
    """Say who confirms the registration where nothing else is missing; nothing where another fact is unknown, which only the sheet tells."""
    columns = [each["column"] for each in sheet.open_conditions]
    waits = sheet.held_fen > 0 and columns == ["registration_is_confirmed"]
    return here(sheet.open_conditions[0]["unmet"]) if waits else ""


def told_of_holder(voucher: Voucher) -> str:
    """Say which facts that the rule of application asks for the holder changed by itself; nothing once it was decided."""
    if voucher.verdict_id is not None:
        return ""
    return self_told([voucher.holder], ASKED_OF_HOLDER).get(voucher.holder_id, "")


def redemption_sheet(voucher: Voucher, on: date) -> Sheet | None:
    """Give the sheet that was kept when redemption was accepted; before that the one of today, once there is something to judge."""
    if voucher.redeem_verdict is not None:
        return Sheet(voucher.redeem_verdict.sheet)
    if not voucher.face_fen or not voucher.invoices.exists():
        return None
    return sheet_for(rules.find(REDEMPTION), voucher.number, on)


def offices_of(district: str) -> list[Organisation]:
    """Give the district's own offices: those where somebody acts as its officer."""
    acting = Membership.objects.filter(role=RoleName.DISTRICT, until_on__isnull=True)
    found = Organisation.objects.filter(memberships__in=acting, district=district)
    return list(found.distinct().order_by("pk"))


def outcome_due_on(voucher: Voucher) -> date | None:
    """The day from which the holder is asked again what the voucher brought; None when it was asked or never paid."""
    if voucher.paid_on is None or voucher.outcomes.filter(moment=Moment.YEAR_LATER).exists():
        return None
    return add_months(voucher.paid_on, values_on(voucher.paid_on).outcome_months)
