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
    PaperForm,
    answer_form,
)
from zhuanhua.programmes.projects.models import Application
from zhuanhua.programmes.projects.pages.answering import done_or_told
from zhuanhua.programmes.projects.pages.lines import ROWS, keep_lines
from zhuanhua.programmes.projects.pages.parts import remarks_of, steps_of, title_of
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.workflow.queries import open_return
from zhuanhua.ui.answering import tell_form

KINDS = (PaperKind.BODY, PaperKind.COMMITMENT, PaperKind.PARTNERSHIP, PaperKind.FINANCE, PaperKind.IP)


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
    if slug in ROWS:
        shown, is_kept = keep_lines(request, application, slug, seen=_seen(request))
        if is_kept:
            return _onward(request, application, slug)
    else:
        shown = _fields(request, application, slug, section)
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
