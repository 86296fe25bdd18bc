"""The review on pages: who reviews what, by hand and by the rule, and what the committee wrote."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.engines.reviewing import outliers
from zhuanhua.programmes.projects import actions, permissions, queries
from zhuanhua.programmes.projects.forms import (
    AssignForm,
    MinutesForm,
    ReasonForm,
)
from zhuanhua.programmes.projects.models import Call, Review
from zhuanhua.programmes.projects.pages.answering import Asked, ask
from zhuanhua.programmes.projects.pages.experts import coverage_rows
from zhuanhua.programmes.projects.states import (
    IN_RANKING,
    REVIEW_STANDS,
    CallState,
    ReviewState,
)
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.people.avoidance import partial_in

HUNDRED = 100


@door(Permission.PROJECT_CALL_MANAGE)
def reviews(request: HttpRequest, number: str) -> HttpResponse:
    """Who reviews what: assigned, scored, stepped back, barred; totals far from the others are marked."""
    person: Any = request.person  # type: ignore[attr-defined]
    call = queries.managed_call(person, number)
    found = queries.reviews_by_application(call)
    assigns = call.state == CallState.IN_REVIEW
    applications = list(
        call.applications.filter(
            Q(state__in=IN_RANKING) | Q(pk__in=found)
        )  # decided ones keep who reviewed them
        .select_related("applicant")
        .prefetch_related("partners")
        .order_by("track", "number")
    )
    partial = partial_in(person, [permissions.matter_of(each) for each in applications]) if assigns else {}
    rows = []
    for each in applications:
        mine = found.get(each.pk, [])
        standing = [review for review in mine if review.state in REVIEW_STANDS]
        rows.append(
            {
                "application": each,
                "reviews": _marked(call, mine),
                "lacking": max(call.experts_wanted - len(standing), 0) if each.state in IN_RANKING else 0,
                "why_not": partial.get(each.number, ""),
            }
        )
    context = {
        "call": call,
        "rows": rows,
        "coverage": coverage_rows(queries.pool(call)),
        "assigns": assigns,
        "choices": list(AssignForm().fields["expert"].choices),  # type: ignore[attr-defined]
        "scored": sum(1 for row in rows for each, _far in row["reviews"] if each.state == ReviewState.SCORED),
        "asked": sum(1 for row in rows for each, _far in row["reviews"] if each.state in REVIEW_STANDS),
    }
    return render(request, "projects/reviews.html", context)


@door(Permission.PROJECT_CALL_MANAGE)
@require_POST
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """Assign everything by field and load, or one expert to one application by hand."""
    person: Any = request.person  # type: ignore[attr-defined]
    call = queries.managed_call(person, number)
    back = redirect("projects:reviews", number)
    form = AssignForm(request.POST)
    try:
        if request.POST.get("application"):
            application = call.applications.filter(number=request.POST["application"]).first()
            if application is None or not form.is_valid():
                messages.error(request, _("没有选专家。"))
                return back
            actions.assign_one(
                application=application, expert=form.cleaned_data["expert"], by=person, on=city_today()
            )
            messages.success(request, _("已分派。"))
            return back
        made, lacking = actions.assign_call(call=call, by=person, on=city_today())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return back
    messages.success(
        request, ngettext("分派了%(count)d份评审。", "分派了%(count)d份评审。", made) % {"count": made}
    )
    if lacking:
        told = ngettext(
            "还有%(count)d项缺专家：都有利害关系，或者已到评审上限。",
            "还有%(count)d项缺专家：都有利害关系，或者已到评审上限。",
            len(lacking),
        )
        messages.warning(request, told % {"count": len(lacking)})
    return back


@door(Permission.PROJECT_CALL_MANAGE)
def recall(request: HttpRequest, number: str) -> HttpResponse:
    """Take a review back."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = Review.objects.select_related("application__call", "expert__person").filter(number=number).first()
    if shown is None:
        raise Http404
    back = reverse("projects:reviews", args=[shown.application.call.number])
    asked = Asked(
        _("收回评审"),
        _("收回评审"),
        back,
        _("评审已收回。"),
        name=f"{shown.expert.person.name} · {shown.application.title}",
    )
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda typed: actions.recall_review(review=shown, by=person, **typed),
        asked,
    )


@door(Permission.PROJECT_CALL_MANAGE)
def minutes(request: HttpRequest, number: str) -> HttpResponse:
    """Write what the committee found."""
    person: Any = request.person  # type: ignore[attr-defined]
    call = queries.managed_call(person, number)
    asked = Asked(
        _("写评审会纪要"),
        _("保存纪要"),
        reverse("projects:ranking", args=[number]),
        _("纪要已保存。"),
        name=str(call),
    )
    form = MinutesForm(request.POST or None, initial={"held_on": city_today()})
    return ask(
        request,
        form,
        lambda typed: actions.write_minutes(call=call, by=person, on=city_today(), **typed),
        asked,
    )


def _marked(call: Call, found: list[Review]) -> list[tuple[Review, bool]]:
    scored = [each for each in found if each.state == ReviewState.SCORED and each.total is not None]
    far = {
        scored[place].pk
        for place in outliers([each.total or 0 for each in scored], beyond=call.outlier_points * HUNDRED)
    }
    return [(each, each.pk in far) for each in found]
