"""Calls on pages: everybody reads what is open; officers lead a call on, step by step."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.programmes.projects import actions, codes, permissions, queries
from zhuanhua.programmes.projects.forms import (
    ExtendForm,
    ReasonForm,
)
from zhuanhua.programmes.projects.models import Call
from zhuanhua.programmes.projects.pages.answering import Asked, ask, done_or_told
from zhuanhua.programmes.projects.states import CallState
from zhuanhua.shared.access.doors import door, open_door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.journal.queries import entries_for
from zhuanhua.shared.journal.sentences import lines_of
from zhuanhua.shared.people.avoidance import partial_in
from zhuanhua.shared.workflow.moves import moves_for

HUNDRED = 100


@open_door("申报通知面向社会")
def index(request: HttpRequest) -> HttpResponse:
    """Every call that is published; drafts to those who make them."""
    person: Any = request.person  # type: ignore[attr-defined]
    calls = [(each, permissions.is_open(each, city_today())) for each in queries.open_calls(person)]
    context = {
        "calls": calls,
        "may_manage": allows(person, Permission.PROJECT_CALL_MANAGE),
        "may_apply": allows(person, Permission.PROJECT_APPLY),
    }
    return render(request, "projects/index.html", context)


@open_door("申报通知面向社会")
def call(request: HttpRequest, number: str) -> HttpResponse:
    """One call: guide, calendar, money, how it is reviewed; whether my organisation may apply; the result when it is decided."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.call_for(person, number)
    today = city_today()
    may_apply = bool(allows(person, Permission.PROJECT_APPLY)) and person.organisation is not None
    manages = bool(allows(person, Permission.PROJECT_CALL_MANAGE))
    granted = (
        shown.applications.filter(state="granted")
        .select_related("applicant", "project")
        .order_by("track", "rank")
    )
    offers = _offers(shown, person)
    why_not = (
        _why_not_reconsidered(shown, person) if any(each["verb"] == "reconsider" for each in offers) else ""
    )
    context = {
        "call": shown,
        "opens": permissions.is_open(shown, today),
        "sheet": queries.entry_sheet(shown, person.organisation, today) if may_apply else None,
        "may_apply": may_apply,
        "manages": manages,
        "leads": manages
        or bool(allows(person, Permission.PROJECT_AWARD))
        or bool(allows(person, Permission.PROJECT_OVERRIDE_CONFIRM)),
        "offers": [each for each in offers if not (why_not and each["verb"] == "reconsider")],
        "why_not": why_not,
        "granted": granted if shown.state == CallState.DECIDED else [],
        "sees_projects": allows(person, Permission.PROJECT_READ_ALL),
        "form": shown.forms.order_by("-edition").first(),
        "tie_rule": codes.TIE_RULE,
        "tracks": [(track, shown.money_of(track)) for track in shown.tracks],
        "counts": _counts(shown) if manages else None,
        "lines": lines_of(entries_for(person, shown.case_kind, shown.number)) if manages else None,
    }
    return render(request, "projects/call.html", context)


REASONED = {"cancel": actions.cancel_call, "reconsider": actions.reconsider_call}
PLAIN = {
    "open": actions.open_call,
    "close": actions.close_call,
    "review": actions.start_review,
    "rank": actions.rank_call,
    "announce": actions.announce_call,
    "decide": actions.decide_call,
}


@door(Permission.PROJECT_CALL_MANAGE, Permission.PROJECT_AWARD)
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Lead a call one step on; what needs words asks for them."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.managed_call(person, number)
    offer = next((each for each in moves_for(shown, person) if each.move.verb == verb), None)
    if offer is None or not offer.allowed:
        raise Http404
    here, today = reverse("projects:call", args=[number]), city_today()
    asked = Asked(offer.move.label, offer.move.label, here, _("已办理。"), name=str(shown))
    if verb == "extend":
        form = ExtendForm(request.POST or None)
        return ask(
            request, form, lambda typed: actions.extend_call(call=shown, by=person, on=today, **typed), asked
        )
    if verb in REASONED:
        more = {} if verb == "cancel" else {"on": today}
        return ask(
            request,
            ReasonForm(request.POST or None),
            lambda typed: REASONED[verb](call=shown, by=person, **more, **typed),
            asked,
        )
    if request.method != "POST":
        return redirect(here)
    back = reverse("projects:ranking", args=[number]) if verb in {"rank", "announce"} else here
    return done_or_told(
        request, lambda: PLAIN[verb](call=shown, by=person, on=today), done=_("已办理。"), back=back
    )


def _offers(call: Call, person: Any) -> list[dict[str, Any]]:
    found = []
    for offer in moves_for(call, person):
        if offer.allowed:
            verb = offer.move.verb
            words = verb in REASONED or verb == "extend"
            found.append({"verb": verb, "label": offer.move.label, "posts": not words, "quiet": words})
    return found


def _why_not_reconsidered(call: Call, person: Any) -> str:
    """Say why who manages the call leaves taking its list back to a colleague."""
    return next(iter(partial_in(person, permissions.matters_of(call)).values()), "")


def _counts(call: Call) -> list[tuple[Any, int]]:
    found: dict[str, int] = {}
    for state in call.applications.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    states = call.applications.model.States
    return [
        (states(state).label, count)
        for state, count in sorted(found.items(), key=lambda pair: list(states.values).index(pair[0]))
    ]
