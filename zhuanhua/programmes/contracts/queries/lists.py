"""Gives the lists: the registrar's queue, the applicant's contracts, the register of what is registered."""

from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, When
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import year_in
from zhuanhua.core.text import match_key
from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.models import Change, Contract, Objection
from zhuanhua.programmes.contracts.queries.single import visible_contracts
from zhuanhua.programmes.contracts.states import OPEN_STATES, ChangeState, ContractState, ObjectionState
from zhuanhua.shared.figures.spans import in_span

VIEWS = ("mine", "due", "corrected", "review", "all")
SORTS = {
    "name": "project_name",
    "kind": "kind",
    "total": "total_fen",
    "trade": "verified_trade_fen",
    "state": "state",
    "due": "urgent_on",
    "handler": "handler__name",
    "signed": "signed_on",
    "registered": "registered_on",
}
PROVINCE_DIGITS = 2  # of a GB/T 2260 code
LIST_FILTERS: dict[str, Any] = {
    "kind": (_("类型"), "kind", codes.Kind),
    "field": (_("技术领域"), "field", codes.TechnologyField),
    "state": (_("状态"), "state", ContractState),
    "seller_kind": (_("卖方性质"), "seller_kind", codes.PartyKind),
    "buyer_kind": (_("买方性质"), "buyer_kind", codes.PartyKind),
    "ip_kind": (_("知识产权"), "ip_kind", codes.IpKind),
    "plan_source": (_("计划来源"), "plan_source", codes.PlanSource),
    "district": (_("卖方所在地"), "seller_district", None),
    "buyer_district": (_("买方所在地"), "buyer_district", None),
}


def queue(person: Any, *, view: str = "mine", on: date) -> QuerySet[Contract]:
    """Give the open contracts of the registrar's desk in one of the saved views, most urgent first."""
    contracts = visible_contracts(person).filter(state__in=OPEN_STATES)
    if view == "mine":
        contracts = contracts.filter(Q(handler=person.pk) | Q(handler__isnull=True))
    elif view == "due":
        contracts = contracts.filter(due_on__lte=on).exclude(state=ContractState.RETURNED)
    elif view == "corrected":
        contracts = contracts.filter(state=ContractState.RESUBMITTED)
    elif view == "review":
        contracts = contracts.filter(state=ContractState.IN_REVIEW)
    return by_urgency(contracts).order_by(F("urgent_on").asc(nulls_last=True), "number")


def by_urgency(contracts: QuerySet[Contract]) -> QuerySet[Contract]:
    """Add `urgent_on`: the day a contract is due, or the day its correction came back and waits for the desk."""
    back = When(state=ContractState.RESUBMITTED, then=F("submitted_on"))
    return contracts.annotate(urgent_on=Case(back, default=F("due_on")))


def standing_of(contracts: QuerySet[Contract], *, on: date) -> dict[str, int]:
    """Count what a list shows: all of it, what is late, what is due on that day."""
    running = ~Q(state=ContractState.RETURNED)
    return contracts.order_by().aggregate(
        all=Count("pk"),
        late=Count("pk", filter=running & Q(due_on__lt=on)),
        today=Count("pk", filter=running & Q(due_on=on)),
    )


def desk_counts(person: Any, *, on: date) -> dict[str, int]:
    """Count every view of the desk in one query, over the open contracts alone: the registered ones are a thousand times as many."""
    running = ~Q(state=ContractState.RETURNED)
    return (
        visible_contracts(person)
        .filter(state__in=OPEN_STATES)
        .aggregate(
            mine=Count("pk", filter=Q(handler=person.pk) | Q(handler__isnull=True)),
            due=Count("pk", filter=running & Q(due_on__lte=on)),
            corrected=Count("pk", filter=Q(state=ContractState.RESUBMITTED)),
            review=Count("pk", filter=Q(state=ContractState.IN_REVIEW)),
            all=Count("pk"),
        )
    )


