"""A person keeps questions, is told of new answers or not, and forgets them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.doors import signed_in_door
from zhuanhua.shared.search import actions
from zhuanhua.shared.search.models import SavedSearch
from zhuanhua.shared.search.sources import source_named


@signed_in_door
def saved(request: HttpRequest) -> HttpResponse:
    """One's own saved searches."""
    person: Any = request.person  # type: ignore[attr-defined]
    kept = list(SavedSearch.objects.filter(person=person.pk))
    for each in kept:
        place = source_named(each.source)
        each.place = place.title if place else each.source  # type: ignore[attr-defined]
    return render(request, "search/saved.html", {"kept": kept})


@signed_in_door
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the present question."""
    person: Any = request.person  # type: ignore[attr-defined]
    sent = request.POST
    try:
        actions.keep_search(
            text=sent.get("q", ""), source=sent.get("source", ""), chosen=sent.getlist("f")[:10], by=person
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已保存。有新的内容时会告诉您。"))
    return redirect("search:saved")


@signed_in_door
@require_POST
def switch(request: HttpRequest, number: int) -> HttpResponse:
    """Switch the alert of one of one's own on or off."""
    person: Any = request.person  # type: ignore[attr-defined]
    kept = get_object_or_404(SavedSearch, pk=number, person=person.pk)
    actions.switch_alerts(saved=kept, alerts=not kept.alerts, by=person)
    messages.success(request, _("已打开提醒。") if kept.alerts else _("已关闭提醒。"))
    return redirect("search:saved")


@signed_in_door
@require_POST
def forget(request: HttpRequest, number: int) -> HttpResponse:
    """Remove one of one's own; other people's are not found."""
    person: Any = request.person  # type: ignore[attr-defined]
    kept = get_object_or_404(SavedSearch, pk=number, person=person.pk)
    actions.forget_search(saved=kept, by=person)
    messages.success(request, _("已删去。"))
    return redirect("search:saved")
