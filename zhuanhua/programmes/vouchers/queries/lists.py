"""Gives the lists: the holder's vouchers, the desks of district and city, providers in work."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import year_in
from zhuanhua.programmes.vouchers.codes import HolderKind, Moment, ServiceKind, Standing
from zhuanhua.programmes.vouchers.models import Hold, Provider, Voucher
from zhuanhua.programmes.vouchers.queries.single import visible_vouchers
from zhuanhua.programmes.vouchers.states import STANDING, ProviderState, VoucherState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.figures.spans import in_span

_S = VoucherState
VIEWS: dict[str, tuple[Any, Q]] = {
    "district": (_("区县审核"), Q(state=_S.SUBMITTED)),
    "city": (_("市级审核"), Q(state=_S.IN_REVIEW)),
    "redemption": (_("兑付审核"), Q(state=_S.REDEEMING)),
    "held": (_("待核实"), Q(is_held=True)),
    "payable": (_("待拨付"), Q(state=_S.ACCEPTED)),
    "all": (_("全部"), Q()),
}
FILTERS: dict[str, tuple[Any, str, Any]] = {
    "state": (_("状态"), "state", VoucherState),
    "service_kind": (_("服务类型"), "service_kind", ServiceKind),
    "holder_kind": (_("持券人类型"), "holder_kind", HolderKind),
    "standing": (_("企业类型"), "standing", Standing),
}
OUTCOMES = {
    "any": "",
    "products": "new_products",
    "rights": "ip_rights",
    "research": "research_fen",
    "testing": "testing_fen",
    "ip": "ip_fen",
    "information": "information_fen",
}
YEARS = {"paid_year": "paid_on__year", "issued_year": "issued_on__year"}


def with_holds(vouchers: QuerySet[Voucher]) -> QuerySet[Voucher]:
    """Add `is_held`: something has to be looked at before the voucher goes on."""
    open_ones = Hold.objects.filter(voucher=OuterRef("pk"), cleared_on__isnull=True)
    return vouchers.annotate(is_held=Exists(open_ones))


def desk_views(person: Any) -> list[str]:
    """Say which views of the desk the person has, the own one first."""
    if allows(person, Permission.VOUCHER_READ):
        return ["city", "redemption", "held", "payable", "district", "all"]
    return ["district", "all"]


def view_of(person: Any, view: str) -> QuerySet[Voucher]:
    """Give one view of the desk, the longest waiting first."""
    vouchers = with_holds(visible_vouchers(person)).filter(VIEWS[view][1])
    return vouchers.order_by("-id") if view == "all" else vouchers.order_by("state_since", "id")


def desk_counts(person: Any) -> dict[str, int]:
    """Count every view in one query."""
    sums = {name: Count("pk", filter=condition) for name, (_label, condition) in VIEWS.items()}
    return with_holds(visible_vouchers(person)).order_by().aggregate(**sums)


def waiting(person: Any) -> int:
    """Count what waits on this person's desk."""
    counts = desk_counts(person)
    if allows(person, Permission.VOUCHER_DECIDE):
        return counts["city"] + counts["redemption"]
    return counts["district"] if allows(person, Permission.VOUCHER_DISTRICT) else 0


def my_vouchers(person: Any) -> QuerySet[Voucher]:
    """Give the vouchers of the person's organisation, newest first."""
    if person.organisation is None:
        return Voucher.objects.none()
    return with_holds(visible_vouchers(person)).filter(holder=person.organisation.pk).order_by("-id")


def filtered(vouchers: QuerySet[Voucher], params: Any) -> QuerySet[Voucher]:
    """Narrow a list by what stands in the address."""
    for name, (_label, column, _choices) in FILTERS.items():
        wanted = (
            params.getlist(name) if hasattr(params, "getlist") else [params[name]] if params.get(name) else []
        )
        if wanted:
            vouchers = vouchers.filter(**{f"{column}__in": wanted})
    for name, column in YEARS.items():
        if year := year_in(params.get(name, "")):
            vouchers = vouchers.filter(**{column: year})
    month = params.get("paid_month", "")
    if month.isascii() and month.isdecimal() and 1 <= int(month) <= 12:  # noqa: PLR2004 - months of a year
        vouchers = vouchers.filter(paid_on__month=int(month))
    vouchers = _by_outcome(in_span(vouchers, params, "paid_on"), params)
    text = params.get("q", "").strip()[:100]
    if text:
        vouchers = vouchers.filter(
            Q(holder__name__contains=text)
            | Q(number=text)
            | Q(voucher_number=text)
            | Q(contract_name__contains=text)
            | Q(provider__organisation__name__contains=text)
        )
    return vouchers


def _by_outcome(vouchers: QuerySet[Voucher], params: Any) -> QuerySet[Voucher]:
    """Keep paid ones that brought something of the kind, as told at redemption: what a figure opens."""
    column = OUTCOMES.get(params.get("outcome", ""))
    if column is None:
        return vouchers
    more = {f"outcomes__{column}__gt": 0} if column else {}
    return vouchers.filter(paid_on__isnull=False, outcomes__moment=Moment.REDEMPTION, **more)


def sums_of(vouchers: QuerySet[Voucher]) -> dict[str, int]:
    """Count a list, its holders, and sum what was issued and redeemed, in fen."""
    plain = vouchers.order_by()
    sums = plain.aggregate(
        count=Count("pk"),
        holders=Count("holder", distinct=True),
        face=Sum("face_fen", filter=Q(state__in=STANDING)),
        redeemed=Sum("redeem_fen"),
    )
    return {name: value or 0 for name, value in sums.items()}


def filtered_providers(providers: QuerySet[Provider], params: Any) -> QuerySet[Provider]:
    """Narrow a list of providers by kind of service, state and text."""
    kind, state, text = params.get("kind", ""), params.get("state", ""), params.get("q", "").strip()[:100]
    if kind in ServiceKind.values:
        providers = providers.filter(services__kind=kind).distinct()
    if state in ProviderState.values:
        providers = providers.filter(state=state)
    if text:
        providers = providers.filter(
            Q(organisation__name__contains=text) | Q(services__name__contains=text)
        ).distinct()
    return providers
