"""The end of a project on pages: acceptance asked for, sent back, inspected."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.programmes.projects import actions, codes, queries
from zhuanhua.programmes.projects.forms import (
    AcceptanceForm,
    InspectionForm,
    ReasonForm,
)
from zhuanhua.programmes.projects.pages.answering import Asked, ask
from zhuanhua.programmes.projects.pages.running import own_project
from zhuanhua.programmes.projects.states_project import (
    ProjectState,
)
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission


@door(Permission.PROJECT_APPLY)
def ask_acceptance(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for acceptance."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = own_project(person, number)
    asked = Asked(
        _("申请验收"), _("申请验收"), reverse("projects:detail", args=[number]), _("已申请验收。"), name=str(shown),
        intro=_("请先在项目页上传科技报告和经费决算。"),
    )  # fmt: skip
    return ask(
        request,
        AcceptanceForm(request.POST or None),
        lambda typed: actions.ask_acceptance(project=shown, by=person, on=city_today(), **typed),
        asked,
    )


@door(Permission.PROJECT_EXAMINE)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Send an acceptance back."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.project_for(person, number)
    asked = Asked(
        _("退回整改"),
        _("退回整改"),
        reverse("projects:detail", args=[number]),
        _("已退回整改。"),
        name=str(shown),
    )
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda typed: actions.send_back_acceptance(project=shown, by=person, **typed),
        asked,
    )


@door(Permission.PROJECT_EXAMINE)
def inspect(request: HttpRequest, number: str) -> HttpResponse:
    """Keep what a panel found."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.project_for(person, number)
    kind = codes.CheckKind.ACCEPTANCE if shown.state == ProjectState.ACCEPTANCE else codes.CheckKind.MIDTERM
    form = InspectionForm(request.POST or None, initial={"kind": kind, "held_on": city_today()})
    asked = Asked(
        _("写检查意见"),
        _("保存意见"),
        reverse("projects:detail", args=[number]),
        _("检查意见已保存。"),
        name=str(shown),
    )
    return ask(
        request,
        form,
        lambda typed: actions.hold_inspection(project=shown, facts=typed, by=person, on=city_today()),
        asked,
    )
