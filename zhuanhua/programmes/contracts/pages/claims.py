"""A buyer's claim on pages: begin, fill in, papers, hand in; the desk accepts, sends back, refuses."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.contracts import actions, queries
from zhuanhua.programmes.contracts.forms import ReasonForm
from zhuanhua.programmes.contracts.forms_subsidy import (
    ClaimPaperForm,
    InvoiceFormSet,
    SlipFormSet,
    TalentForm,
)
from zhuanhua.programmes.contracts.models import Subsidy
from zhuanhua.programmes.contracts.states_subsidy import Scheme
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.policy import rules
from zhuanhua.shared.policy.queries import sheet_for
from zhuanhua.ui.answering import done_or_told, tell_form

HERE = "contracts:subsidy"


@door(Permission.SUBSIDY_CLAIM)
def start(request: HttpRequest, number: str) -> HttpResponse:
    """Say what a claim needs; begin it when asked."""
    person: Any = request.person  # type: ignore[attr-defined]
    contract = queries.claimable_contracts(person).filter(number=number).first()
    if contract is None:
        raise Http404
    if request.method != "POST":
        return render(request, "contracts/new_claim.html", {"contract": contract})
    try:
        claim = actions.start_claim(contract=contract, by=person, on=city_today())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("contracts:my_subsidies")
    return redirect("contracts:claim", claim.number)


@door(Permission.SUBSIDY_CLAIM)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Certificate, invoices, slips and papers on one page."""
    claim = _own_claim(request, number)
    if claim.state not in actions.claims.EDITABLE:
        return redirect(HERE, number)
    typed = request.POST or None
    form = TalentForm(typed, initial={name: getattr(claim, name) for name in actions.claims.TALENT})
    invoices = InvoiceFormSet(
        typed, prefix="invoices", initial=list(claim.invoices.values("number", "issued_on", "amount_fen"))
    )
    slips = SlipFormSet(
        typed, prefix="slips", initial=list(claim.slips.values("reference", "paid_on", "amount_fen"))
    )
    if typed is not None and all([form.is_valid(), invoices.is_valid(), slips.is_valid()]):
        try:
            actions.save_claim(
                claim=claim,
                facts=form.cleaned_data,
                invoices=[line for line in invoices.cleaned_data if line],
                slips=[line for line in slips.cleaned_data if line],
                by=request.person,  # type: ignore[attr-defined]
            )
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("contracts:claim", number) if "stay" in request.POST else redirect(HERE, number)
    context = {
        "claim": claim,
        "form": form,
        "invoices": invoices,
        "slips": slips,
        "papers": files_of(claim),
        "paper_form": ClaimPaperForm(),
    }
    return render(request, "contracts/claim.html", context)


@door(Permission.SUBSIDY_CLAIM)
@require_POST
def attach(request: HttpRequest, number: str) -> HttpResponse:
    """Keep a paper."""
    claim = _own_claim(request, number)
    form = ClaimPaperForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("没有选择文件，或者没有选材料。"))
        return redirect("contracts:claim", number)
    upload, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
    return done_or_told(
        request,
        lambda: actions.attach_claim_paper(claim=claim, upload=upload, kind=kind, by=request.person),  # type: ignore[attr-defined]
        done=_("文件已上传。"),
        to="contracts:claim",
        number=number,
    )


@door(Permission.SUBSIDY_CLAIM)
@require_POST
def remove_paper(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """Take a paper out."""
    claim = _own_claim(request, number)
    return done_or_told(
        request,
        lambda: actions.detach_claim_paper(claim=claim, paper=paper, by=request.person),  # type: ignore[attr-defined]
        done=_("附件已删除。"),
        to="contracts:claim",
        number=number,
    )


@door(Permission.SUBSIDY_CLAIM)
@require_POST
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Hand the claim in."""
    claim = _own_claim(request, number)
    done = _("申领已提交。")
    return done_or_told(
        request,
        lambda: actions.submit_claim(claim=claim, by=request.person),
        done=done,
        to=HERE,
        number=number,
    )  # type: ignore[attr-defined]


@door(Permission.SUBSIDY_CLAIM)
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take the claim back."""
    claim = _own_claim(request, number)
    done = _("申领已撤回。")
    return done_or_told(
        request,
        lambda: actions.withdraw_claim(claim=claim, by=request.person),
        done=done,
        to=HERE,
        number=number,
    )  # type: ignore[attr-defined]


@door(Permission.SUBSIDY_EXAMINE)
@require_POST
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """Accept the claim: it waits for the next batch; the page that follows says what holds it out of that."""
    claim = queries.subsidy_for(request.person, number)  # type: ignore[attr-defined]
    try:
        actions.accept_claim(claim=claim, by=request.person, on=city_today())  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(HERE, number)
    if queries.reasons_of(sheet_for(rules.find(queries.RULE[Scheme.BUYER]), number, city_today())):
        told = _("申领已受理，受理序号%(n)s，次序已定。暂不列入批次，原因见下。")
        messages.warning(request, told % {"n": claim.acceptance_number})
    else:
        messages.success(request, _("申领已受理，列入下一批。"))
    return redirect(HERE, number)


@door(Permission.SUBSIDY_EXAMINE)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Send the claim back with what must be corrected."""
    return _with_reason(
        request, number, actions.return_claim, title=pgettext("verb", "退回补正"), done=_("已退回申领单位。")
    )


@door(Permission.SUBSIDY_EXAMINE)
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse the claim with the reason."""
    return _with_reason(
        request, number, actions.refuse_claim, title=_("不予补贴"), done=_("已告知申领单位。")
    )


def _with_reason(request: HttpRequest, number: str, deed: Any, *, title: str, done: str) -> HttpResponse:
    claim = queries.subsidy_for(request.person, number)  # type: ignore[attr-defined]
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return done_or_told(
            request,
            lambda: deed(claim=claim, by=request.person, reason=reason),
            done=done,
            to=HERE,
            number=number,
        )  # type: ignore[attr-defined]
    return render(request, "contracts/claim_decide.html", {"claim": claim, "form": form, "title": title})


def _own_claim(request: HttpRequest, number: str) -> Subsidy:
    """The claim, if it is the person's organisation's own."""
    person: Any = request.person  # type: ignore[attr-defined]
    claim = queries.subsidy_for(person, number)
    if (
        claim.scheme != Scheme.BUYER
        or person.organisation is None
        or claim.payee_id != person.organisation.pk
    ):
        raise Http404
    return claim
