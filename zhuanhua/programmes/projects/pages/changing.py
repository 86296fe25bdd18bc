"""Changes of the contract on pages: asked for one by one, decided with the reason."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.projects import actions, codes, permissions, queries
from zhuanhua.programmes.projects.codes import ChangeKind
from zhuanhua.programmes.projects.forms import (
    BudgetFormSet,
    ReasonForm,
    change_form,
)
from zhuanhua.programmes.projects.pages.answering import Asked, done_or_told
from zhuanhua.programmes.projects.pages.running import BOTH, own_project
from zhuanhua.programmes.projects.states_project import (
    ChangeState,
)
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.people.avoidance import is_impartial
from zhuanhua.ui.answering import tell_form


@door(Permission.PROJECT_APPLY)
def ask_change(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Ask that one part of the contract say something else."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = own_project(person, number)
    if kind not in ChangeKind.values:
        raise Http404
    [name] = actions.running.CHANGED[ChangeKind(kind)]
    form = change_form(kind, request.POST or None, initial={"value": getattr(shown, name)})
    lines = (
        BudgetFormSet(request.POST or None, prefix="budget", initial=shown.budget)
        if kind == ChangeKind.BUDGET
        else None
    )
    title = _("申请变更：%(kind)s") % {"kind": ChangeKind(kind).label}
    if request.method == "POST" and form.is_valid() and (lines is None or lines.is_valid()):
        value = form.cleaned_data.get("value", "")
        if lines is not None:
            value = [
                {
                    "cost": row["cost"],
                    "city_fen": row.get("city_fen") or 0,
                    "own_fen": row.get("own_fen") or 0,
                }
                for row in lines.cleaned_data
                if row and (row.get("city_fen") or row.get("own_fen"))
            ]
        try:
            actions.ask_change(
                project=shown,
                kind=kind,
                value=value,
                reason=form.cleaned_data["reason"],
                by=person,
                on=city_today(),
            )
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("变更已申请。"))
            return redirect("projects:detail", number)
    asked = Asked(title, _("申请变更"), reverse("projects:detail", args=[number]), "", name=str(shown))
    return render(request, "projects/form.html", {"form": form, "asked": asked, "lines": lines})


@door(*BOTH)
def change(request: HttpRequest, number: str) -> HttpResponse:
    """One change: what it says now, what it shall say; the officer decides."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.change_for(person, number)
    is_asked = bool(allows(person, Permission.PROJECT_EXAMINE)) and shown.state == ChangeState.ASKED
    partial = is_impartial(person, permissions.matter_of_project(shown.project)).reason if is_asked else ""
    examines = is_asked and not partial
    form = ReasonForm(request.POST if "decline" in request.POST else None)
    back = reverse("projects:detail", args=[shown.project.number])
    if request.method == "POST" and examines:
        if "grant" in request.POST:
            return done_or_told(
                request,
                lambda: actions.grant_project_change(change=shown, by=person, on=city_today()),
                done=_("已同意变更。"),
                back=back,
            )
        if form.is_valid():
            return done_or_told(
                request,
                lambda: actions.decline_project_change(
                    change=shown, by=person, on=city_today(), **form.cleaned_data
                ),
                done=_("已告知承担单位。"),
                back=back,
            )
    before, after = (_said(next(iter(side.values()), "")) for side in (shown.before, shown.after))
    return render(
        request,
        "projects/change.html",
        {
            "change": shown,
            "before": before,
            "after": after,
            "examines": examines,
            "why_not": partial,
            "form": form,
        },
    )


def _said(value: Any) -> str:
    if isinstance(value, list):
        names = dict(codes.Cost.choices)
        return "\n".join(
            f"{names.get(row['cost'], row['cost'])}：{row['city_fen'] // 100}＋{row['own_fen'] // 100}{_('元')}"
            for row in value
        )
    return str(value)
