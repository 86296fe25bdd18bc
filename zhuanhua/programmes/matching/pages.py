"""What do people see of matches: what fits an item and why, the board, one match."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.matching import actions, permissions, queries
from zhuanhua.programmes.matching.attention import stale_ones
from zhuanhua.programmes.matching.forms import StepForm
from zhuanhua.programmes.matching.models import Saying
from zhuanhua.programmes.matching.states import STEPS, MatchState
from zhuanhua.programmes.matching.wording import against, for_it, level_words, marked, shared_words
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.catalogue.permissions import sight
from zhuanhua.shared.journal.queries import entries_for
from zhuanhua.shared.journal.sentences import lines_of
from zhuanhua.shared.workflow.moves import moves_for

USE = Permission.MATCH_USE
PER_PAGE = 50


@door(USE)
def ranked(request: HttpRequest, number: str) -> HttpResponse:
    """What fits one item, best first, and why."""
    person = _person(request)
    item = queries.item_to_match(person, number)
    proposals = queries.proposals_for(person, item)
    wanted = request.GET.get("with", "")
    chosen = next(
        (each for each in proposals if each.item.number == wanted), proposals[0] if proposals else None
    )
    own = person.organisation is not None and item.owner_id == person.organisation.pk
    context: dict[str, Any] = {
        "item": item,
        "own": own,
        "rows": [(each, level_words(each.fit.level)) for each in proposals],
        "chosen": chosen,
        "kinds": [(value, label) for value, label in Saying.choices if value != Saying.SUITABLE],
    }
    if chosen:
        context |= _reasoned(person, item, chosen)
    return render(request, "matching/ranked.html", context)


def _reasoned(person: Any, item: Any, chosen: queries.Proposal) -> dict[str, Any]:
    """Why the chosen pair fits, with the shared words marked in both texts; of each side only what the person may read."""
    why = queries.reasons_for(person, item, chosen.item)
    words = shared_words(why)
    pair = [item, chosen.item] if item.case_kind == "need" else [chosen.item, item]
    heads = (_("需求写道"), _("成果写道"))
    return {
        "level": level_words(chosen.fit.level),
        "chance": round(chosen.fit.probability_bp / 100),
        "pro": for_it(item, chosen.item, why),
        "contra": against(item, chosen.item, why),
        "sides": [
            {"head": head, "pieces": marked(one.summary if sight(person, one).summary else "", words)}
            for head, one in zip(heads, pair, strict=True)
        ],
    }


@door(USE)
@require_POST
def judge(request: HttpRequest, number: str) -> HttpResponse:
    """One click: suitable, or why not."""
    person = _person(request)
    item = queries.item_to_judge(person, number)
    other = request.POST.get("other", "")
    try:
        match = actions.judge_pair(
            item=item, number=other, saying=request.POST.get("saying", ""),
            note=request.POST.get("note", ""), by=person, on=city_today(),
        )  # fmt: skip
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if match is not None:
            messages.success(request, _("已请对方同意联系。对方同意以后会通知您。"))
            return redirect("matching:detail", match.number)
        messages.success(request, _("已记下，原因转给了对方。"))
    return redirect("matching:ranked", number)


@door(USE)
def board(request: HttpRequest) -> HttpResponse:
    """The worklist: what is open, longest without a step first."""
    matches = queries.visible_matches(_person(request))
    counts = [(state, matches.filter(state=state).count()) for state in MatchState]
    state = request.GET.get("state", "")
    still = list(queries.open_matches(_person(request)))
    late = stale_ones(still, city_today())
    shown: Any = still
    if state == "stale":
        shown = late
    elif state in MatchState.values:
        shown = matches.filter(state=state).order_by("state_since", "id")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "counts": counts, "state": state, "open": len(still), "late": len(late)}
    return render(request, "matching/board.html", context)


@door(Permission.MATCH_READ_ALL)
def records(request: HttpRequest) -> HttpResponse:
    """What the figures count, where a number opens."""
    found = queries.steps_counted(_person(request), request.GET)
    return render(
        request,
        "matching/records.html",
        {"page": Paginator(found, PER_PAGE).get_page(request.GET.get("page"))},
    )


@door(USE)
def said(request: HttpRequest) -> HttpResponse:
    """What others said of one's own items."""
    found = queries.said_about_mine(_person(request))
    return render(
        request, "matching/said.html", {"page": Paginator(found, PER_PAGE).get_page(request.GET.get("page"))}
    )


@door(USE)
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One match: both sides, the steps, what may happen next."""
    return _detail(request, queries.match_for(_person(request), number), StepForm())


@door(USE)
@require_POST
def agree(request: HttpRequest, number: str) -> HttpResponse:
    """Agree to be contacted."""
    person = _person(request)
    match = queries.match_for(person, number)
    return _pressed(request, number, lambda: actions.agree_match(match=match, by=person))


@door(USE)
@require_POST
def end(request: HttpRequest, number: str) -> HttpResponse:
    """End it, with a reason."""
    person = _person(request)
    match = queries.match_for(person, number)
    reason = request.POST.get("reason", "")
    return _pressed(request, number, lambda: actions.end_match(match=match, by=person, reason=reason))


@door(USE)
@require_POST
def advance(request: HttpRequest, number: str) -> HttpResponse:
    """Take the next step."""
    person = _person(request)
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


def _detail(request: HttpRequest, match: Any, form: StepForm) -> HttpResponse:
    person = _person(request)
    verbs = {offer.move.verb: offer.move for offer in moves_for(match, person) if offer.allowed}
    step = next((verbs[verb] for verb in STEPS if verb in verbs), None)
    if step is None or step.verb != "register":
        form.fields.pop("registration", None)
    context = {
        "match": match, "form": form, "step": step, "may_agree": "agree" in verbs and bool(permissions.may_agree(person, match)), "may_end": "end" in verbs,
        "level": level_words(match.level), "steps": match.steps.select_related("told_by"),
        "said": queries.said_of(person, match), "lines": lines_of(entries_for(person, "match", match.number)),
    }  # fmt: skip
    return render(request, "matching/detail.html", context)


def _pressed(request: HttpRequest, number: str, action: Callable[[], Any]) -> HttpResponse:
    try:
        action()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已记下。"))
    return redirect("matching:detail", number)


def _person(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]
