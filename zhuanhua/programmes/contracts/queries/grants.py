"""Who may be granted what now? The rule over everything that is still open: for a batch of the bureau, and for one firm to see."""

import hashlib
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import year_in
from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.models import Contract, Subsidy
from zhuanhua.programmes.contracts.policy_subsidy import SELLER_CONDITIONS
from zhuanhua.programmes.contracts.queries.subsidy_buyers import open_buyer_rows
from zhuanhua.programmes.contracts.queries.subsidy_sellers import open_seller_rows
from zhuanhua.programmes.contracts.states_subsidy import STANDING, UNIQUE, Scheme, SubsidyState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.figures.spans import in_span
from zhuanhua.shared.people.districts import AREAS, DISTRICTS
from zhuanhua.shared.people.kinds import OrganisationKind, OrganisationSize
from zhuanhua.shared.people.models import Organisation
from zhuanhua.shared.policy import rules
from zhuanhua.shared.policy.queries import confirmed
from zhuanhua.shared.policy.verdicts import Sheet, verdicts
from zhuanhua.shared.policy.wording import here

RULE = {Scheme.SELLER: "contracts.subsidy.seller", Scheme.BUYER: "contracts.subsidy.buyer"}


@dataclass(frozen=True)
class Grant:
    """One case as the rule judges it: the number it was judged under, its contract, whom it would pay, and the sheet."""

    number: str
    contract: Contract
    payee: Organisation
    sheet: Sheet

    @property
    def reasons(self) -> list[str]:
        """Why nothing is paid now, in the reader's language."""
        return reasons_of(self.sheet)


@dataclass(frozen=True)
class Proposal:
    """What a batch would hold. `digest` names exactly these cases and amounts; `unconfirmed` values stop it.

    `waiting` are accepted claims that the rule does not pay now, and sold contracts that wait for a person (another case rests on them, or nobody has confirmed their registration), each with the sheet that says why.
    """

    scheme: str
    year: int
    on: date
    grants: tuple[Grant, ...]
    unconfirmed: tuple[dict[str, Any], ...]
    waiting: tuple[Grant, ...] = ()

    @property
    def total_fen(self) -> int:
        """The sum, whole fen."""
        return sum(grant.sheet.amount_fen for grant in self.grants)

    @property
    def payees(self) -> int:
        """How many units."""
        return len({grant.payee.pk for grant in self.grants})

    @property
    def digest(self) -> str:
        """SHA-256 of scheme, year, day, and every case with its amount."""
        lines = [f"{grant.number}:{grant.sheet.amount_fen}" for grant in self.grants]
        text = "\n".join([self.scheme, str(self.year), self.on.isoformat(), *sorted(lines)])
        return hashlib.sha256(text.encode()).hexdigest()


def proposal(scheme: str, *, year: int, on: date) -> Proposal:
    """Judge everything open of a scheme on a day; gives who would be paid, in the order of the rule."""
    is_seller = scheme == Scheme.SELLER
    rows = open_seller_rows(year, on) if is_seller else open_buyer_rows(on)
    only = _is_granted_or_held if is_seller else None  # thousands of sellers asked for nothing
    sheets = _sheets(scheme, rows, on, only=only)
    contracts = _contracts(scheme, [sheet.content["case"]["number"] for sheet in sheets])
    judged = [
        Grant(number, contract, contract.seller if is_seller else contract.buyer, sheet)  # type: ignore[arg-type]
        for sheet in sheets
        for number in [sheet.content["case"]["number"]]
        for contract in [contracts[number]]
    ]
    grants = tuple(each for each in judged if each.sheet.amount_fen)
    open_values = {value["id"]: value for grant in grants[:1] for value in _with_ids(grant.sheet)}
    waiting = tuple(each for each in judged if not each.sheet.amount_fen)
    return Proposal(scheme, year, on, grants, tuple(open_values.values()), waiting)


def entitlements(person: Any, *, year: int, on: date) -> list[Grant]:
    """Judge every contract that the person's organisation sold in a year and that was not granted yet; every sheet, also refused ones."""
    if person.organisation is None or not allows(person, Permission.SUBSIDY_CLAIM):
        return []
    rows = open_seller_rows(year, on, payee=person.organisation.pk)
    sheets = _sheets(Scheme.SELLER, rows, on)
    contracts = _contracts(Scheme.SELLER, [row["number"] for row in rows])
    return [
        Grant(number, contracts[number], person.organisation, sheet)
        for sheet in sheets
        for number in [sheet.content["case"]["number"]]
    ]


def reasons_of(sheet: Sheet, *, told: Container[str] = ()) -> list[str]:
    """Say why a sheet pays nothing: what is not met or not known, or the used-up cap; without the conditions told otherwise."""
    if sheet.amount_fen:
        return []
    if not sheet.open_conditions:
        return [str(_("本年度的上限已经用完，或者应付额为零。"))]
    return [here(each["unmet"]) for each in sheet.open_conditions if each["column"] not in told]


def visible_subsidies(person: Any) -> QuerySet[Subsidy]:
    """Give what the person may see: the desk all but drafts, the payee its own."""
    subsidies = Subsidy.objects.select_related("contract__seller", "contract__buyer", "payee", "verdict")
    own = Q(pk__in=[])
    if person.organisation is not None and allows(person, Permission.SUBSIDY_CLAIM):
        own = Q(payee=person.organisation.pk)
    if allows(person, Permission.SUBSIDY_EXAMINE) or allows(person, Permission.PAYMENT_READ):
        return subsidies.filter(own | ~Q(state=SubsidyState.DRAFT))
    return subsidies.filter(own)


