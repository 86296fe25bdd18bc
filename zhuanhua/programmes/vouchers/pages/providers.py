"""Service providers on pages: the public list, an organisation's own entry, the desk that reviews entries."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.vouchers import actions, permissions, queries
from zhuanhua.programmes.vouchers.codes import ServiceKind
from zhuanhua.programmes.vouchers.forms import ProviderForm, ServiceFormSet
from zhuanhua.programmes.vouchers.states import ProviderState
from zhuanhua.shared.access.doors import View, door, open_door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.journal.queries import entries_for
from zhuanhua.shared.journal.sentences import lines_of
from zhuanhua.shared.payments.forms import ReasonForm
from zhuanhua.shared.people.avoidance import is_impartial
from zhuanhua.shared.workflow.moves import move_named, moves_for
from zhuanhua.shared.workflow.queries import open_return
from zhuanhua.ui.answering import done_or_told, tell_form

PAGE_SIZE = 30
DESK = (Permission.PROVIDER_DECIDE, Permission.VOUCHER_READ)
PLACES = {
    "list": "list_provider",
    "return": "return_provider",
    "refuse": "refuse_provider",
    "remove": "remove_provider",
}


@open_door("服务机构名录是公开的，企业据此选择机构")
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody sees who serves holders of vouchers, with which services and prices."""
    providers = queries.filtered_providers(queries.listed_providers(), request.GET)
    page = Paginator(providers, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "providers": page.object_list,
        "kinds": ServiceKind.choices,
        "params": request.GET,
    }
    return render(request, "vouchers/providers.html", context)


@door(Permission.PROVIDER_APPLY)
def mine(request: HttpRequest) -> HttpResponse:
    """An organisation's own entry: begin, write, hand in, see where it stands."""
    person: Any = request.person  # type: ignore[attr-defined]
    provider = queries.my_provider(person)
    if provider is None or not permissions.may_edit_provider(person, provider):
        context = {
            "provider": provider,
            "may_begin": provider is None or provider.state in {ProviderState.REFUSED, ProviderState.REMOVED},
            "lines": lines_of(entries_for(person, provider.case_kind, provider.number)) if provider else [],
        }
        return render(request, "vouchers/my_provider.html", context)
    typed = request.POST or None
    form = ProviderForm(typed, initial={name: getattr(provider, name) for name in actions.providers.FACTS})
    services = ServiceFormSet(
        typed, prefix="services", initial=list(provider.services.values("kind", "name", "price_fen", "per"))
    )
    if typed is not None and form.is_valid() and services.is_valid():
        lines = [line for line in services.cleaned_data if line]
        try:
            actions.save_provider(provider=provider, facts=form.cleaned_data, services=lines, by=person)
            if "submit" in request.POST:
                actions.submit_provider(provider=queries.provider_for(person, provider.number), by=person)
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            done = _("入库申请已提交。") if "submit" in request.POST else _("已保存。")
            messages.success(request, done)
            return redirect("vouchers:my_provider")
    context = {"provider": provider, "form": form, "services": services, "returned": open_return(provider)}
    return render(request, "vouchers/provider_form.html", context)


@door(Permission.PROVIDER_APPLY)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin the entry."""
    try:
        actions.start_provider(by=request.person, on=city_today())  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("vouchers:my_provider")


@door(*DESK)
def desk(request: HttpRequest) -> HttpResponse:
    """Every entry that was handed in, those that wait first."""
    person: Any = request.person  # type: ignore[attr-defined]
    providers = queries.filtered_providers(queries.visible_providers(person), request.GET).exclude(
        state=ProviderState.DRAFT
    )
    waiting_first = sorted(providers, key=lambda each: (each.state != ProviderState.SUBMITTED, -each.pk))
    page = Paginator(waiting_first, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "providers": page.object_list,
        "states": [choice for choice in ProviderState.choices if choice[0] != ProviderState.DRAFT],
        "params": request.GET,
    }
    return render(request, "vouchers/provider_desk.html", context)


@door(*DESK)
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One entry: who it is, services, prices, what happened, what may be done."""
    person: Any = request.person  # type: ignore[attr-defined]
    provider = queries.provider_for(person, number)
    offers = [
        {"label": offer.move.label, "place": f"vouchers:{PLACES[offer.move.verb]}", "verb": offer.move.verb}
        for offer in moves_for(provider, person)
        if offer.allowed and offer.move.verb in PLACES
    ]
    partial = is_impartial(person, permissions.matter_of_provider(provider)).reason if offers else ""
    context = {
        "provider": provider,
        "offers": [] if partial else offers,
        "why_not": partial,
        "sees_controller": bool(allows(person, Permission.PROVIDER_DECIDE)),
        "lines": lines_of(entries_for(person, provider.case_kind, provider.number)),
    }
    return render(request, "vouchers/provider.html", context)


@door(Permission.PROVIDER_DECIDE)
@require_POST
def list_provider(request: HttpRequest, number: str) -> HttpResponse:
    """Put it on the public list."""
    provider = queries.provider_for(request.person, number)  # type: ignore[attr-defined]
    return done_or_told(
        request,
        lambda: actions.list_provider(provider=provider, by=request.person, on=city_today()),  # type: ignore[attr-defined]
        done=_("已入库，列入公开名录。"),
        to="vouchers:provider",
        number=number,
    )


def _with_reason(verb: str, deed: Callable[..., Any], done: Any) -> View:
    @door(Permission.PROVIDER_DECIDE)
    def page(request: HttpRequest, number: str) -> HttpResponse:
        provider = queries.provider_for(request.person, number)  # type: ignore[attr-defined]
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            return done_or_told(
                request,
                lambda: deed(provider=provider, by=request.person, reason=reason),  # type: ignore[attr-defined]
                done=done,
                to="vouchers:provider",
                number=number,
            )
        context = {
            "provider": provider,
            "form": form,
            "title": move_named(provider, verb).label,
            "harsh": verb != "return",
        }
        return render(request, "vouchers/reason.html", context)

    page.__doc__ = f"Ask for the reason, then take the step “{verb}”."
    return page


return_provider = _with_reason("return", actions.return_provider, gettext_lazy("已退回机构补正。"))
refuse_provider = _with_reason("refuse", actions.refuse_provider, gettext_lazy("已告知机构。"))
remove_provider = _with_reason("remove", actions.remove_provider, gettext_lazy("已移出公开名录。"))
