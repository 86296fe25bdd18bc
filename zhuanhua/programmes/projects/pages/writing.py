"""Writing an application on pages: part by part, saved as far as it can be read, with its papers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.projects import actions, permissions, queries
from zhuanhua.programmes.projects.actions.applying import BASICS, stamp_of
from zhuanhua.programmes.projects.actions.budgeting import indirect_of, sums_of
from zhuanhua.programmes.projects.actions.missing import missing_of
from zhuanhua.programmes.projects.codes import PaperKind
from zhuanhua.programmes.projects.forms import (
    BasicsForm,
    BudgetFormSet,
    MemberFormSet,
    PaperForm,
    PartnerFormSet,
    answer_form,
)
from zhuanhua.programmes.projects.models import Application
from zhuanhua.programmes.projects.pages.answering import done_or_told, tell_form
from zhuanhua.programmes.projects.pages.parts import remarks_of, steps_of, title_of
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.workflow.queries import open_return

KINDS = (PaperKind.BODY, PaperKind.COMMITMENT, PaperKind.PARTNERSHIP, PaperKind.FINANCE, PaperKind.IP)
ROWS = {"team": MemberFormSet, "partners": PartnerFormSet, "budget": BudgetFormSet}


@door(Permission.PROJECT_APPLY)
def edit(request: HttpRequest, number: str, slug: str = "basics") -> HttpResponse:
    """One part of the application; saving keeps what can be read and says what cannot; an autosave answers in JSON."""
    person: Any = request.person  # type: ignore[attr-defined]
    application = queries.application_for(person, number)
    if not permissions.may_edit(person, application):
        return redirect("projects:application", number)
    if slug == "papers":
        return _papers(request, application)
    if slug == "review":
        return _review(request, application)
    section = application.form.section(slug)
    if slug not in {"basics", *ROWS} and section is None:
        return redirect("projects:edit", number)
    shown = (
        _rows(request, application, slug) if slug in ROWS else _fields(request, application, slug, section)
    )
    if isinstance(shown, HttpResponse):
        return shown
    return render(request, "projects/edit.html", _context(application, slug) | shown)


@door(Permission.PROJECT_APPLY)
@require_POST
def attach(request: HttpRequest, number: str) -> HttpResponse:
    """Keep an uploaded paper."""
    person: Any = request.person  # type: ignore[attr-defined]
    application = queries.application_for(person, number)
    form = PaperForm(request.POST, request.FILES, kinds=KINDS)
    if form.is_valid():
        try:
            actions.attach_project_paper(
                application=application,
                upload=form.cleaned_data["file"],
                kind=form.cleaned_data["kind"],
                by=person,
            )
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("附件已收到。"))
            return redirect("projects:edit_section", number, "papers")
    return _papers(request, application, form)


@door(Permission.PROJECT_APPLY)
@require_POST
def remove_paper(request: HttpRequest, number: str, paper: Any) -> HttpResponse:
    """Take a paper out again."""
    person: Any = request.person  # type: ignore[attr-defined]
    application = queries.application_for(person, number)
    return done_or_told(
        request, lambda: actions.detach_project_paper(application=application, paper=paper, by=person),
        done=_("附件已删除。"), back=reverse("projects:edit_section", args=[number, "papers"]),
    )  # fmt: skip


def _fields(request: HttpRequest, application: Application, slug: str, section: Any) -> Any:
    remarks = remarks_of(application)
    typed = request.POST if request.method == "POST" else None
    if section is None:
        form: Any = BasicsForm(
            typed,
            tracks=application.call.tracks,
            remarks=remarks,
            initial={name: getattr(application, name) for name in BASICS},
        )
    else:
        form = answer_form(section, typed, remarks=remarks, initial=application.answers)
    if typed is None:
        return {"form": form}
    valid = form.is_valid()
    try:
        _keep(application, slug, form, request)
    except Refusal as refusal:
        tell_form(form, refusal)
        valid = False
    if "autosave" in typed:
        return _autosaved(application, form)
    return _onward(request, application, slug) if valid else {"form": form}


def _keep(application: Application, slug: str, form: Any, request: HttpRequest) -> None:
    """Keep every field that could be read, however many others could not: a draft can always be saved."""
    who: dict[str, Any] = {"application": application, "by": request.person, "seen": _seen(request)}  # type: ignore[attr-defined]
    if slug == "basics":
        facts = {
            name: ""
            if value is None and name not in {"starts_on", "ends_on", "requested_fen", "own_fen"}
            else value
            for name, value in form.cleaned_data.items()
        }
        actions.save_basics(facts=facts, **who)
    else:
        actions.save_section(slug=slug, answers=form.answers, **who)


def _rows(request: HttpRequest, application: Application, slug: str) -> Any:
    typed = request.POST if request.method == "POST" else None
    lines = ROWS[slug](typed, prefix=slug, initial=_initial(application, slug))
    shown = {"lines": lines, "what": title_of(application, slug)}
    if typed is None or not lines.is_valid():
        return shown
    who: dict[str, Any] = {"application": application, "by": request.person, "seen": _seen(request)}  # type: ignore[attr-defined]
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
        return shown | {"fault": refusal}
    return _onward(request, application, slug)


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


def _onward(request: HttpRequest, application: Application, slug: str) -> HttpResponse:
    messages.success(request, _("已保存。"))
    slugs = [step.slug for step in steps_of(application)]
    following = slugs[min(slugs.index(slug) + 1, len(slugs) - 1)] if "next" in request.POST else slug
    return redirect("projects:edit_section", application.number, following)


def _autosaved(application: Application, form: Any) -> JsonResponse:
    application.refresh_from_db()
    return JsonResponse({"saved_at": timezone.localtime().strftime("%H:%M"), "faults": form.fault_count})


def _seen(request: HttpRequest) -> int:
    typed = request.POST.get("seen", "0")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0  # noqa: PLR2004 - a count of savings


def _papers(request: HttpRequest, application: Application, form: PaperForm | None = None) -> HttpResponse:
    if not permissions.may_edit(request.person, application):  # type: ignore[attr-defined]
        return redirect("projects:application", application.number)
    context = _context(application, "papers") | {
        "form": form or PaperForm(kinds=KINDS),
        "papers": files_of(application),
    }
    return render(request, "projects/edit_papers.html", context)


def _review(request: HttpRequest, application: Application) -> HttpResponse:
    today = city_today()
    context = _context(application, "review") | {
        "missing": missing_of(application, today),
        "may": permissions.may_hand_in(application, today),
        "sheet": queries.entry_sheet(application.call, application.applicant, today, application),
    }
    return render(request, "projects/edit_review.html", context)


def _context(application: Application, slug: str) -> dict[str, Any]:
    stamp = application.stamps.get(slug, {})
    context = {
        "application": application,
        "slug": slug,
        "title": title_of(application, slug),
        "steps": steps_of(application),
        "returned": open_return(application),
        "seen": stamp_of(application, slug),
        "stamp": stamp,
        "remark": remarks_of(application).get(slug, ""),
    }
    if slug == "budget":
        context |= {
            "sums": sums_of(application),
            "indirect": indirect_of(application.budget.all(), city_today()),
        }
    if slug == "team":
        context["members"] = application.members.all()
    if slug == "partners":
        context["partners"] = application.partners.select_related("organisation")
    return context
