"""Applications on the bureau's desk: the list, one application, and the formal check."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.projects import actions, codes, permissions, queries
from zhuanhua.programmes.projects.actions.applying import BASICS
from zhuanhua.programmes.projects.actions.missing import text_of
from zhuanhua.programmes.projects.codes import library
from zhuanhua.programmes.projects.forms import ReasonForm
from zhuanhua.programmes.projects.models import Application, Call
from zhuanhua.programmes.projects.pages.answering import Asked, ask, done_or_told
from zhuanhua.programmes.projects.pages.parts import titles_of
from zhuanhua.programmes.projects.states import ApplicationState, CallState, ReviewState
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.journal.sentences import lines_of
from zhuanhua.shared.people.avoidance import is_impartial
from zhuanhua.shared.policy.verdicts import Sheet
from zhuanhua.shared.workflow.differences import difference
from zhuanhua.shared.workflow.queries import open_return, returns_of, versions_of

PAGE_SIZE = 50


@door(Permission.PROJECT_READ_ALL)
def applications(request: HttpRequest) -> HttpResponse:
    """Every application that was handed in."""
    person: Any = request.person  # type: ignore[attr-defined]
    found = queries.filtered_applications(queries.visible_applications(person), request.GET)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "applications": page.object_list,
        "calls": Call.objects.exclude(state=CallState.DRAFT),
        "states": [each for each in ApplicationState.choices if each[0] != ApplicationState.DRAFT],
        "tracks": codes.Track.choices,
        "params": request.GET,
        "waiting": queries.waiting_applications(person),
        "overdue": queries.overdue_corrections(person, city_today()),
    }
    return render(request, "projects/applications.html", context)


@door(Permission.PROJECT_APPLY, Permission.PROJECT_READ_ALL)
def application(request: HttpRequest, number: str) -> HttpResponse:
    """One application on one page: what was promised, who takes part, the money, papers, corrections, what happened."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.application_for(person, number)
    is_own = permissions.is_applicant(person, shown)
    examines = bool(allows(person, Permission.PROJECT_EXAMINE))
    reads = bool(allows(person, Permission.PROJECT_READ_ALL)) or is_own
    is_checked = examines and shown.state == ApplicationState.SUBMITTED
    partial = is_impartial(person, permissions.matter_of(shown)).reason if is_checked else ""
    may_papers = permissions.may_read_papers(person, shown)
    context = {
        "application": shown,
        "is_own": is_own,
        "reads": reads,
        "examines": examines,
        "state_words": shown.state_label if examines else shown.applicant_label,
        "parts": _parts(shown) if reads else [],
        "members": shown.members.all() if reads else [],
        "shows_links": is_own and shown.state in {ApplicationState.DRAFT, ApplicationState.RETURNED},
        "partners": shown.partners.select_related("organisation"),
        "lines_of_budget": shown.budget.all() if reads else [],
        "papers": files_of(shown) if may_papers else None,
        "papers_why": may_papers.reason,
        "sheet": _sheet(shown) if reads else None,
        "is_kept": shown.verdict is not None,
        "returned": open_return(shown) if reads else None,
        "returns": _returns(shown) if reads else [],
        "may_edit": bool(permissions.may_edit(person, shown)),
        "may_withdraw": is_own
        and shown.state
        in {
            ApplicationState.DRAFT,
            ApplicationState.SUBMITTED,
            ApplicationState.RETURNED,
            ApplicationState.ADMITTED,
        },
        "is_overdue": queries.overdue_corrections(person, city_today()).filter(pk=shown.pk).exists(),
        "checks": is_checked and not partial,
        "why_not": partial,
        "opinions": _opinions(shown, person) if reads else [],
        "project": getattr(shown, "project", None) if reads else None,
        "tone": shown.tone if examines else shown.applicant_tone,
        "lines": lines_of(queries.lines_for(person, shown)) if reads else [],
    }
    return render(request, "projects/application.html", context)


