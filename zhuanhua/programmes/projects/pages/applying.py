"""The applicant's pages: may we, begin, fill in section by section, hand in; and the answers of those an application names."""

from dataclasses import dataclass
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
from zhuanhua.programmes.projects.actions.handing_in import missing_of
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
from zhuanhua.shared.access.doors import door, open_door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.workflow.queries import open_return

KINDS = (PaperKind.BODY, PaperKind.COMMITMENT, PaperKind.PARTNERSHIP, PaperKind.FINANCE, PaperKind.IP)
ROWS = {"team": MemberFormSet, "partners": PartnerFormSet, "budget": BudgetFormSet}


@dataclass(frozen=True)
class Step:
    """One part in the list at the left: done, something missing, or something returned."""

    slug: str
    title: Any
    tone: str
    words: str


@door(Permission.PROJECT_APPLY)
def mine(request: HttpRequest) -> HttpResponse:
    """The applications and projects of my organisation, and where others have named it."""
    person: Any = request.person  # type: ignore[attr-defined]
    own = person.organisation.pk if person.organisation else None
    seen = queries.visible_applications(person)
    context = {
        "applications": seen.filter(applicant=own).order_by("-id"),
        "partnerships": seen.exclude(applicant=own).filter(partners__organisation=own).order_by("-id"),
        "projects": queries.visible_projects(person).filter(undertaker=own).order_by("-id"),
    }
    return render(request, "projects/mine.html", context)


@door(Permission.PROJECT_APPLY)
def apply(request: HttpRequest, number: str) -> HttpResponse:
    """Every condition met, not met or unknown before a word is written; then the draft begins."""
    person: Any = request.person  # type: ignore[attr-defined]
    call = queries.call_for(person, number)
    may = permissions.may_start(person, call, city_today())
    if request.method == "POST":
        try:
            made = actions.start_application(call=call, by=person, on=city_today())
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("projects:call", number)
        return redirect("projects:edit", made.number)
    sheet = queries.entry_sheet(call, person.organisation, city_today()) if person.organisation else None
    return render(request, "projects/apply.html", {"call": call, "may": may, "sheet": sheet})


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


@door(Permission.PROJECT_APPLY)
@require_POST
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in a draft or a correction."""
    person: Any = request.person  # type: ignore[attr-defined]
    application = queries.application_for(person, number)
    try:
        actions.submit_application(application=application, by=person, on=city_today())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("projects:edit_section", number, "review")
    messages.success(request, _("申报已提交。"))
    return redirect("projects:application", number)


@door(Permission.PROJECT_APPLY)
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take the application back."""
    person: Any = request.person  # type: ignore[attr-defined]
    application = queries.application_for(person, number)
    back = reverse("projects:application", args=[number])
    return done_or_told(
        request,
        lambda: actions.withdraw_application(application=application, by=person),
        done=_("申报已撤回。"),
        back=back,
    )


@door(Permission.PROJECT_APPLY)
def partnership(request: HttpRequest, number: str) -> HttpResponse:
    """A partner reads what it is asked for, and answers."""
    person: Any = request.person  # type: ignore[attr-defined]
    partner = queries.partnership_for(person, number)
    if request.method == "POST":
        agrees = request.POST.get("answer") == "yes"
        back = reverse("projects:partnership", args=[number])
        return done_or_told(
            request,
            lambda: actions.answer_partner(partner=partner, agrees=agrees, by=person),
            done=_("答复已记下。"),
            back=back,
        )
    return render(
        request,
        "projects/consent.html",
        {"application": partner.application, "asked": partner, "as_partner": True},
    )


@open_door("成员凭本人的链接答复，链接就是凭据")
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """A member of a team reads what they are named for, and answers."""
    member = queries.member_by(token)
    if request.method == "POST":
        agrees = request.POST.get("answer") == "yes"
        back = reverse("projects:consent", args=[token])
        return done_or_told(
            request,
            lambda: actions.answer_member(member=member, agrees=agrees),
            done=_("答复已记下。"),
            back=back,
        )
    return render(
        request,
        "projects/consent.html",
        {"application": member.application, "asked": member, "as_partner": False},
    )


def _fields(request: HttpRequest, application: Application, slug: str, section: Any) -> Any:
    remarks = _remarks(application)
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
    shown = {"lines": lines, "what": _title(application, slug)}
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


def _line(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "cost": row["cost"],
        "city_fen": row.get("city_fen") or 0,
        "own_fen": row.get("own_fen") or 0,
        "ground": row.get("ground", ""),
    }


def _initial(application: Application, slug: str) -> list[dict[str, Any]]:
    if slug == "team":
        return list(application.members.values("name", "organisation_name", "degree", "task", "months"))
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
        "title": _title(application, slug),
        "steps": steps_of(application),
        "returned": open_return(application),
        "seen": stamp_of(application, slug),
        "stamp": stamp,
        "remark": _remarks(application).get(slug, ""),
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


def _remarks(application: Application) -> dict[str, str]:
    returned = open_return(application)
    return {each.field: each.remark for each in returned.fields.all()} if returned else {}


def titles_of(application: Application) -> dict[str, Any]:
    """Name the parts of an application in their order."""
    return {
        "basics": _("基本情况"),
        **{section["slug"]: section["title"] for section in application.form.sections},
        "team": _("项目团队"),
        "partners": _("合作单位"),
        "budget": _("经费预算"),
        "papers": _("附件"),
        "review": _("核对并提交"),
    }


def _title(application: Application, slug: str) -> Any:
    return titles_of(application)[slug]


def steps_of(application: Application) -> list[Step]:
    """Say of each part whether it is done, lacks something, or was returned."""
    missing: dict[str, int] = {}
    for slug, _words in missing_of(application, city_today()):
        missing[slug] = missing.get(slug, 0) + 1
    places = {
        field: section["slug"]
        for section in application.form.sections
        for field in (each["code"] for each in section["fields"])
    }
    returned: dict[str, int] = {}
    for field in _remarks(application):
        slug = places.get(field, "basics" if field in BASICS else field)
        returned[slug] = returned.get(slug, 0) + 1
    found = []
    for slug, title in titles_of(application).items():
        if slug in returned:
            found.append(Step(slug, title, "warn", _("退回%(count)s处") % {"count": returned[slug]}))
        elif slug in missing:
            found.append(Step(slug, title, "quiet", _("缺%(count)s项") % {"count": missing[slug]}))
        elif slug == "review":
            found.append(Step(slug, title, "quiet" if missing else "done", _("待提交")))
        else:
            found.append(Step(slug, title, "done", _("已填完")))
    return found
