"""After the decision: changes, cancellation, objections, revocation, royalties."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.contracts import actions, permissions, queries
from zhuanhua.programmes.contracts.codes import ChangeKind
from zhuanhua.programmes.contracts.forms import AnswerForm, ChangeForm, ObjectionForm, ReasonForm, RoyaltyForm
from zhuanhua.programmes.contracts.models import Change, Subsidy
from zhuanhua.programmes.contracts.pages.asking import decide
from zhuanhua.programmes.contracts.pages.differences import labels, readable
from zhuanhua.programmes.contracts.states import ChangeState, ContractState, ObjectionState
from zhuanhua.programmes.contracts.states_subsidy import STANDING, SubsidyState
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import may
from zhuanhua.shared.people.avoidance import is_impartial
from zhuanhua.shared.workflow.queries import publicities_of
from zhuanhua.ui.answering import done_or_told, filled_in, tell_form

DECIDING = (Permission.CONTRACT_CHANGE_DECIDE, Permission.CONTRACT_REVIEW)


@door(Permission.CONTRACT_FILE)
def request_change(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a change or for cancellation."""
    contract = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    if not permissions.may_request_change(request.person, contract):  # type: ignore[attr-defined]
        raise Http404
    kept = {"kind": "amend"} | {name: getattr(contract, name) for name in actions.changes.CHANGEABLE}
    form = ChangeForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        kind, reason = typed.pop("kind"), typed.pop("reason")
        after = (
            {name: value for name, value in typed.items() if value not in (None, "")}
            if kind == "amend"
            else {}
        )
        try:
            change = actions.request_change(
                contract=contract, by=request.person, kind=kind, reason=reason, after=after
            )  # type: ignore[attr-defined]
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(
                request, _("申请%(number)s已提交；办结前原证书有效。") % {"number": change.number}
            )
            return redirect("contracts:detail", number)
    return render(request, "contracts/request_change.html", {"contract": contract, "form": form})


@door(Permission.CONTRACT_READ_OWN, Permission.CONTRACT_READ_ALL)
def change(request: HttpRequest, number: str, change: str) -> HttpResponse:
    """See a change, before and after; decide it."""
    person: Any = request.person  # type: ignore[attr-defined]
    wanted = queries.change_for(person, change)
    if wanted.contract.number != number:
        raise Http404
    is_open = wanted.state == ChangeState.REQUESTED
    verdict = actions.changes.may_decide(person, wanted, on=city_today())
    if is_open and verdict:
        verdict = is_impartial(person, permissions.matter_of(wanted.contract, wanted.requested_by_id))
    may_decide = is_open and bool(verdict)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].required = request.POST.get("decision") == "decline"
    if request.method == "POST" and may_decide and form.is_valid():
        try:
            if request.POST.get("decision") == "grant":
                actions.grant_change(
                    change=wanted, by=person, on=city_today(), reason=form.cleaned_data["reason"]
                )
            else:
                actions.decline_change(change=wanted, by=person, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("变更申请已办结。"))
            if back := [
                each.number for each in _subsidies(person, wanted) if each.state == SubsidyState.RECOVERING
            ]:
                messages.success(
                    request,
                    _("补贴%(numbers)s须退回，已立案追缴，由经办发函。") % {"numbers": ", ".join(back)},
                )
            return redirect("contracts:detail", number)
    before, after = readable(wanted.before), readable(wanted.after)
    rows = [(labels().get(name, name), before.get(name, ""), after.get(name, "")) for name in wanted.after]
    context = {
        "contract": wanted.contract,
        "change": wanted,
        "rows": rows,
        "form": form,
        "subsidies": _subsidies(person, wanted) if may_decide else (),
        "may_decide": may_decide,
        "why_not": verdict.reason if is_open and any(may(person, desk) for desk in DECIDING) else "",
    }
    return render(request, "contracts/change.html", context)


def _subsidies(person: Any, change: Change) -> Iterable[Subsidy]:
    """Give what was granted on the contract, as far as the change touches it and the person may see it."""
    if change.kind == ChangeKind.AMEND and not change.touches_amounts:
        return ()
    return queries.visible_subsidies(person).filter(contract=change.contract_id, state__in=STANDING)


