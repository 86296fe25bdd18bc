"""Claw-back: the list, one case, and what may be done with it."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.journal.queries import entries_for
from zhuanhua.shared.journal.sentences import lines_of
from zhuanhua.shared.payments import actions, programmes, queries
from zhuanhua.shared.payments.actions.avoiding import may_recover
from zhuanhua.shared.payments.forms import DemandForm, ReasonForm, ReceiptForm
from zhuanhua.shared.workflow.moves import moves_for
from zhuanhua.ui.answering import filled_in

PAGE_SIZE = 50
TERM = timedelta(days=30)
PLACES = {"demand": "payments:demand", "close": "payments:receive", "waive": "payments:waive"}


@door(Permission.PAYMENT_READ)
def listing(request: HttpRequest) -> HttpResponse:
    """Every recovery, open ones first."""
    person: Any = request.person  # type: ignore[attr-defined]
    page = Paginator(queries.recoveries(person), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "payments/recoveries.html", {"page": page, "recoveries": page.object_list})


@door(Permission.PAYMENT_READ)
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One recovery: why, how much, what came."""
    person: Any = request.person  # type: ignore[attr-defined]
    recovery = queries.recovery_for(person, number)
    payment = recovery.payment
    offers = [
        {"label": offer.move.label, "place": PLACES[offer.move.verb], "verb": offer.move.verb}
        for offer in moves_for(recovery, person)
        if offer.allowed and offer.move.verb in PLACES  # more is called back by the case, not by a button
    ]
    aside = may_recover(person, recovery).reason if offers else ""
    context = {
        "recovery": recovery,
        "receipts": recovery.receipts.select_related("recorded_by"),
        "offers": [] if aside else offers,
        "stands_aside": aside,
        "case_url": programmes.paying(payment.batch.programme).address(payment.case_number),
        "lines": lines_of(entries_for(person, recovery.case_kind, recovery.number)),
    }
    return render(request, "payments/recovery.html", context)


@door(Permission.PAYMENT_PREPARE)
def demand(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the payee for the money."""
    initial = {"due_on": city_today() + TERM}
    return _asked(
        request,
        number,
        DemandForm(request.POST or None, initial=initial),
        title=_("发函追缴"),
        done=_("已发函，收款单位已收到通知。"),
        deed=lambda recovery, by, typed: actions.demand_recovery(
            recovery=recovery, by=by, on=city_today(), **typed
        ),
    )


@door(Permission.PAYMENT_EXECUTE)
def receive(request: HttpRequest, number: str) -> HttpResponse:
    """Record money that came back."""
    return _asked(
        request,
        number,
        ReceiptForm(request.POST or None),
        title=_("登记追回的款项"),
        done=_("已登记到账，预算已冲回。"),
        deed=lambda recovery, by, typed: actions.receive_recovery(recovery=recovery, by=by, **typed),
    )


@door(Permission.PAYMENT_APPROVE)
def waive(request: HttpRequest, number: str) -> HttpResponse:
    """Write off the rest."""
    return _asked(
        request,
        number,
        ReasonForm(request.POST or None),
        title=_("核销余额"),
        done=_("余额已核销。"),
        deed=lambda recovery, by, typed: actions.waive_recovery(recovery=recovery, by=by, **typed),
    )


def _asked(request: HttpRequest, number: str, form: Any, *, title: str, done: str, deed: Any) -> HttpResponse:
    """Show a form for one recovery; do the deed when it is filled in."""
    person: Any = request.person  # type: ignore[attr-defined]
    recovery = queries.recovery_for(person, number)
    answer = filled_in(
        request,
        form,
        lambda typed: deed(recovery, person, typed),
        done=done,
        to="payments:recovery",
        number=number,
    )
    return answer or render(
        request, "payments/ask.html", {"recovery": recovery, "form": form, "title": title}
    )
