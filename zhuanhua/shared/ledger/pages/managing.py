"""Finance's forms: set up a budget, add or take back money, end a year. Sent twice, a form has one effect."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal
from zhuanhua.core.wording import amount_words
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.ledger import actions, programmes, queries
from zhuanhua.shared.ledger.forms import AllocateForm, CloseForm, KeyedForm, OpenForm


@door(Permission.BUDGET_MANAGE)
def open_new(request: HttpRequest) -> HttpResponse:
    """Set up a budget with its sources."""
    form = OpenForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            budget = actions.open_budget(
                code=typed["code"],
                programme=typed["programme"],
                year=typed["year"],
                name=typed["name"],
                sources=form.sources(),
                by=request.person,  # type: ignore[attr-defined]
                key=typed["request_key"],
                on=typed["on"],
            )
        except Refusal as refusal:
            status = _take(form, refusal)
        else:
            messages.success(request, _("已设立预算%(code)s。") % {"code": budget.code})
            return redirect("ledger:detail", budget.code)
    context = {"form": form, "can_open": bool(programmes.all_spending())}
    return render(request, "ledger/open.html", context, status=status)


@door(Permission.BUDGET_MANAGE)
def allocate(request: HttpRequest, code: str, source: int) -> HttpResponse:
    """Add to a source, or take back what is available."""
    person: Any = request.person  # type: ignore[attr-defined]
    budget = queries.budget_for(person, code)
    account = next((each for each in budget.accounts.all() if each.pk == source), None)
    if account is None:
        raise Http404
    form = AllocateForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            done = actions.allocate(
                account=account,
                amount_fen=form.signed_fen,
                by=person,
                key=typed["request_key"],
                on=typed["on"],
                reason=typed["reason"],
            )
        except Refusal as refusal:
            status = _take(form, refusal)
        else:
            words = {"source": account.source, "amount": amount_words(abs(done.amount_fen))}
            said = (
                _("%(source)s已追加%(amount)s。")
                if done.amount_fen > 0
                else _("%(source)s已收回%(amount)s。")
            )
            messages.success(request, said % words)
            return redirect("ledger:detail", code)
    context = {"form": form, "budget": budget, "account": account}
    return render(request, "ledger/allocate.html", context, status=status)


@door(Permission.BUDGET_MANAGE)
def close(request: HttpRequest, code: str) -> HttpResponse:
    """End a budget's year: the rest goes back to the treasury, or on to a later year's budget."""
    person: Any = request.person  # type: ignore[attr-defined]
    budget = queries.budget_for(person, code)
    form = CloseForm(request.POST or None, onward=queries.budgets_after(budget))
    status = 200
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.close_year(
                budget=budget, into=typed["into"], by=person, key=typed["request_key"], on=typed["on"]
            )
        except Refusal as refusal:
            status = _take(form, refusal)
        else:
            messages.success(request, _("预算%(code)s已经结账。") % {"code": code})
            return redirect("ledger:detail", code)
    face = queries.budget_face(budget)
    return render(request, "ledger/close.html", {"form": form, "budget": budget, "face": face}, status=status)


def _take(form: KeyedForm, refusal: Refusal) -> int:
    """Show what was refused at its field, and give the answer's status."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return refusal.status
