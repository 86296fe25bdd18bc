"""The reviewer's pages: publish one, return with a reason, publish many after a look at what will happen."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.catalogue import actions, permissions, queries
from zhuanhua.shared.catalogue.catalogues import Catalogue
from zhuanhua.shared.catalogue.forms import ReasonForm
from zhuanhua.shared.catalogue.pages.answering import person_of, pressed, shown
from zhuanhua.ui.answering import tell_form

SHOWN = 200
MOST = 20_000


def publish(request: HttpRequest, catalogue: Catalogue, number: str) -> HttpResponse:
    """Put it on the shelf."""
    return pressed(
        request,
        catalogue,
        number,
        lambda item, person: actions.publish_item(item=item, by=person, on=city_today()),
        done=_("已发布，发布单位已收到通知。"),
    )


def send_back(request: HttpRequest, catalogue: Catalogue, number: str) -> HttpResponse:
    """Say what must be changed."""
    person = person_of(request)
    item = queries.item_for(catalogue, person, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.return_item(item=item, by=person, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("已退回，发布单位已收到通知。"))
            return redirect(f"{catalogue.name}:detail", number)
    return shown(request, catalogue, "send_back", {"item": item, "form": form})


def publish_many(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """First what will be published and what cannot be, then a yes: the ticked ones, or everything of one import that waits."""
    person = person_of(request)
    batch = request.POST.get("batch", "")
    chosen = (
        queries.batch_of(catalogue, person, batch)
        if batch
        else queries.desk(catalogue, person).filter(number__in=request.POST.getlist("number"))
    )
    chosen_items = list(chosen.order_by("id")[:MOST])
    blocked = [
        (item, verdict.reason)
        for item in chosen_items
        if not (verdict := permissions.may_review(person, item))
    ]
    refused = {item.pk for item, _reason in blocked}
    ready = [item for item in chosen_items if item.pk not in refused]
    if "confirmed" in request.POST and ready:
        try:
            count = actions.publish_items(items=ready, by=person, on=city_today())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            words = ngettext("已发布%(count)d项。", "已发布%(count)d项。", count)
            messages.success(request, words % {"count": count})
            return redirect(f"{catalogue.name}:desk")
    context: dict[str, Any] = {
        "batch": batch,
        "ready": ready[:SHOWN],
        "ready_count": len(ready),
        "blocked": blocked[:SHOWN],
        "blocked_count": len(blocked),
        "numbers": [] if batch else [item.number for item in ready],
    }
    return shown(request, catalogue, "publish_many", context)
