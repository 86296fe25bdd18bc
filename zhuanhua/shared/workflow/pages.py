"""Public notices: everybody reads them and may object; the desk answers and closes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.doors import door, open_door
from zhuanhua.shared.access.limits import count_open_form
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.people.avoidance import partial_in
from zhuanhua.shared.workflow import actions
from zhuanhua.shared.workflow.calendar import working_days_between
from zhuanhua.shared.workflow.forms import ObjectionAnswerForm, PublicObjectionForm, StopForm
from zhuanhua.shared.workflow.matters import matters_of
from zhuanhua.shared.workflow.models import Publicity
from zhuanhua.shared.workflow.queries import public_notices


@open_door("公示面向社会")
def notices(request: HttpRequest) -> HttpResponse:
    """Every notice, running ones first."""
    today = city_today()
    shown = [
        (one, is_running(one), max(working_days_between(today, one.ends_on), 0))
        for one in public_notices()[:200]
    ]
    shown.sort(key=lambda row: not row[1])
    return render(request, "workflow/publicities.html", {"shown": shown})


@open_door("公示面向社会")
def notice(request: HttpRequest, identifier: int) -> HttpResponse:
    """One notice; while it runs, anybody may object, and the desk sees who did."""
    person: Any = request.person  # type: ignore[attr-defined]
    publicity = get_object_or_404(Publicity, pk=identifier)
    running = is_running(publicity)
    form = PublicObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = person if person.is_authenticated else None
        try:
            count_open_form(request, "object")
            actions.file_public_objection(publicity=publicity, on=city_today(), by=by, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("异议已收到，核实后会与您联系。"))
            return redirect("workflow:publicity", identifier)
    on_desk = bool(allows(person, Permission.NOTICE_PUBLISH))
    objections = list(publicity.objections.select_related("answered_by")) if on_desk else []
    is_judged = on_desk and publicity.closed_on is None
    partial = partial_in(person, matters_of(publicity)) if is_judged else {}
    context = {
        "publicity": publicity,
        "running": running,
        "form": form,
        "on_desk": on_desk,
        "objections": objections,
        "unanswered": sum(each.answered_at is None for each in objections),
        "upheld": any(each.is_upheld for each in objections),
        "answer_form": ObjectionAnswerForm(),
        "is_own": publicity.is_own_of(person),
        "why_not": next(iter(partial.values()), ""),
        "stop_form": StopForm(),
        "is_over": publicity.closed_on is None and publicity.ends_on < city_today(),
    }
    return render(request, "workflow/publicity.html", context)


@door(Permission.NOTICE_PUBLISH)
@require_POST
def answer(request: HttpRequest, identifier: int, objection: int) -> HttpResponse:
    """Keep what the check of an objection found."""
    publicity = get_object_or_404(Publicity, pk=identifier)
    filed = publicity.objections.filter(pk=objection).first()
    if filed is None:
        raise Http404
    form = ObjectionAnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_public_objection(objection=filed, by=request.person, **form.cleaned_data)  # type: ignore[attr-defined]
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("核实结果已保存。"))
    else:
        messages.error(request, _("没有写核实结果，或者没有选结论。"))
    return redirect("workflow:publicity", identifier)


@door(Permission.NOTICE_PUBLISH)
@require_POST
def close(request: HttpRequest, identifier: int) -> HttpResponse:
    """End a notice whose term is over and against which nothing stands."""
    publicity = get_object_or_404(Publicity, pk=identifier)
    try:
        actions.close_publicity(publicity=publicity, by=request.person)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("公示已办结。"))
    return redirect("workflow:publicity", identifier)


@door(Permission.NOTICE_PUBLISH)
@require_POST
def stop(request: HttpRequest, identifier: int) -> HttpResponse:
    """Stop a notice without effect, with a reason that everybody reads."""
    publicity = get_object_or_404(Publicity, pk=identifier)
    form = StopForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        actions.stop_publicity(publicity=publicity, by=request.person, reason=reason)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("公示已终止。"))
    return redirect("workflow:publicity", identifier)


def is_running(publicity: Publicity) -> bool:
    """Whether objections are still taken today."""
    return publicity.closed_on is None and publicity.starts_on <= city_today() <= publicity.ends_on
