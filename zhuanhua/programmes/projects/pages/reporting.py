"""Yearly reports on pages: filed, corrected, confirmed or sent back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhuanhua.core.dates import city_today
from zhuanhua.programmes.projects import actions, permissions, queries
from zhuanhua.programmes.projects.forms import (
    ReasonForm,
    ReportForm,
)
from zhuanhua.programmes.projects.pages.answering import Asked, ask, done_or_told
from zhuanhua.programmes.projects.pages.running import BOTH, own_project
from zhuanhua.programmes.projects.states_project import (
    ReportState,
)
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.people.avoidance import is_impartial


@door(Permission.PROJECT_APPLY)
def file_report(request: HttpRequest, number: str) -> HttpResponse:
    """File a yearly report."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = own_project(person, number)
    asked = Asked(
        pgettext("verb", "提交年度报告"),
        pgettext("verb", "提交年度报告"),
        reverse("projects:detail", args=[number]),
        _("年度报告已提交。"),
        name=str(shown),
    )

    def deed(typed: dict[str, Any]) -> None:
        actions.file_year_report(
            project=shown, year=typed.pop("year"), facts=typed, by=person, on=city_today()
        )

    return ask(
        request,
        ReportForm(request.POST or None, initial={"year": city_today().year, "people": shown.team.people}),
        deed,
        asked,
    )


@door(*BOTH)
def report(request: HttpRequest, number: str) -> HttpResponse:
    """One yearly report: read, corrected by the undertaker, confirmed or returned by the officer."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.report_for(person, number)
    is_own = permissions.is_undertaker(person, shown.project) and shown.state != ReportState.CONFIRMED
    is_asked = bool(allows(person, Permission.PROJECT_EXAMINE)) and shown.state == ReportState.SUBMITTED
    partial = is_impartial(person, permissions.matter_of_project(shown.project)).reason if is_asked else ""
    examines = is_asked and not partial
    back = reverse("projects:detail", args=[shown.project.number])
    initial = {name: getattr(shown, name) for name in ReportForm.base_fields}
    form = ReportForm(request.POST if "correct" in request.POST else None, initial=initial)
    form.fields["year"].disabled = True
    reason = ReasonForm(request.POST if "return" in request.POST else None)
    if request.method == "POST" and examines and "confirm" in request.POST:
        return done_or_told(
            request,
            lambda: actions.confirm_year_report(report=shown, by=person),
            done=_("已核定，计入统计。"),
            back=back,
        )
    if request.method == "POST" and examines and reason.is_valid():
        return done_or_told(
            request,
            lambda: actions.return_year_report(report=shown, by=person, **reason.cleaned_data),
            done=_("已退回修改。"),
            back=back,
        )
    if request.method == "POST" and is_own and form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "year"}
        return done_or_told(
            request,
            lambda: actions.correct_year_report(report=shown, facts=facts, by=person, on=city_today()),
            done=_("已修改。"),
            back=back,
        )
    return render(
        request,
        "projects/report.html",
        {
            "report": shown,
            "is_own": is_own,
            "examines": examines,
            "why_not": partial,
            "form": form,
            "reason": reason,
        },
    )