def subsidy_for(person: Any, number: str) -> Subsidy:
    """Give one subsidy; Http404 when there is none, or none for this person."""
    subsidy = visible_subsidies(person).filter(number=number).first()
    if subsidy is None:
        raise Http404
    return subsidy


def subsidy_filters() -> dict[str, tuple[Any, str, list[tuple[str, Any]]]]:
    """Name what the list can be narrowed by, with its choices."""
    return {
        name: (label, column, kinds.choices if kinds else list({**DISTRICTS, **AREAS}.items()))
        for name, (label, column, kinds) in SUBSIDY_FILTERS.items()
    }


SIGNS = 20  # of a code that is filtered by
SUBSIDY_FILTERS: dict[str, Any] = {
    "scheme": (_("补贴"), "scheme", Scheme),
    "state": (_("状态"), "state", SubsidyState),
    "kind": (_("合同类型"), "contract__kind", codes.Kind),
    "field": (_("技术领域"), "contract__field", codes.TechnologyField),
    "payee_kind": (_("享受单位性质"), "payee__kind", OrganisationKind),
    "payee_size": (_("享受单位规模"), "payee__size", OrganisationSize),
    "district": (_("享受单位所在地"), "payee__district", None),
}


def filtered_subsidies(subsidies: QuerySet[Subsidy], params: Any) -> QuerySet[Subsidy]:
    """Narrow a list as the figures do: by kinds of contract and payee, place, year, time of payment, and the payee's name."""
    for name, (_label, column, _choices) in SUBSIDY_FILTERS.items():
        chosen = params.getlist(name) if hasattr(params, "getlist") else [params.get(name, "")]
        wanted = [each[:SIGNS] for each in chosen if each]
        if wanted:
            subsidies = subsidies.filter(**{f"{column}__in": wanted})
    for name, column in (("year", "year"), ("paid_year", "paid_on__year")):
        if year := year_in(params.get(name, "")):
            subsidies = subsidies.filter(**{column: year})
    month = params.get("paid_month", "")
    if month.isdecimal() and 1 <= int(month) <= 12:  # noqa: PLR2004 - months of a year
        subsidies = subsidies.filter(paid_on__month=int(month))
    subsidies = in_span(subsidies, params, "paid_on")
    if params.get("q", "").strip():
        text = params["q"].strip()[:100]
        subsidies = subsidies.filter(
            Q(payee__name__contains=text) | Q(number=text) | Q(contract__number=text)
        )
    return subsidies.order_by("-id")


def sums_of_subsidies(subsidies: QuerySet[Subsidy]) -> dict[str, int]:
    """Count a list and sum its amounts in fen."""
    sums = subsidies.order_by().aggregate(total=Sum("amount_fen"), base=Sum("base_fen"))
    payees = subsidies.order_by().values("payee").distinct().count()
    return {
        "count": subsidies.count(),
        "payees": payees,
        "total": sums["total"] or 0,
        "base": sums["base"] or 0,
    }


def standing_subsidy(contract: Contract, scheme: str) -> Subsidy | None:
    """Give the subsidy of a contract that was granted, or had been and was taken back."""
    return (
        Subsidy.objects.filter(contract=contract, scheme=scheme, state__in=UNIQUE)
        .select_related("verdict")
        .first()
    )


def standing_subsidies(contract: Contract) -> QuerySet[Subsidy]:
    """Give what stands for a contract and has to be stopped or taken back when it ends."""
    return Subsidy.objects.filter(contract=contract, state__in=STANDING).order_by("id")


def claimable_contracts(person: Any) -> QuerySet[Contract]:
    """Give the registered contracts that the person's organisation bought and has no open claim for."""
    if person.organisation is None:
        return Contract.objects.none()
    bought = Contract.objects.filter(buyer=person.organisation.pk, state="registered").select_related(
        "seller"
    )
    busy = Subsidy.objects.filter(
        scheme=Scheme.BUYER, state__in=("draft", "submitted", "returned", "accepted")
    ).values("contract")
    return bought.exclude(pk__in=busy).order_by("-registered_on", "-id")


def _is_granted_or_held(answer: dict[str, Any]) -> bool:
    """Whether a sold contract is paid, or waits only for a person: another case rests on it, or nobody has confirmed its registration."""
    denied = any(answer[name] is False for name in SELLER_CONDITIONS)
    is_held = answer["is_used_once"] is None or answer["stands_registered"] is None
    return bool(answer["grant_fen"]) or (is_held and not denied)


def _sheets(scheme: str, rows: Iterable[dict[str, Any]], on: date, *, only: Any = None) -> list[Sheet]:
    rule = rules.find(RULE[Scheme(scheme)])
    rows = list(rows)
    return verdicts(rule, rows, on, confirmed=confirmed(), only=only) if rows else []


def _contracts(scheme: str, numbers: list[str]) -> dict[str, Contract]:
    """Find the contract of each judged number: its own, or that of the claim."""
    if scheme == Scheme.SELLER:
        found = Contract.objects.filter(number__in=numbers).select_related("seller", "buyer")
        return {contract.number: contract for contract in found}
    claims = Subsidy.objects.filter(number__in=numbers).select_related("contract__seller", "contract__buyer")
    return {claim.number: claim.contract for claim in claims}


def _with_ids(sheet: Sheet) -> list[dict[str, Any]]:
    return [{"id": name, **value} for name, value in sheet.content["values"].items() if not value["may_pay"]]
