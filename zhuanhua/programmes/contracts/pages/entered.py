"""The page on which a second person confirms what one person entered from the national system: groups, then one group as a table."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from zhuanhua.core.errors import Refusal
from zhuanhua.core.wording import amount_words
from zhuanhua.programmes.contracts import actions, queries
from zhuanhua.programmes.contracts.queries.entered import SEEN, mark
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission

PAGE_SIZE = 50
YEARS = range(2000, 2100)


@door(Permission.CONTRACT_REVIEW)
def entered(request: HttpRequest) -> HttpResponse:
    """Show what waits by who entered it and when; one group as a table; a POST confirms the ticked ones or all of it."""
    person: Any = request.person  # type: ignore[attr-defined]
    sent = request.POST if request.method == "POST" else request.GET
    by, day = _number(sent.get("by", "")), _day(sent.get("on", ""))
    if by is None or day is None:
        return render(request, "contracts/entered.html", {"groups": queries.entered_groups(person)})
    contracts = queries.entered_in(person, by, day)
    if request.method == "POST":
        return _confirm(request, contracts, by, day)
    marks = queries.marks_of(contracts)
    totals = queries.totals_of(contracts)
    page = Paginator(contracts, PAGE_SIZE)
    page.count = totals["count"]
    shown = page.get_page(request.GET.get("page"))
    rows = [(each, f"{each.pk}:{mark(*(getattr(each, name) for name in SEEN))}") for each in shown]
    context = {
        "by": by,
        "day": day,
        "name": rows[0][0].registered_by.name if rows else "",  # type: ignore[union-attr]
        "is_own": by == person.pk,
        "page": shown,
        "rows": rows,
        "totals": totals,
        "total_words": amount_words(totals["total"]),
        "digest": queries.digest_of(marks.items()),
    }
    return render(request, "contracts/entered_group.html", context)


def _confirm(request: HttpRequest, contracts: Any, by: int, day: date) -> HttpResponse:
    """Confirm; the form carries what its reader saw: a mark beside each tick, or one digest of the whole group."""
    if "all" in request.POST:
        keys, digest = list(contracts.values_list("pk", flat=True)), request.POST.get("digest", "")
    else:
        ticked = dict(seen for text in request.POST.getlist("seen") if (seen := _ticked(text)))
        keys, digest = list(ticked), queries.digest_of(ticked.items())
    try:
        count = actions.confirm_registrations(keys=keys, digest=digest, by=request.person)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        done = ngettext("已核对%(count)d份登记。", "已核对%(count)d份登记。", count) % {"count": count}
        messages.success(request, done)
        if not contracts.exists():
            return redirect("contracts:entered")
    answer = redirect("contracts:entered")
    answer["Location"] = f"{reverse('contracts:entered')}?by={by}&on={day.isoformat()}"
    return answer


def _ticked(text: str) -> tuple[int, str] | None:
    key, _colon, seen = text.partition(":")
    number = _number(key)
    return None if number is None else (number, seen)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None  # noqa: PLR2004 - digits that a key can have


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None
