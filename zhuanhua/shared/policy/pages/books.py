"""What do people see of the rules? Every value with its document, evidence and status; open to everyone."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.shared.access.doors import open_door
from zhuanhua.shared.policy import library, queries


@open_door("规则是公开的")
def values(request: HttpRequest) -> HttpResponse:
    """List the values that hold on a day, by programme."""
    day, fault = read_day(request.GET.get("on", ""))
    shelves = [
        {"shelf": shelf, "values": held, "unverified": sum(not entry.is_verified for entry in held.entries)}
        for shelf in library.shelves()
        for held in [shelf.book.on(day)]
    ]
    context = {"shelves": shelves, "day": day, "fault": fault, "typed": request.GET.get("on", "")}
    return render(request, "policy/list.html", context, status=400 if fault else 200)


@open_door("规则是公开的")
def value(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show one value with its dated history."""
    shelf = library.shelf_of(identifier)
    if shelf is None:
        raise Http404(_("没有编号为“%(id)s”的规则值。") % {"id": identifier})
    today = city_today()
    spans = shelf.book.history(identifier)
    current = next((entry for entry in spans if entry.holds_on(today)), spans[-1])
    context = {
        "shelf": shelf,
        "spans": [(entry, queries.confirmation_of(entry)) for entry in spans[::-1]],
        "current": current,
        "is_in_force": current.holds_on(today),
        "today": today,
    }
    return render(request, "policy/detail.html", context)


def read_day(text: str) -> tuple[date, str]:
    """Read the day asked for; what is none becomes today, with a sentence that says so."""
    if not text:
        return city_today(), ""
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return city_today(), _("“%(typed)s”不是日期。请写成2026-03-01。") % {"typed": text[:40]}
