"""Subsidies on pages: what a firm is entitled to before it asks, the bureau's list, one subsidy, and the batch of an officer."""

import secrets
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.contracts import actions, permissions, queries
from zhuanhua.programmes.contracts.forms_subsidy import BatchForm, ProposalForm
from zhuanhua.programmes.contracts.models import Subsidy
from zhuanhua.programmes.contracts.queries.grants import RULE
from zhuanhua.programmes.contracts.states_subsidy import Scheme, SubsidyState
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.journal.queries import entries_for
from zhuanhua.shared.journal.sentences import lines_of
from zhuanhua.shared.ledger.queries import open_accounts
from zhuanhua.shared.payments.queries import bank_account_of, payment_of
from zhuanhua.shared.people.avoidance import is_impartial
from zhuanhua.shared.people.self_told import self_told
from zhuanhua.shared.policy import rules
from zhuanhua.shared.policy.queries import sheet_for
from zhuanhua.shared.policy.verdicts import Sheet
from zhuanhua.shared.workflow.moves import moves_for
from zhuanhua.shared.workflow.queries import open_return

PAGE_SIZE = 50
BOUGHT = 15
FIRST_YEAR = 2014
VERBS = {
    "submit": "contracts:submit_claim",
    "withdraw": "contracts:withdraw_claim",
    "accept": "contracts:accept_claim",
    "return": "contracts:return_claim",
    "refuse": "contracts:refuse_claim",
}
AT_ONCE = ("submit", "withdraw", "accept")  # the others ask for a reason first
OWN = ("submit", "withdraw")


@door(Permission.SUBSIDY_CLAIM)
def mine(request: HttpRequest) -> HttpResponse:
    """What my organisation is entitled to in a year, what it has been granted, and what it may claim as buyer."""
    person: Any = request.person  # type: ignore[attr-defined]
    today = city_today()
    years = range(today.year, FIRST_YEAR - 1, -1)
    year = _year(request.GET.get("year", ""), today)
    found = queries.entitlements(person, year=year, on=today)
    grants = sorted(found, key=lambda grant: -grant.sheet.amount_fen)  # what may be had stands first
    own = (
        queries.visible_subsidies(person).filter(payee=person.organisation.pk)
        if person.organisation
        else Subsidy.objects.none()
    )
    page = Paginator(grants, PAGE_SIZE).get_page(request.GET.get("page"))
    bought = Paginator(queries.claimable_contracts(person), BOUGHT).get_page(request.GET.get("bought"))
    context = {
        "year": year,
        "years": years,
        "page": page,
        "grants": page.object_list,
        "count": sum(1 for grant in grants if grant.sheet.amount_fen),
        "total": sum(grant.sheet.amount_fen for grant in grants),
        "subsidies": own.filter(year=year),
        "open_claims": own.filter(scheme=Scheme.BUYER, state__in=(SubsidyState.DRAFT, SubsidyState.RETURNED)),
        "bought": bought,
        "claimable": bought.object_list,
        "account": bank_account_of(person.organisation),
    }
    return render(request, "contracts/my_subsidies.html", context)


@door(Permission.SUBSIDY_CLAIM, Permission.SUBSIDY_EXAMINE, Permission.PAYMENT_READ)
def entitlement(request: HttpRequest, number: str) -> HttpResponse:
    """Every condition of the sellers' subsidy for one contract, as kept with the grant, or as judged today."""
    person: Any = request.person  # type: ignore[attr-defined]
    contract = queries.contract_for(person, number)
    is_seller = person.organisation is not None and person.organisation.pk == contract.seller_id
    if not is_seller and not allows(person, Permission.PAYMENT_READ):
        raise Http404
    subsidy = queries.standing_subsidy(contract, Scheme.SELLER)
    sheet = Sheet(subsidy.verdict.sheet) if subsidy and subsidy.verdict else None
    if sheet is None:
        try:
            sheet = sheet_for(rules.find(RULE[Scheme.SELLER]), number, city_today())
        except LookupError:
            sheet = None
    holds = queries.holds_of_contract(person, contract)
    context = {"contract": contract, "subsidy": subsidy, "sheet": sheet, "holds": holds}
    return render(request, "contracts/entitlement.html", context)


@door(Permission.SUBSIDY_EXAMINE, Permission.PAYMENT_READ)
def listing(request: HttpRequest) -> HttpResponse:
    """Every subsidy that was claimed or granted, as figures and letters open it."""
    person: Any = request.person  # type: ignore[attr-defined]
    subsidies = queries.filtered_subsidies(queries.visible_subsidies(person), request.GET)
    page = Paginator(subsidies, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "subsidies": page.object_list,
        "clashing": queries.clashing_claims(),
        "sums": queries.sums_of_subsidies(subsidies),
        "filters": [
            {"name": name, "label": label, "choices": choices, "chosen": request.GET.get(name, "")}
            for name, (label, _column, choices) in queries.subsidy_filters().items()
        ],
        "params": request.GET,
        "export": "contract-subsidies",
        "may_prepare": allows(person, Permission.PAYMENT_PREPARE),
    }
    return render(request, "contracts/subsidies.html", context)


