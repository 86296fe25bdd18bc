"""Which values would pay although nobody has verified them? A list for everyone with an account; a leader confirms or withdraws."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.policy import actions, queries
from zhuanhua.shared.policy.forms import ConfirmForm, WithdrawForm
from zhuanhua.shared.policy.models import LocalConfirmation


@door(Permission.POLICY_READ)
def listing(request: HttpRequest) -> HttpResponse:
    """List the unverified values in use today with what stands for them, and all confirmations so far."""
    found = queries.values_in_use(city_today())
    context = {
        "found": found,
        "open": sum(each.confirmation is None for each in found),
        "history": queries.confirmations(),
        "verdict": allows(request.person, Permission.POLICY_CONFIRM),  # type: ignore[attr-defined]
    }
    return render(request, "policy/confirmations.html", context)


@door(Permission.POLICY_CONFIRM)
def confirm(request: HttpRequest, identifier: str, since: str) -> HttpResponse:
    """Confirm one value, with document and ground."""
    try:
        value = queries.value_at(identifier, date.fromisoformat(since))
    except (Refusal, ValueError) as fault:
        raise Http404(_("没有编号为“%(id)s”的规则值。") % {"id": identifier}) from fault
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm_value(
                value_id=value.id,
                effective_from=value.effective_from,
                ground=form.cleaned_data["ground"],
                document=form.cleaned_data["document"],
                by=request.person,  # type: ignore[attr-defined]
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("已确认。从现在起可以按这个值付款。"))
            return redirect("policy:confirmations")
    return render(request, "policy/confirm.html", {"value": value, "form": form})


@door(Permission.POLICY_CONFIRM)
def withdraw(request: HttpRequest, confirmation: int) -> HttpResponse:
    """Withdraw one confirmation, with a reason."""
    kept = get_object_or_404(LocalConfirmation, pk=confirmation)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_confirmation(
                confirmation=kept,
                reason=form.cleaned_data["reason"],
                by=request.person,  # type: ignore[attr-defined]
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("已撤回。从现在起不再按这个值付款。"))
            return redirect("policy:confirmations")
    return render(request, "policy/withdraw.html", {"kept": kept, "form": form})
