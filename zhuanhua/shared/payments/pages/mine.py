"""What an organisation sees of its money: payments, demands, and the account it gives."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.payments import actions, queries
from zhuanhua.shared.payments.forms import BankAccountForm
from zhuanhua.shared.payments.states import TO_SEND

PAGE_SIZE = 50


@door(Permission.BANK_ACCOUNT_EDIT_OWN)
def mine(request: HttpRequest) -> HttpResponse:
    """Payments to my organisation, those that came back first, what it has to give back, where it is paid."""
    person: Any = request.person  # type: ignore[attr-defined]
    page = Paginator(queries.my_payments(person), PAGE_SIZE).get_page(request.GET.get("page"))
    for payment in page.object_list:
        payment.has_changed = payment.state in TO_SEND and not payment.is_for(payment.payee)
    context = {
        "page": page,
        "payments": page.object_list,
        "recoveries": queries.my_recoveries(person),
        "account": queries.bank_account_of(person.organisation),
    }
    return render(request, "payments/mine.html", context)


@door(Permission.BANK_ACCOUNT_EDIT_OWN)
def account(request: HttpRequest) -> HttpResponse:
    """Give or change the account."""
    person: Any = request.person  # type: ignore[attr-defined]
    if person.organisation is None:
        raise Http404
    form = BankAccountForm(request.POST or None, initial={"account_name": person.organisation.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_bank_account(organisation=person.organisation, by=person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("收款账户已保存。"))
            return redirect("payments:mine")
    return render(request, "payments/account.html", {"form": form})