@door(Permission.SUBSIDY_CLAIM, Permission.SUBSIDY_EXAMINE, Permission.PAYMENT_READ)
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One subsidy: its sheet as it was kept, its claim, its payment, what happened."""
    person: Any = request.person  # type: ignore[attr-defined]
    subsidy = queries.subsidy_for(person, number)
    is_own = person.organisation is not None and person.organisation.pk == subsidy.payee_id
    may_examine = bool(allows(person, Permission.SUBSIDY_EXAMINE))
    sheet, holds = _sheet_of(subsidy), queries.holds_of(person, subsidy)
    offers = _offers(subsidy, person, is_own=is_own)
    decides = any(offer["verb"] not in OWN for offer in offers)
    partial = is_impartial(person, permissions.matter_of_claim(subsidy)).reason if decides else ""
    is_open = subsidy.verdict is None and subsidy.state in (SubsidyState.SUBMITTED, SubsidyState.ACCEPTED)
    context = {
        "subsidy": subsidy,
        "sheet": sheet,
        "is_kept": subsidy.verdict is not None,
        "payment": payment_of(subsidy.case_kind, subsidy.number),
        "may_read_payments": allows(person, Permission.PAYMENT_READ),
        "may_read_contract": queries.visible_contracts(person).filter(pk=subsidy.contract_id).exists(),
        "holds": holds,
        "reasons": queries.reasons_of(sheet, told=queries.HELD_BY if holds else ())
        if sheet and is_open
        else [],
        "invoices": subsidy.invoices.all(),
        "slips": subsidy.slips.all(),
        "papers": files_of(subsidy) if is_own or may_examine else None,
        "returned": open_return(subsidy),
        "offers": [] if partial else offers,
        "why_not": partial,
        "may_edit": is_own and subsidy.state in actions.claims.EDITABLE,
        "is_own": is_own,
        "lines": lines_of(entries_for(person, subsidy.case_kind, subsidy.number)),
    }
    return render(request, "contracts/subsidy.html", context)


@door(Permission.PAYMENT_PREPARE)
def proposal(request: HttpRequest) -> HttpResponse:
    """Who would be paid: the rule over everything open, with sums, before anything is made."""
    today = city_today()
    asked = request.GET if "scheme" in request.GET else None
    form = ProposalForm(asked, initial={"scheme": Scheme.SELLER, "year": today.year, "on": today})
    seen, batch_form = None, None
    if asked is not None and form.is_valid():
        seen = queries.proposal(
            form.cleaned_data["scheme"], year=form.cleaned_data["year"], on=form.cleaned_data["on"]
        )
        batch_form = BatchForm(accounts=open_accounts("contracts"), initial={"title": _title(seen)})
    page = Paginator(seen.grants if seen else [], PAGE_SIZE).get_page(request.GET.get("page"))
    waiting = Paginator(seen.waiting if seen else [], PAGE_SIZE).get_page(request.GET.get("waiting"))
    told = self_told(grant.payee for grant in page.object_list)
    context = {
        "form": form,
        "seen": seen,
        "page": page,
        "rows": [(grant, told.get(grant.payee.pk, "")) for grant in page.object_list],
        "waiting": waiting,
        "batch_form": batch_form,
        "accounts": open_accounts("contracts").exists(),
        "key": secrets.token_hex(16),
    }
    return render(request, "contracts/proposal.html", context)


@door(Permission.PAYMENT_PREPARE)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make the batch that was seen; a list that has changed meanwhile is shown again."""
    person: Any = request.person  # type: ignore[attr-defined]
    asked, form = ProposalForm(request.POST), BatchForm(request.POST, accounts=open_accounts("contracts"))
    if not (asked.is_valid() and form.is_valid()):
        messages.error(request, _("批次没有编成：请选择资金来源，填写批次名称。"))
        return redirect("contracts:proposal")
    back = f"?scheme={asked.cleaned_data['scheme']}&year={asked.cleaned_data['year']}&on={asked.cleaned_data['on']:%Y-%m-%d}"
    try:
        batch = actions.grant_subsidies(
            **asked.cleaned_data,
            **form.cleaned_data,
            digest=request.POST.get("digest", ""),
            by=person,
            key=f"subsidy:{person.pk}:{request.POST.get('key', '')[:64]}",
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        answer = redirect("contracts:proposal")
        answer["Location"] += back
        return answer
    messages.success(request, _("批次%(number)s已编成，资金已预留。") % {"number": batch.number})
    return redirect("payments:batch", batch.number)


def _sheet_of(subsidy: Subsidy) -> Sheet | None:
    """The kept sheet; for a claim that is not granted yet, the one of today."""
    if subsidy.verdict is not None:
        return Sheet(subsidy.verdict.sheet)
    if subsidy.scheme == Scheme.BUYER and subsidy.state in (
        SubsidyState.DRAFT,
        SubsidyState.SUBMITTED,
        SubsidyState.RETURNED,
        SubsidyState.ACCEPTED,
    ):
        return sheet_for(rules.find(RULE[Scheme.BUYER]), subsidy.number, city_today())
    return None


def _offers(subsidy: Subsidy, person: Any, *, is_own: bool) -> list[dict[str, Any]]:
    offers = []
    for offer in moves_for(subsidy, person):
        verb = offer.move.verb
        if not offer.allowed or verb not in VERBS or (verb in OWN and not is_own):
            continue
        offers.append(
            {"label": offer.move.label, "place": VERBS[verb], "posts": verb in AT_ONCE, "verb": verb}
        )
    return offers


def _title(seen: Any) -> str:
    return _("%(year)s年%(scheme)s") % {"year": seen.year, "scheme": Scheme(seen.scheme).label}


def _year(text: str, today: date) -> int:
    return int(text) if text.isdecimal() and FIRST_YEAR <= int(text) <= today.year else today.year
