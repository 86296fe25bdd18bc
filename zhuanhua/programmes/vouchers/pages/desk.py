"""The desks of district and city: lists, one voucher on one page, issue, and the batch."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.vouchers import actions, permissions, queries
from zhuanhua.programmes.vouchers.actions.paying import PROGRAMME
from zhuanhua.programmes.vouchers.forms import BatchForm, IssueForm
from zhuanhua.programmes.vouchers.pages.offers import offers_for, route_of
from zhuanhua.programmes.vouchers.queries.lists import FILTERS, VIEWS
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows, may
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.journal.queries import entries_for
from zhuanhua.shared.journal.sentences import lines_of
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.ledger.queries import open_accounts
from zhuanhua.shared.payments.programmes import case_of
from zhuanhua.shared.payments.queries import payment_of
from zhuanhua.shared.people.avoidance import is_impartial
from zhuanhua.shared.workflow.queries import open_return
from zhuanhua.ui.answering import tell_form

PAGE_SIZE = 50


@door(Permission.VOUCHER_READ, Permission.VOUCHER_DISTRICT)
def desk(request: HttpRequest) -> HttpResponse:
    """What waits, and everything that was handed in; here the figures open."""
    person: Any = request.person  # type: ignore[attr-defined]
    views, counts = queries.desk_views(person), queries.desk_counts(person)
    view = request.GET.get("view", views[0])
    view = view if view in views else views[0]
    vouchers = queries.filtered(queries.view_of(person, view), request.GET)
    page = Paginator(vouchers, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "vouchers": page.object_list,
        "view": view,
        "views": [(name, VIEWS[name][0], counts[name]) for name in views],
        "sums": queries.sums_of(vouchers),
        "filters": [
            {"name": name, "label": label, "choices": codes.choices, "chosen": request.GET.get(name, "")}
            for name, (label, _column, codes) in FILTERS.items()
        ],
        "params": request.GET,
        "export": "vouchers-desk",
        "may_prepare": allows(person, Permission.PAYMENT_PREPARE),
    }
    return render(request, "vouchers/desk.html", context)


@door(Permission.VOUCHER_APPLY, Permission.VOUCHER_DISTRICT, Permission.VOUCHER_READ)
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one voucher that this person may see, and what may be done next."""
    person: Any = request.person  # type: ignore[attr-defined]
    voucher = queries.voucher_for(person, number)
    today = city_today()
    is_own = permissions.is_holder(person, voucher)
    on_desk = may(person, Permission.VOUCHER_DECIDE) or may(person, Permission.VOUCHER_DISTRICT)
    partial = is_impartial(person, permissions.matter_of(voucher)).reason if on_desk else ""
    due = queries.outcome_due_on(voucher) if is_own else None
    context = {
        "voucher": voucher,
        "is_own": is_own,
        "route": route_of(voucher),
        "offers": offers_for(voucher, person, partial),
        "application": queries.application_sheet(voucher, today),
        "redemption": queries.redemption_sheet(voucher, today),
        "told": "" if is_own else queries.told_of_holder(voucher),
        "holds": holds_of(voucher, person, partial),
        "papers": files_of(voucher) if permissions.may_read_papers(person, voucher) else None,
        "invoices": voucher.invoices.all(),
        "slips": voucher.slips.all(),
        "outcomes": voucher.outcomes.all(),
        "outcome_due": due if due and due <= today else None,
        "payment": payment_of(voucher.case_kind, voucher.number) if voucher.redeem_fen else None,
        "may_read_payments": allows(person, Permission.PAYMENT_READ),
        "returned": open_return(voucher),
        "lines": lines_of(entries_for(person, voucher.case_kind, voucher.number)),
    }
    return render(request, "vouchers/detail.html", context)


@door(Permission.VOUCHER_DECIDE)
def issue(request: HttpRequest, number: str) -> HttpResponse:
    """The verdict of today and the money to take it from; issued when the officer says so."""
    person: Any = request.person  # type: ignore[attr-defined]
    voucher = queries.voucher_for(person, number)
    accounts = open_accounts(PROGRAMME).filter(budget__year=city_today().year)
    told = queries.told_of_holder(voucher)
    form = IssueForm(request.POST or None, accounts=accounts, told=told)
    if request.method == "POST" and form.is_valid():
        try:
            actions.issue_voucher(voucher=voucher, **form.cleaned_data, by=person, on=city_today())
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(
                request, _("已发券，券号%(number)s，资金已预留。") % {"number": voucher.voucher_number}
            )
            return redirect("vouchers:detail", number)
    context = {
        "voucher": voucher,
        "form": form,
        "accounts": accounts.exists(),
        "told": told,
        "sheet": queries.application_sheet(voucher, city_today()),
    }
    return render(request, "vouchers/issue.html", context)


@door(Permission.PAYMENT_PREPARE)
def batch(request: HttpRequest) -> HttpResponse:
    """Accepted redemptions, by the money that holds them; ticked ones become a batch."""
    person: Any = request.person  # type: ignore[attr-defined]
    waiting = queries.view_of(person, "payable").select_related("reservation__account__budget")
    chosen = request.POST.get("account", "")
    accounts = {voucher.reservation.account_id: voucher.reservation.account for voucher in waiting}
    form = BatchForm(
        request.POST or None, initial={"title": _("%(year)s年创新券兑付") % {"year": city_today().year}}
    )
    if request.method == "POST" and form.is_valid():
        account = (
            Account.objects.filter(pk=chosen).first() if chosen.isascii() and chosen.isdecimal() else None
        )
        try:
            if account is None:
                raise Refusal(_("没有选择资金来源。"), way_out=_("请从名单下面的按钮编批次。"))
            made = actions.grant_vouchers(
                numbers=request.POST.getlist("number"),
                account=account,
                title=form.cleaned_data["title"],
                by=person,
                key=f"voucher:{person.pk}:{request.POST.get('key', '')[:64]}",
                on=city_today(),
            )
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("批次%(number)s已编成。") % {"number": made.number})
            return redirect("payments:batch", made.number)
    groups = [
        {"account": account, "vouchers": [each for each in waiting if each.reservation.account_id == key]}
        for key, account in accounts.items()
    ]
    for group in groups:
        group["total"] = sum(voucher.redeem_fen for voucher in group["vouchers"])
    context = {"groups": groups, "form": form, "key": secrets.token_hex(16)}
    return render(request, "vouchers/batch.html", context)


def holds_of(voucher: Any, person: Any, partial: str = "") -> list[dict[str, Any]]:
    """Give what held a voucher, with the other case named to those who may see it; who stands aside (`partial`) clears nothing."""
    may_clear = may(person, Permission.VOUCHER_DECIDE) and not partial
    found = []
    for hold in voucher.holds.select_related("cleared_by"):
        title, url = case_of(person, hold.other_kind, hold.other_number) if hold.other_number else ("", "")
        found.append(
            {
                "hold": hold,
                "title": title,
                "number": hold.other_number if url else "",
                "url": url,
                "has_other": bool(hold.other_number),
                "may_clear": may_clear and hold.cleared_on is None,
            }
        )
    return found