def my_contracts(person: Any) -> QuerySet[Contract]:
    """Give the contracts of the person's organisation, newest first."""
    if person.organisation is None:
        return Contract.objects.none()
    organisation = person.organisation.pk
    return (
        visible_contracts(person)
        .filter(Q(registrant=organisation) | Q(seller=organisation) | Q(buyer=organisation))
        .order_by("-id")
    )


def records(person: Any) -> QuerySet[Contract]:
    """Give the register: what is registered and stands, as the figures count it."""
    return visible_contracts(person).filter(state=ContractState.REGISTERED).order_by("-registered_on", "-id")


def filtered(contracts: QuerySet[Contract], params: Any) -> QuerySet[Contract]:
    """Narrow a list by the filters, the years, the search text and the order that stand in the address."""
    for name, (_label, column, _choices) in LIST_FILTERS.items():
        wanted = (
            params.getlist(name) if hasattr(params, "getlist") else [params[name]] if params.get(name) else []
        )
        if wanted:
            contracts = contracts.filter(**{f"{column}__in": wanted})
    for name, column in (("registered_year", "registered_on"), ("signed_year", "signed_on")):
        year = year_in(params.get(name, ""))
        if year:
            contracts = contracts.filter(**{f"{column}__range": (date(year, 1, 1), date(year, 12, 31))})
    contracts = in_span(contracts, params, "registered_on")
    province = params.get("buyer_province", "")
    if province.isdecimal() and len(province) == PROVINCE_DIGITS:
        contracts = contracts.filter(buyer_district__startswith=province)
    month = params.get("registered_month", "")
    if month.isdecimal() and 1 <= int(month) <= 12:
        contracts = contracts.filter(registered_on__month=int(month))
    text = params.get("q", "").strip()[:100]
    if text:
        contracts = contracts.filter(
            Q(number__icontains=text)
            | Q(registration_number=text)
            | Q(project_key__contains=match_key(text))
            | Q(seller__name__contains=text)
            | Q(buyer__name__contains=text)
        )
    order = params.get("sort", "")
    column = SORTS.get(order.removeprefix("-"))
    if column == "urgent_on":
        contracts = by_urgency(contracts)
    if column:
        way = F(column).desc(nulls_last=True) if order.startswith("-") else F(column).asc(nulls_last=True)
        contracts = contracts.order_by(way, "number")
    return contracts


def totals_of(contracts: QuerySet[Contract]) -> dict[str, int]:
    """Sum a list: number of contracts, total and verified amounts in fen."""
    sums = contracts.order_by().aggregate(
        count=Count("pk"), total=Sum("total_fen"), trade=Sum("verified_trade_fen")
    )
    return {name: value or 0 for name, value in sums.items()}


def open_changes(person: Any) -> QuerySet[Change]:
    """Give changes of contracts that the person may see, waiting ones first."""
    return (
        Change.objects.filter(_of_a_visible_contract(person))
        .select_related("contract__seller", "contract__buyer", "requested_by", "decided_by")
        .annotate(waits=Q(state=ChangeState.REQUESTED))
        .order_by("-waits", "-id")[:200]
    )


def open_objections(person: Any) -> QuerySet[Objection]:
    """Give objections to contracts that the person may see, waiting ones first."""
    return (
        Objection.objects.filter(_of_a_visible_contract(person))
        .select_related("contract__seller", "contract__buyer", "filed_by", "decided_by")
        .annotate(waits=Q(state=ObjectionState.FILED))
        .order_by("-waits", "-id")[:200]
    )


def waiting_changes(person: Any) -> int:
    """Count the changes and objections that wait for a decision."""
    seen = _of_a_visible_contract(person)
    changes = Change.objects.filter(seen, state=ChangeState.REQUESTED).count()
    return changes + Objection.objects.filter(seen, state=ObjectionState.FILED).count()


def _of_a_visible_contract(person: Any) -> Exists:
    """Whether the person may see the contract of a row; asked row by row, since `IN` would list every contract first."""
    return Exists(visible_contracts(person).filter(pk=OuterRef("contract")))
