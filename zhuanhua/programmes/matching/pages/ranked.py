"""What fits an item, best first, and why; one click says whether it is suitable."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.matching import actions, queries
from zhuanhua.programmes.matching.models import Saying
from zhuanhua.programmes.matching.wording import (
    against,
    chance_words,
    excerpts,
    for_it,
    level_words,
    marked,
    shared_words,
)
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.catalogue.permissions import sight

USE = Permission.MATCH_USE
PER_PAGE = 50


@door(USE)
def ranked(request: Any, number: str) -> HttpResponse:
    """What fits one item, best first, and why."""
    person = request.person
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
        "chance": chance_words(chosen.fit.level, round(chosen.fit.probability_bp / 100)),
        "pro": for_it(item, chosen.item, why),
        "contra": against(item, chosen.item, why),
        "sides": [{"head": head, **_side(person, one, words)} for head, one in zip(heads, pair, strict=True)],
    }


def _side(person: Any, one: Any, words: list[str]) -> dict[str, Any]:
    """The title, what the person may read, and where in the full text the shared words stand that neither holds."""
    seen = sight(person, one)
    summary = one.summary if seen.summary else ""
    more = excerpts(one.text, words, f"{one.title}\n{summary}") if seen.text else []
    return {
        "title": marked(one.title, words),
        "pieces": marked(summary, words),
        "more": [marked(each, words) for each in more],
    }


@door(USE)
@require_POST
def judge(request: Any, number: str) -> HttpResponse:
    """One click: suitable, or why not."""
    person = request.person
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
def said(request: Any) -> HttpResponse:
    """What others said of one's own items."""
    found = queries.said_about_mine(request.person)
    return render(
        request, "matching/said.html", {"page": Paginator(found, PER_PAGE).get_page(request.GET.get("page"))}
    )
