"""The page on which a second person confirms what one person entered from the national system: groups, then one group as a table."""

from dataclasses import dataclass
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
from zhuanhua.programmes.contracts import actions, permissions, queries
from zhuanhua.programmes.contracts.queries.entered import SEEN, mark
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.people.avoidance import partial_in
from zhuanhua.shared.people.districts import area_name

PAGE_SIZE = 50
YEARS = range(2000, 2100)


@dataclass(frozen=True)
class Row:
    """One registration as its confirmer sees it, and the mark of exactly that."""

    contract: Any
    seller_area: str
    buyer_area: str
    seen: str
    why_not: str

    @classmethod
    def of(cls, contract: Any, why_not: str) -> "Row":
        """Show a contract; `seen` goes back with the form, unless a colleague has to confirm it."""
        areas = [
            area_name(code) if code else "" for code in (contract.seller_district, contract.buyer_district)
        ]
        facts = mark(*(getattr(contract, name) for name in SEEN))
        return cls(contract, *areas, seen=f"{contract.pk}:{facts}", why_not=why_not)


@door(Permission.CONTRACT_REVIEW)
def entered(request: HttpRequest) -> HttpResponse:
    """Show what waits by who entered it and when; one group as a table; a POST confirms the ticked rows of a page or all of them."""
    person: Any = request.person  # type: ignore[attr-defined]
    sent = request.POST if request.method == "POST" else request.GET
    by, day = _number(sent.get("by", "")), _day(sent.get("on", ""))
    if by is None or day is None:
        return render(request, "contracts/entered.html", {"groups": queries.entered_groups(person)})
    contracts = queries.entered_in(person, by, day)
    if request.method == "POST":
        return _confirm(request, contracts, by, day)
    totals = queries.totals_of(contracts)
    page = Paginator(contracts, PAGE_SIZE)
    page.count = totals["count"]
    shown = page.get_page(request.GET.get("page"))
    partial = partial_in(person, [permissions.matter_of(each) for each in shown])
    rows = [Row.of(each, partial.get(each.number, "")) for each in shown]
    context = {
        "by": by,
        "day": day,
        "name": rows[0].contract.registered_by.name if rows else "",
        "is_own": by == person.pk,
        "page": shown,
        "rows": rows,
        "ready": sum(1 for row in rows if not row.why_not),
        "totals": totals,
        "total_words": amount_words(totals["total"]),
        "page_words": amount_words(sum(row.contract.total_fen or 0 for row in rows)),
    }
    return render(request, "contracts/entered_group.html", context)


def _confirm(request: HttpRequest, contracts: Any, by: int, day: date) -> HttpResponse:
    """Confirm rows of the page, the ticked ones or all; each comes with the mark of what its reader saw, and no other row is touched."""
    sent = request.POST.getlist("shown" if "all" in request.POST else "seen")
    marks = dict(seen for text in sent if (seen := _ticked(text)))
    try:
        count = actions.confirm_registrations(
            keys=list(marks),
            digest=queries.digest_of(marks.items()),
            by=request.person,  # type: ignore[attr-defined]
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        left = contracts.count()
        messages.success(request, _told(count, left))
        if not left:
            return redirect("contracts:entered")
    page = _number(request.POST.get("page", "")) or 1
    answer = redirect("contracts:entered")
    answer["Location"] = f"{reverse('contracts:entered')}?by={by}&on={day.isoformat()}&page={page}"
    return answer


def _told(count: int, left: int) -> str:
    """Say how many were confirmed and how many of the group still wait: the page that follows shows the next of them."""
    if not left:
        return ngettext("已核对%(count)d份登记。", "已核对%(count)d份登记。", count) % {"count": count}
    said = ngettext(
        "已核对%(count)d份登记，这一批还有%(left)d份。",
        "已核对%(count)d份登记，这一批还有%(left)d份。",
        count,
    )
    return said % {"count": count, "left": left}


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
