"""One match: both sides, the steps, what may happen next."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.matching import actions, permissions, queries
from zhuanhua.programmes.matching.forms import BrokerForm, StepForm
from zhuanhua.programmes.matching.states import STEPS
from zhuanhua.programmes.matching.wording import level_words
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.journal.queries import entries_for
from zhuanhua.shared.journal.sentences import lines_of
from zhuanhua.shared.workflow.moves import moves_for

USE = Permission.MATCH_USE


@door(USE)
def detail(request: Any, number: str) -> HttpResponse:
    """One match: both sides, the steps, what may happen next."""
    return _detail(request, queries.match_for(request.person, number), StepForm())


@door(USE)
@require_POST
def agree(request: Any, number: str) -> HttpResponse:
    """Agree to be contacted."""
    person = request.person
    match = queries.match_for(person, number)
    return _pressed(request, number, lambda: actions.agree_match(match=match, by=person))


@door(USE)
@require_POST
def end(request: Any, number: str) -> HttpResponse:
    """End it, with a reason."""
    person = request.person
    match = queries.match_for(person, number)
    reason = request.POST.get("reason", "")
    return _pressed(request, number, lambda: actions.end_match(match=match, by=person, reason=reason))


@door(USE)
@require_POST
def advance(request: Any, number: str) -> HttpResponse:
    """Take the next step."""
    person = request.person
    match = queries.match_for(person, number)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _detail(request, match, form)
    try:
        actions.advance_match(
            match=match, verb=request.POST.get("verb", ""), by=person, on=city_today(), **form.cleaned_data
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _detail(request, queries.match_for(person, number), form)
    messages.success(request, _("已记下这一步。"))
    return redirect("matching:detail", number)


@door(USE)
@require_POST
def name_broker(request: Any, number: str) -> HttpResponse:
    """Name an agency to bring the two together."""
    person = request.person
    match = queries.match_for(person, number)
    form = _broker_form(match, request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择一家技术转移机构。"))
        return redirect("matching:detail", number)
    return _pressed(
        request,
        number,
        lambda: actions.name_broker(match=match, broker=form.cleaned_data["broker"], by=person),
    )


def _broker_form(match: Any, data: Any = None) -> BrokerForm:
    form = BrokerForm(data, initial={"broker": match.broker_id})
    form.fields["broker"].queryset = queries.brokers_for(match)  # type: ignore[attr-defined]
    return form


def _detail(request: Any, match: Any, form: StepForm) -> HttpResponse:
    person = request.person
    verbs = {offer.move.verb: offer.move for offer in moves_for(match, person) if offer.allowed}
    step = next((verbs[verb] for verb in STEPS if verb in verbs), None)
    if step is None or step.verb != "register":
        form.fields.pop("registration", None)
    context = {
        "match": match, "form": form, "step": step, "may_agree": "agree" in verbs and bool(permissions.may_agree(person, match)), "may_end": "end" in verbs,
        "level": level_words(match.level), "steps": match.steps.select_related("told_by"),
        "broker_form": _broker_form(match) if permissions.is_party(person, match) and match.state not in match.FINAL else None,
        "said": queries.said_of(person, match), "lines": lines_of(entries_for(person, "match", match.number)),
    }  # fmt: skip
    return render(request, "matching/detail.html", context)


def _pressed(request: Any, number: str, action: Callable[[], Any]) -> HttpResponse:
    try:
        action()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已记下。"))
    return redirect("matching:detail", number)