@door(Permission.CONTRACT_OBJECT)
def object_to(request: HttpRequest, number: str) -> HttpResponse:
    """File an objection."""
    contract = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    form = ObjectionForm(request.POST or None)
    return decide(
        request,
        contract,
        form,
        lambda typed: actions.file_objection(contract=contract, by=request.person, **typed),  # type: ignore[attr-defined]
        done=_("异议已提交，由另一位经办人复查。"),
        title=_("提出异议"),
        verb=_("提交异议"),
        note=_("也可以不提异议，自知道决定之日起60日内直接申请行政复议。"),
    )


@door(Permission.CONTRACT_READ_OWN, Permission.CONTRACT_READ_ALL)
def objection(request: HttpRequest, number: str, objection: str) -> HttpResponse:
    """See an objection; answer it."""
    person: Any = request.person  # type: ignore[attr-defined]
    filed = queries.objection_for(person, objection)
    if filed.contract.number != number:
        raise Http404
    is_asked = may(person, Permission.CONTRACT_OBJECTION_DECIDE) and filed.state == ObjectionState.FILED
    partial = (
        is_impartial(person, permissions.matter_of(filed.contract, filed.filed_by_id)).reason
        if is_asked
        else ""
    )
    may_decide = is_asked and not partial
    form = AnswerForm(request.POST or None)
    if may_decide:
        deeds = {"uphold": actions.uphold_objection, "dismiss": actions.dismiss_objection}
        answer = filled_in(
            request,
            form,
            lambda typed: deeds[typed["outcome"]](objection=filed, by=person, answer=typed["answer"]),
            done=_("异议已复查，答复已送达。"),
            to="contracts:detail",
            number=number,
        )
        if answer is not None:
            return answer
    return render(
        request,
        "contracts/objection.html",
        {
            "contract": filed.contract,
            "objection": filed,
            "form": form,
            "may_decide": may_decide,
            "why_not": partial,
        },
    )


@door(Permission.CONTRACT_CHANGE_DECIDE)
def propose_revocation(request: HttpRequest, number: str) -> HttpResponse:
    """Announce that a registration shall be revoked."""
    contract = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    form = ReasonForm(request.POST or None)
    return decide(
        request,
        contract,
        form,
        lambda typed: actions.propose_revocation(
            contract=contract,
            by=request.person,  # type: ignore[attr-defined]
            on=city_today(),
            **typed,
        ),
        done=_("已公示，期满后由有权的另一人决定。"),
        title=_("提出撤销登记"),
        verb=_("公示拟撤销登记"),
        note=_("理由会公开。请只写事实和依据，不写合同内容、金额和个人信息。"),
        tone="danger",
    )


@door(Permission.CONTRACT_REVOKE_DECIDE)
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    """Revoke after the notice ended."""
    contract = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    publicity = next(iter(publicities_of(contract)), None)
    if publicity is None or contract.state != ContractState.REGISTERED:
        messages.error(request, _("还没有公示过拟撤销登记。请先由经办提出撤销并公示。"))
        return redirect("contracts:detail", number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return done_or_told(
            request,
            lambda: actions.revoke_contract(
                contract=contract,
                publicity=publicity,
                by=request.person,
                on=city_today(),
                reason=form.cleaned_data["reason"],  # type: ignore[attr-defined]
            ),
            done=_("登记已撤销，证书作废。"),
            to="contracts:detail",
            number=number,
        )
    context = {
        "contract": contract,
        "form": form,
        "title": _("撤销登记"),
        "verb": _("撤销这份登记"),
        "tone": "danger",
        "publicity": publicity,
    }
    return render(request, "contracts/decide.html", context)


@door(Permission.CONTRACT_EXAMINE, Permission.CONTRACT_REVIEW)
def royalty(request: HttpRequest, number: str) -> HttpResponse:
    """Verify a royalty that arrived."""
    contract = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    form = RoyaltyForm(request.POST or None, request.FILES or None)
    return decide(
        request,
        contract,
        form,
        lambda typed: actions.record_royalty(contract=contract, by=request.person, on=city_today(), **typed),  # type: ignore[attr-defined]
        done=_("提成已登记，已换发新版证书。"),
        title=_("登记提成到账"),
        verb=_("核定这笔提成"),
    )
