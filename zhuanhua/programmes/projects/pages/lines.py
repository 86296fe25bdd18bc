"""The parts of an application that are typed line by line: team, partners, budget."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.forms import (
    BudgetFormSet,
    MemberFormSet,
    PartnerFormSet,
)
from zhuanhua.programmes.projects.models import Application
from zhuanhua.programmes.projects.pages.parts import title_of

ROWS = {"team": MemberFormSet, "partners": PartnerFormSet, "budget": BudgetFormSet}


def keep_lines(
    request: HttpRequest, application: Application, slug: str, *, seen: int
) -> tuple[dict[str, Any], bool]:
    """Give the lines to show, and whether they were kept; a Refusal stands above them."""
    typed = request.POST if request.method == "POST" else None
    lines = ROWS[slug](typed, prefix=slug, initial=_initial(application, slug))
    shown = {"lines": lines, "what": title_of(application, slug)}
    if typed is None or not lines.is_valid():
        return shown, False
    who: dict[str, Any] = {"application": application, "by": request.person, "seen": seen}  # type: ignore[attr-defined]
    filled = [
        line
        for line in lines
        if (line.cleaned_data and line.has_changed()) or (line.cleaned_data and line.initial)
    ]
    try:
        if slug == "team":
            actions.save_members(
                rows=[line.cleaned_data for line in filled if line.cleaned_data.get("name")], **who
            )
            _remind(request, application)
        elif slug == "partners":
            rows = [
                {"organisation": line.organisation, "task": line.cleaned_data["task"]}
                for line in filled
                if hasattr(line, "organisation")
            ]
            actions.save_partners(rows=rows, **who)
        else:
            actions.save_budget(rows=[_line(line.cleaned_data) for line in filled], **who)
    except Refusal as refusal:
        return shown | {"fault": refusal}, False
    return shown, True


def _remind(request: HttpRequest, application: Application) -> None:
    """Send one member the link again, where that button was pressed; it saves the section as every button does."""
    asked = request.POST.get("remind", "")
    member = (
        application.members.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 18 else None
    )  # noqa: PLR2004 - a key of a row
    if member is not None:
        actions.remind_member(member=member, by=request.person)  # type: ignore[attr-defined]
        messages.success(request, _("链接已经再次发给%(name)s。") % {"name": member.name})


def _line(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "cost": row["cost"],
        "city_fen": row.get("city_fen") or 0,
        "own_fen": row.get("own_fen") or 0,
        "ground": row.get("ground", ""),
    }


def _initial(application: Application, slug: str) -> list[dict[str, Any]]:
    if slug == "team":
        return list(
            application.members.values("name", "organisation_name", "email", "degree", "task", "months")
        )
    if slug == "partners":
        return [
            {"named": each.organisation.name, "task": each.task}
            for each in application.partners.select_related("organisation")
        ]
    return list(application.budget.values("cost", "city_fen", "own_fen", "ground"))
