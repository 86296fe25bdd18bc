"""Milestones on pages: reported with their evidence, checked, and put into a batch."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.projects import actions, queries
from zhuanhua.programmes.projects.forms import (
    BatchForm,
    EvidenceForm,
    ReasonForm,
)
from zhuanhua.programmes.projects.pages.answering import Asked, ask, done_or_told
from zhuanhua.programmes.projects.pages.running import own_project
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.ledger.queries import open_accounts
from zhuanhua.ui.answering import tell_form


@door(Permission.PROJECT_APPLY)
def report_milestone(request: HttpRequest, number: str) -> HttpResponse:
    """Say what was reached."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.milestone_for(person, number)
    own_project(person, shown.project.number)
    asked = Asked(
        _("报告里程碑"),
        _("报告里程碑"),
        reverse("projects:detail", args=[shown.project.number]),
        _("已报告，等待核定。"),
        name=shown.title,
    )
    form = EvidenceForm(request.POST or None, initial={"evidence": shown.evidence})
    return ask(
        request,
        form,
        lambda typed: actions.report_milestone(milestone=shown, by=person, on=city_today(), **typed),
        asked,
    )


@door(Permission.PROJECT_EXAMINE)
def check_milestone(request: HttpRequest, number: str) -> HttpResponse:
    """Find a milestone reached, or ask for more."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.milestone_for(person, number)
    back = reverse("projects:detail", args=[shown.project.number])
    if request.method == "POST" and "reach" in request.POST:
        return done_or_told(
            request,
            lambda: actions.reach_milestone(milestone=shown, by=person),
            done=_("已核定，列入待拨付。"),
            back=back,
        )
    asked = Asked(_("里程碑退回补充"), _("退回补充"), back, _("已请承担单位补充。"), name=shown.title)
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda typed: actions.return_milestone(milestone=shown, by=person, **typed),
        asked,
    )


@door(Permission.PAYMENT_PREPARE)
def payable(request: HttpRequest) -> HttpResponse:
    """Parts that were reached and wait; the chosen ones become a batch, out of what their projects have set aside."""
    person: Any = request.person  # type: ignore[attr-defined]
    waiting = queries.milestones_to_pay()
    sources = {each.project.reservation.account_id for each in waiting}
    form = BatchForm(
        request.POST or None,
        accounts=open_accounts("projects"),
        initial={
            "title": _("科技项目补助%(day)s") % {"day": city_today().isoformat()},
            "account": sources.pop() if len(sources) == 1 else None,
        },
    )
    if request.method == "POST" and form.is_valid():
        chosen = queries.milestones_named(request.POST.getlist("number"))
        key = f"projects:{person.pk}:{request.POST.get('key', '')[:64]}"
        try:
            batch = actions.pay_milestones(
                milestones=chosen, by=person, key=key, on=city_today(), **form.cleaned_data
            )
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("批次%(number)s已编成。") % {"number": batch.number})
            return redirect("payments:batch", batch.number)
    page = Paginator(waiting, 200).get_page(request.GET.get("page"))
    return render(
        request,
        "projects/payable.html",
        {"page": page, "waiting": page.object_list, "form": form, "key": secrets.token_hex(16)},
    )
