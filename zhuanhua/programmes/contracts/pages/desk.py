"""The registrar's and the second reviewer's pages."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.core.wording import amount_words
from zhuanhua.programmes.contracts import actions, codes, permissions, queries
from zhuanhua.programmes.contracts.actions.examining import Answers
from zhuanhua.programmes.contracts.forms import ExaminationForm, ReasonForm, RefusalForm
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.pages.asking import decide
from zhuanhua.programmes.contracts.pages.classifying import FACTS, advice, facts_from, hints_for
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.people.avoidance import is_impartial
from zhuanhua.ui.answering import done_or_told, tell_form


@door(Permission.CONTRACT_EXAMINE)
@require_POST
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """Take the papers in."""
    return _press(request, number, actions.accept_contract, _("已受理，开始计算期限。"), on=city_today())


@door(Permission.CONTRACT_EXAMINE)
@require_POST
def register(request: HttpRequest, number: str) -> HttpResponse:
    """Register and certify."""
    return _press(
        request, number, actions.register_contract, _("已登记，证书已生成，双方已收到通知。"), on=city_today()
    )


@door(Permission.CONTRACT_EXAMINE)
@require_POST
def refer(request: HttpRequest, number: str) -> HttpResponse:
    """Hand to a second person."""
    return _press(request, number, actions.refer_contract, _("已报请复核。"))


@door(Permission.CONTRACT_REVIEW)
@require_POST
def approve(request: HttpRequest, number: str) -> HttpResponse:
    """The second person agrees."""
    return _press(
        request, number, actions.approve_contract, _("复核通过，已登记并生成证书。"), on=city_today()
    )


@door(Permission.CONTRACT_EXAMINE)
def examine(request: HttpRequest, number: str) -> HttpResponse:
    """Answer the three questions, with help on the class."""
    contract = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    if request.method == "GET" and (why_not := _why_not(contract, request.person)):  # type: ignore[attr-defined]
        messages.warning(request, why_not)
        return redirect("contracts:detail", number)
    form = ExaminationForm(
        request.POST or None, initial=_first_answers(contract), has_text=bool(contract.text_sha256)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.examine_contract(
                contract=contract, by=request.person, answers=Answers(**form.cleaned_data), on=city_today()
            )  # type: ignore[attr-defined]
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("三项认定已保存。"))
            return redirect("contracts:detail", number)
    hints = hints_for(contract.subject)
    context = {
        "contract": contract,
        "form": form,
        "facts": FACTS,
        "hints": hints,
        "items": contract.items.all(),
        "advice": advice(dict.fromkeys(hints, True), on=contract.accepted_on or city_today()),
        "findings": actions.judging.findings_for(contract, on=contract.accepted_on or city_today()),
    }
    return render(request, "contracts/examine.html", context)


@door(Permission.CONTRACT_EXAMINE)
def classify(request: HttpRequest) -> HttpResponse:
    """Answer with the class that the ticked facts lead to; swapped into the examination page."""
    facts = facts_from(request.GET)
    return render(request, "contracts/advice.html", {"advice": advice(facts, on=city_today())})


@door(Permission.CONTRACT_REVIEW)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """The second person disagrees."""
    contract = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    return decide(
        request,
        contract,
        ReasonForm(request.POST or None),
        lambda typed: actions.send_back_contract(contract=contract, by=request.person, **typed),  # type: ignore[attr-defined]
        done=_("已退回登记员。"),
        title=_("退回登记员"),
        verb=_("退回登记员"),
    )


@door(Permission.CONTRACT_EXAMINE)
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse with a ground; the page shows the sentence of appeal that the applicant gets."""
    contract = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    return decide(
        request,
        contract,
        RefusalForm(request.POST or None),
        lambda typed: actions.refuse_contract(contract=contract, by=request.person, on=city_today(), **typed),  # type: ignore[attr-defined]
        done=_("已作出不予登记的决定，并告知申请单位救济途径。"),
        title=_("不予登记"),
        verb=_("不予登记这份合同"),
        note=_(
            "申请单位会看到理由和说明，以及：如不服本决定，可以提出异议，或者自知道本决定之日起60日内申请行政复议。"
        ),
        tone="danger",
    )


def _first_answers(contract: Contract) -> dict[str, Any]:
    latest = contract.examinations.first()
    if latest:
        return {
            "is_technology": "yes" if latest.is_technology else "no",
            "technology_ground": latest.technology_ground,
            "kind": latest.kind or contract.kind,
            "subkind": latest.subkind or contract.subkind,
            "kind_ground": latest.kind_ground,
            "trade_fen": latest.trade_fen or contract.trade_fen,
            "trade_ground": latest.trade_ground,
            "text_ground": latest.text_ground,
        }
    taken_off = [item for item in contract.items.all() if not item.is_deliverable]
    parts = (
        _("%(name)s%(amount)s") % {"name": item.name, "amount": amount_words(item.amount_fen)}
        for item in taken_off
    )
    facts = {"total": amount_words(contract.total_fen or 0), "items": pgettext("list", "、").join(parts)}
    ground = _("成交额%(total)s，减去%(items)s。") % facts if taken_off else ""
    return {
        "kind": contract.kind,
        "subkind": contract.subkind,
        "trade_fen": contract.trade_fen,
        "trade_ground": ground,
    }


def _why_not(contract: Contract, person: Any) -> str:
    """Say why the three questions cannot be answered now, or not by this person, and which step leads to them."""
    if contract.state == ContractState.ACCEPTED:
        return is_impartial(person, permissions.matter_of(contract)).reason
    if contract.state in {ContractState.SUBMITTED, ContractState.RESUBMITTED}:
        return _("还没有受理，不能认定。请先点“受理”，再作三项认定。")
    return _("合同现在是“%(state)s”，受理后、办结前才能认定。") % {
        "state": ContractState(contract.state).label
    }


def _press(request: HttpRequest, number: str, action: Any, done: str, **more: Any) -> HttpResponse:
    contract = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    return done_or_told(
        request,
        lambda: action(contract=contract, by=request.person, **more),  # type: ignore[attr-defined]
        done=done,
        to="contracts:detail",
        number=number,
    )


SUBKINDS_OF = {
    kind.value: [sub for sub in codes.Subkind if codes.kind_of(sub.value) == kind] for kind in codes.Kind
}
