"""The holder's pages after issue: the proof of a redemption with what the voucher brought, and the question a year later."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.vouchers import actions, permissions, queries
from zhuanhua.programmes.vouchers.codes import Moment
from zhuanhua.programmes.vouchers.forms import (
    InvoiceFormSet,
    LaterOutcomeForm,
    OutcomeForm,
    PaperForm,
    SlipFormSet,
)
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.programmes.vouchers.pages.holder import own_voucher
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.workflow.queries import open_return
from zhuanhua.ui.answering import tell_form

SOON = timedelta(days=30)


@door(Permission.VOUCHER_APPLY)
def redeem(request: HttpRequest, number: str) -> HttpResponse:
    """Invoices, slips, papers and outcome on one page; saved as often as one likes, handed in once."""
    person: Any = request.person  # type: ignore[attr-defined]
    voucher = own_voucher(request, number)
    verdict = permissions.may_redeem(person, voucher)
    if not verdict:
        messages.error(request, _said(voucher, verdict.reason))
        return redirect("vouchers:detail", number)
    typed = request.POST or None
    outcome = voucher.outcomes.filter(moment=Moment.REDEMPTION).first()
    told = {name: getattr(outcome, name) for name in actions.outcomes.OUTCOME} if outcome else {}
    form = OutcomeForm(typed, initial=told)
    invoices = InvoiceFormSet(
        typed, prefix="invoices", initial=list(voucher.invoices.values("number", "issued_on", "amount_fen"))
    )
    slips = SlipFormSet(
        typed, prefix="slips", initial=list(voucher.slips.values("reference", "paid_on", "amount_fen"))
    )
    if typed is not None and all([form.is_valid(), invoices.is_valid(), slips.is_valid()]):
        lines = [[line for line in each.cleaned_data if line] for each in (invoices, slips)]
        proof = actions.redeeming.Proof(lines[0], lines[1], form.cleaned_data)
        try:
            if "submit" not in request.POST:
                _save(voucher, proof, person)
            else:
                done = _hand_in(voucher, proof, person)
                messages.success(
                    request, _("兑付申请已提交，回执%(receipt)s。") % {"receipt": done.receipt_number}
                )
                return redirect("vouchers:detail", number)
        except Refusal as refusal:
            if refusal.code in {"redeemed", "moved_on"}:
                messages.error(request, str(refusal))
                return redirect("vouchers:detail", number)
            tell_form(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("vouchers:redeem", number)
    context = {
        "voucher": voucher,
        "form": form,
        "invoices": invoices,
        "slips": slips,
        "papers": files_of(voucher),
        "paper_form": PaperForm(redeeming=True),
        "returned": open_return(voucher),
        "sheet": queries.redemption_sheet(voucher, city_today()),
    }
    return render(request, "vouchers/redeem.html", context)


@door(Permission.VOUCHER_APPLY)
def outcome(request: HttpRequest, number: str) -> HttpResponse:
    """What the voucher had brought a year later."""
    voucher = own_voucher(request, number)
    due = queries.outcome_due_on(voucher)
    if due is None or city_today() < due:
        messages.error(request, _("现在不用填报一年后的成效。"))
        return redirect("vouchers:detail", number)
    first = voucher.outcomes.filter(moment=Moment.REDEMPTION).first()
    form = LaterOutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_outcome(
                voucher=voucher, outcome=form.cleaned_data, by=request.person, on=city_today()
            )  # type: ignore[attr-defined]
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("成效已填报。"))
            return redirect("vouchers:detail", number)
    return render(request, "vouchers/outcome.html", {"voucher": voucher, "form": form, "first": first})


def _save(voucher: Voucher, proof: actions.redeeming.Proof, person: Any) -> Voucher:
    return actions.save_redemption(voucher=voucher, by=person, on=city_today(), **vars(proof))


def _hand_in(voucher: Voucher, proof: actions.redeeming.Proof, person: Any) -> Voucher:
    """Keep the proof and hand it in at once; where it cannot be handed in, what was typed stays."""
    try:
        return actions.redeem_voucher(voucher=voucher, by=person, on=city_today(), proof=proof)
    except Refusal:
        _save(voucher, proof, person)
        raise


def _said(voucher: Voucher, reason: str) -> str:
    """Who comes second reads the receipt of who was first."""
    if voucher.receipt_number:
        return _("这张券已经申请过兑付，回执%(receipt)s，现在是“%(state)s”。") % {
            "receipt": voucher.receipt_number,
            "state": voucher.applicant_label,
        }
    return reason
