"""What is under way? The list with its views, the board by state, what is new and strong, and what the figures count."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_now, city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.matching import actions, queries
from zhuanhua.programmes.matching.attention import stale_ones
from zhuanhua.programmes.matching.queries.leads import leads_for
from zhuanhua.programmes.matching.states import OPEN, MatchState
from zhuanhua.programmes.matching.wording import level_words
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows

USE = Permission.MATCH_USE
PER_PAGE = 50
CARDS = 6  # of a state; the rest is one click away


@door(USE)
def board(request: Any) -> HttpResponse:
    """The worklist: what is open, longest without a step first."""
    person = request.person
    matches = queries.visible_matches(person)
    numbers = queries.count_by_state(person)
    state = request.GET.get("state", "")
    still = list(queries.open_matches(person))
    late = stale_ones(still, city_today())
    shown: Any = still
    if state == "stale":
        shown = late
    elif state in MatchState.values:
        shown = matches.filter(state=state).order_by("state_since", "id")
    context = {
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "counts": [(each, numbers.get(each, 0)) for each in MatchState],
        "state": state,
        "open": len(still),
        "late": len(late),
    }
    return render(request, "matching/board.html", context)


@door(USE)
def columns(request: Any) -> HttpResponse:
    """The board: one column a state, the longest without a step on top."""
    person, today = request.person, city_today()
    still = list(queries.open_matches(person))
    late = {one.pk for one in stale_ones(still, today)}
    numbers = queries.count_by_state(person)
    shown = []
    for state in (*OPEN, MatchState.REGISTERED):
        found = [one for one in still if one.state == state]
        if state == MatchState.REGISTERED:
            found = list(queries.visible_matches(person).filter(state=state).order_by("-state_since")[:CARDS])
        cards = [(one, (city_now() - one.state_since).days, one.pk in late) for one in found[:CARDS]]
        shown.append((state, numbers.get(state, 0), cards))
    return render(request, "matching/columns.html", {"columns": shown})


@door(USE)
def leads(request: Any) -> HttpResponse:
    """What the engine found strong and nobody has spoken of yet: the bureau's and brokers' whole catalogue, a side's own items."""
    person = request.person
    page = Paginator(leads_for(person), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, level_words(one.level), round(one.probability_bp / 100)) for one in page],
        "may_recommend": bool(allows(person, Permission.MATCH_BROKER)),
    }
    return render(request, "matching/leads.html", context)


@door(Permission.MATCH_BROKER)
@require_POST
def recommend(request: Any, identifier: int) -> HttpResponse:
    """Point a need's owner to an achievement that fits."""
    candidate = queries.lead_for(request.person, identifier)
    try:
        actions.recommend_pair(candidate=candidate, by=request.person)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已请需求方看看。"))
    return redirect("matching:leads")


@door(Permission.MATCH_READ_ALL)
def records(request: Any) -> HttpResponse:
    """What the figures count, where a number opens: matches asked for, or a step of them."""
    of_steps = "step" in request.GET
    found: Any = (queries.steps_counted if of_steps else queries.asked_counted)(request.person, request.GET)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        (one.match, one.label, one.done_on) if of_steps else (one, _("提出对接"), one.asked_on)
        for one in page
    ]
    return render(request, "matching/records.html", {"page": page, "rows": rows})