@door(Permission.PROJECT_EXAMINE)
@require_POST
def admit(request: HttpRequest, number: str) -> HttpResponse:
    """Let it through to the experts."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.application_for(person, number)
    back = reverse("projects:application", args=[number])
    return done_or_told(
        request,
        lambda: actions.admit_application(application=shown, by=person),
        done=_("已通过形式审查。"),
        back=back,
    )


@door(Permission.PROJECT_CALL_MANAGE)
@require_POST
def lapse(request: HttpRequest, number: str) -> HttpResponse:
    """End an application whose correction did not come in time."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.application_for(person, number)
    return done_or_told(
        request,
        lambda: actions.lapse_application(application=shown, by=person, on=city_today()),
        done=_("已按逾期失效办理，并告知申报单位。"),
        back=reverse("projects:applications"),
    )


@door(Permission.PROJECT_EXAMINE)
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse for a formal ground."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.application_for(person, number)
    asked = Asked(
        _("形式审查不予通过"),
        _("不予通过"),
        reverse("projects:application", args=[number]),
        _("已告知申报单位。"),
        name=str(shown),
        danger=True,
    )
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda typed: actions.refuse_application(application=shown, by=person, **typed),
        asked,
    )


@door(Permission.PROJECT_EXAMINE)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Mark fields and say what is wrong with each."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.application_for(person, number)
    marked = {
        name: remark
        for name in labels_of(shown)
        if (remark := request.POST.get(f"remark_{name}", "").strip()[:300])
    }
    fault = None
    if request.method == "POST":
        try:
            remark = request.POST.get("remark", "").strip()[:1000]
            actions.return_application(
                application=shown, remark=remark, fields=marked, by=person, on=city_today()
            )
        except Refusal as refusal:
            fault = refusal
        else:
            messages.success(request, _("已退回补正。"))
            return redirect("projects:application", number)
    text = text_of(shown)
    rows = [
        (name, label, text.get(name, ""), marked.get(name, "")) for name, label in labels_of(shown).items()
    ]
    return render(
        request,
        "projects/return.html",
        {"application": shown, "rows": rows, "fault": fault, "remark": request.POST.get("remark", "")},
    )


def labels_of(application: Application) -> dict[str, Any]:
    """Name every place of an application that can be marked."""
    found = {name: Application._meta.get_field(name).verbose_name for name in BASICS}  # noqa: SLF001 - Django's documented meta
    for section in application.form.sections:
        found |= {field.code: field.label for field, _asked in library.fields_of(section)}
    titles = titles_of(application)
    return found | {slug: titles[slug] for slug in ("team", "partners", "budget", "papers")}


def _parts(application: Application) -> list[tuple[str, list[tuple[Any, str]]]]:
    return [
        (
            section["title"],
            [
                (field.label, library.answer_text(field, application.answers.get(field.code)))
                for field, _asked in library.fields_of(section)
            ],
        )
        for section in application.form.sections
    ]


def _sheet(application: Application) -> Sheet:
    if application.verdict is not None:
        return Sheet(application.verdict.sheet)
    return queries.entry_sheet(application.call, application.applicant, city_today(), application)


def _returns(application: Application) -> list[dict[str, Any]]:
    """Pair each return with what the next version says otherwise."""
    names = labels_of(application)
    versions = list(versions_of(application))
    found = []
    for case_return in returns_of(application):
        before = [each for each in versions if each.made_at <= case_return.returned_at]
        after = [each for each in versions if each.made_at > case_return.returned_at]
        found.append({
            "case_return": case_return,
            "marked": [(names.get(each.field, each.field), each.remark) for each in case_return.fields.all()],
            "differences": difference(before[-1].payload, after[0].payload, names) if before and after else [],
        })  # fmt: skip
    return found


def _opinions(application: Application, person: Any) -> list[Any]:
    """Points and opinions, without names, once the call is decided; before that, only to those who organise the review."""
    if application.call.state != CallState.DECIDED and not allows(person, Permission.PROJECT_CALL_MANAGE):
        return []
    criteria = {row["code"]: row["title"] for row in application.call.criteria}
    reviews = application.reviews.filter(state=ReviewState.SCORED).order_by("total", "comment")
    return [
        {
            "total": review.total,
            "comment": review.comment,
            "scores": [(criteria.get(code, code), points) for code, points in review.scores.items()],
        }
        for review in reviews
    ]
