"""A person keeps and forgets views of a list; the list itself shows them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.doors import signed_in_door
from zhuanhua.shared.people import actions
from zhuanhua.shared.people.models import SavedView


@signed_in_door
@require_POST
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep what the list shows now, and show it again."""
    person: Any = request.person  # type: ignore[attr-defined]
    listing, query = request.POST.get("listing", "")[:80], request.POST.get("query", "")
    address = _address(listing)
    if not address:
        messages.error(request, _("没有这张清单。"))
        return redirect("people:profile")
    try:
        view = actions.keep_view(listing=listing, name=request.POST.get("name", ""), query=query, by=person)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{address}?{query}" if len(query) <= 2000 else address)
    messages.success(request, _("视图“%(name)s”已保存。") % {"name": view.name})
    return redirect(f"{address}?{view.query}")


@signed_in_door
@require_POST
def forget_view(request: HttpRequest, number: int) -> HttpResponse:
    """Remove one of one's own views; other people's are not found."""
    person: Any = request.person  # type: ignore[attr-defined]
    view = get_object_or_404(SavedView, pk=number, person=person.pk)
    actions.forget_view(view=view, by=person)
    messages.success(request, _("视图“%(name)s”已删去。") % {"name": view.name})
    return redirect(_address(view.listing) or "people:profile")


def _address(listing: str) -> str:
    try:
        return reverse(listing)
    except NoReverseMatch:
        return ""
