"""The applicant's pages: begin, fill in by sections, attach papers, hand in, take back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.contracts import actions, permissions, queries
from zhuanhua.programmes.contracts.actions import correcting
from zhuanhua.programmes.contracts.actions.papers import attach_paper, detach_paper
from zhuanhua.programmes.contracts.forms import PaperForm
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.pages.sections import (
    SECTIONS,
    Section,
    checklist,
    needed_in,
    place_of,
    remarks_of,
    section_of,
    unsettled,
)
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.workflow.queries import open_return
from zhuanhua.ui.answering import done_or_told, tell_form


@door(Permission.CONTRACT_FILE)
def start(request: HttpRequest) -> HttpResponse:
    """Say what is needed; begin a draft when asked, and open its first section."""
    if request.method != "POST":
        return render(request, "contracts/start.html", {"sections": SECTIONS})
    try:
        contract = actions.start_draft(by=request.person, on=city_today())  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("contracts:mine")
    return redirect("contracts:edit", contract.number)


@door(Permission.CONTRACT_FILE)
def edit(request: HttpRequest, number: str, section: str = "parties") -> HttpResponse:
    """One section of the form; saving keeps what is right and says what is not; an autosave answers in JSON."""
    contract = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    chosen = section_of(section)
    if not permissions.may_edit(request.person, contract):  # type: ignore[attr-defined]
        return redirect("contracts:detail", number)
    if chosen.slug == "review":
        return _review(request, contract, chosen)
    if chosen.slug == "papers":
        return _papers(request, contract, chosen)
    remarks = remarks_of(open_return(contract))
    is_autosave = "autosave" in request.POST
    filled = (
        chosen.bound(request.POST, contract, remarks)
        if request.method == "POST"
        else chosen.unbound(contract, remarks)
    )
    is_stale = False
    if request.method == "POST":
        try:
            chosen.save(filled, contract, by=request.person, is_autosave=is_autosave)  # type: ignore[attr-defined]
        except Refusal as refusal:
            is_stale = refusal.code == "moved_on"
            tell_form(filled.form, refusal)
        if is_autosave:
            contract.refresh_from_db()
            told = {"faults": len(filled.faults()), "needed": needed_in(contract)}
            if not is_stale:
                told["version"] = chosen.mark(contract)
            return JsonResponse({"saved_at": timezone.localtime().strftime("%H:%M"), **told})
        if not filled.faults():
            contract.refresh_from_db()
            messages.success(request, _("已保存。"))
            return redirect(
                "contracts:edit_section", number, chosen.next_slug if "next" in request.POST else chosen.slug
            )
    contract.refresh_from_db()
    shown = {
        "form": filled.form,
        "items": filled.items,
        "unsettled": unsettled(contract),
        "version": chosen.mark(contract),
    }
    return render(request, "contracts/edit.html", _context(contract, chosen) | shown)


@door(Permission.CONTRACT_FILE)
@require_POST
def attach(request: HttpRequest, number: str) -> HttpResponse:
    """Keep an uploaded paper with the contract."""
    contract = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            attach_paper(
                contract=contract,
                upload=form.cleaned_data["file"],
                kind=form.cleaned_data["kind"],
                by=request.person,
            )  # type: ignore[attr-defined]
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("附件已收到。"))
            return redirect("contracts:edit_section", number, "papers")
    return _papers(request, contract, section_of("papers"), form)


@door(Permission.CONTRACT_FILE)
@require_POST
def remove_paper(request: HttpRequest, number: str, paper: Any) -> HttpResponse:
    """Take a paper out again while the contract may be edited."""
    contract = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    try:
        detach_paper(contract=contract, paper=paper, by=request.person)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("附件已删除。"))
    return redirect("contracts:edit_section", number, "papers")


@door(Permission.CONTRACT_FILE)
@require_POST
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in a draft, or a correction."""
    contract = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    person: Any = request.person  # type: ignore[attr-defined]
    try:
        if contract.state == contract.States.RETURNED:
            is_meant = "although_unchanged" in request.POST
            actions.resubmit_contract(
                contract=contract, by=person, on=city_today(), although_unchanged=is_meant
            )
        else:
            actions.submit_contract(contract=contract, by=person, on=city_today())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("contracts:edit_section", number, "review")
    messages.success(request, _("已提交。受理后会通知您，最迟办结日会写在合同页上。"))
    return redirect("contracts:detail", number)


@door(Permission.CONTRACT_FILE)
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take the application back."""
    contract = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    return done_or_told(
        request,
        lambda: actions.withdraw_contract(contract=contract, by=request.person),  # type: ignore[attr-defined]
        done=_("申请已撤回。"),
        to="contracts:detail",
        number=number,
    )


@door(Permission.CONTRACT_FILE)
@require_POST
def discard(request: HttpRequest, number: str) -> HttpResponse:
    """Throw a draft away."""
    contract = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    try:
        actions.discard_draft(contract=contract, by=request.person)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("contracts:detail", number)
    messages.success(request, _("草稿已删除。"))
    return redirect("contracts:mine")


def _papers(
    request: HttpRequest, contract: Contract, chosen: Section, form: PaperForm | None = None
) -> HttpResponse:
    if not permissions.may_edit(request.person, contract):  # type: ignore[attr-defined]
        raise Http404
    context = _context(contract, chosen) | {"form": form or PaperForm(), "papers": files_of(contract)}
    return render(request, "contracts/edit_papers.html", context)


def _review(request: HttpRequest, contract: Contract, chosen: Section) -> HttpResponse:
    refusal = None
    try:
        actions.filing.require_complete(contract, on=city_today())
    except Refusal as found:
        refusal = found
    context = _context(contract, chosen) | {
        "findings": actions.judging.findings_for(contract, on=city_today()) if contract.total_fen else [],
        "refusal": refusal,
        "place": place_of(refusal.field) if refusal else None,
        "unchanged": [
            (correcting.field_label(name), place_of(name)) for name in correcting.unchanged_marks(contract)
        ],
        "papers": files_of(contract),
        "items_kept": contract.items.all(),
    }
    return render(request, "contracts/edit_review.html", context)


def _context(contract: Contract, chosen: Section) -> dict[str, Any]:
    returned = open_return(contract)
    steps = checklist(contract, returned)
    blocked = [step for step in steps if step.tone != "done" and step.section.slug != "review"]
    return {
        "contract": contract,
        "chosen": chosen,
        "steps": steps,
        "sections": SECTIONS,
        "returned": returned,
        "items_remark": remarks_of(returned).get("items", ""),
        "papers_remark": remarks_of(returned).get("papers", ""),
        "blocked": blocked,
    }
