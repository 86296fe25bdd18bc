"""Projects on pages: the register, one project with its contract, money, reports and end; milestones that wait for a batch."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.projects import actions, codes, contract_papers, permissions, queries
from zhuanhua.programmes.projects.codes import ChangeKind, PaperKind
from zhuanhua.programmes.projects.forms import (
    MilestoneFormSet,
    PaperForm,
    ReasonForm,
)
from zhuanhua.programmes.projects.models import Project
from zhuanhua.programmes.projects.pages.answering import Asked, ask, done_or_told
from zhuanhua.programmes.projects.states_project import (
    AT_WORK,
    MilestoneState,
    ProjectState,
)
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows, may
from zhuanhua.shared.documents.actions import store_file
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.journal.queries import entries_for
from zhuanhua.shared.journal.sentences import lines_of
from zhuanhua.shared.people.avoidance import is_impartial

PAGE_SIZE = 50
BOTH = (Permission.PROJECT_APPLY, Permission.PROJECT_READ_ALL)
KINDS = (PaperKind.EVIDENCE, PaperKind.SCIENCE_REPORT, PaperKind.ACCOUNTS, PaperKind.IP)
REASONED = {"excuse": actions.excuse_project, "fail": actions.fail_project}
PLAIN = {"sign": actions.sign_contract, "accept": actions.accept_project}


@door(Permission.PROJECT_READ_ALL)
def records(request: HttpRequest) -> HttpResponse:
    """The register of projects, as figures and letters open it."""
    found = queries.filtered_projects(queries.visible_projects(request.person), request.GET)  # type: ignore[attr-defined]
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "projects": page.object_list,
        "sums": queries.sums_of_projects(found),
        "states": ProjectState.choices,
        "tracks": codes.Track.choices,
        "chains": codes.Chain.choices,
        "params": request.GET,
    }
    return render(request, "projects/records.html", context)


@door(*BOTH)
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One project on one page."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.project_for(person, number)
    is_own = permissions.is_undertaker(person, shown)
    reads = may(person, Permission.PROJECT_EXAMINE) or may(person, Permission.PROJECT_AWARD)
    partial = is_impartial(person, permissions.matter_of_project(shown)).reason if reads else ""
    examines = may(person, Permission.PROJECT_EXAMINE) and not partial
    awards = may(person, Permission.PROJECT_AWARD) and not partial
    context = {
        "why_not": partial,
        "project": shown,
        "is_own": is_own,
        "milestones": [
            (
                each,
                is_own and each.state in {MilestoneState.PLANNED, MilestoneState.RETURNED},
                examines and each.state == MilestoneState.REPORTED,
            )
            for each in shown.milestones.all()
        ],
        "money": queries.money_of(shown),
        "running": shown.state == ProjectState.RUNNING,
        "plans": examines and shown.state == ProjectState.CONTRACTING,
        "signs": awards and shown.state == ProjectState.CONTRACTING,
        "asks": is_own and shown.state == ProjectState.RUNNING,
        "changes_open": is_own and shown.state in AT_WORK,
        "inspects": examines and shown.state in {ProjectState.RUNNING, ProjectState.ACCEPTANCE},
        "sends_back": examines and shown.state == ProjectState.ACCEPTANCE,
        "accepts": awards and shown.state == ProjectState.ACCEPTANCE,
        "ends": awards and shown.state in {ProjectState.RUNNING, ProjectState.ACCEPTANCE},
        "kinds": ChangeKind.choices,
        "changes": shown.changes.select_related("asked_by"),
        "reports": shown.reports.all(),
        "inspections": shown.inspections.all(),
        "recoveries": queries.recoveries_of(shown),
        "reads_payments": allows(person, Permission.PAYMENT_READ),
        "papers": files_of(shown) if is_own or reads else None,
        "paper_form": PaperForm(kinds=KINDS),
        "budget": [
            (dict(codes.Cost.choices).get(row["cost"], row["cost"]), row["city_fen"], row["own_fen"])
            for row in shown.budget
        ],
        "lines": lines_of(entries_for(person, shown.case_kind, shown.number)),
    }
    return render(request, "projects/project.html", context)


@door(*BOTH)
def contract(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """The contract (任务书) as Word or PDF, from the award."""
    shown = queries.project_for(request.person, number)  # type: ignore[attr-defined]
    try:
        content = contract_papers.MAKERS[form](shown)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("projects:detail", number)
    answer = HttpResponse(content, content_type=contract_papers.TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{shown.number}.{form}"'
    return answer


@door(Permission.PROJECT_EXAMINE)
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """Write the milestones before the contract is signed."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.project_for(person, number)
    if shown.state != ProjectState.CONTRACTING:
        return redirect("projects:detail", number)
    lines = MilestoneFormSet(
        request.POST or None,
        prefix="parts",
        initial=list(shown.milestones.values("title", "due_on", "amount_fen")),
    )
    fault = None
    if request.method == "POST" and lines.is_valid():
        try:
            actions.plan_milestones(project=shown, rows=[row for row in lines.cleaned_data if row], by=person)
        except Refusal as refusal:
            fault = refusal
        else:
            messages.success(request, _("里程碑已保存。"))
            return redirect("projects:detail", number)
    return render(request, "projects/plan.html", {"project": shown, "lines": lines, "fault": fault})


@door(Permission.PROJECT_AWARD)
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Sign, accept, excuse, find failed."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.project_for(person, number)
    here = reverse("projects:detail", args=[number])
    step = next((each for each in Project.MOVES if each.verb == verb), None)
    if step is None or verb not in {*PLAIN, *REASONED}:
        raise Http404
    if verb in REASONED:
        asked = Asked(step.label, step.label, here, _("已办理。"), name=str(shown), danger=verb == "fail")
        return ask(
            request,
            ReasonForm(request.POST or None),
            lambda typed: REASONED[verb](project=shown, by=person, on=city_today(), **typed),
            asked,
        )
    if request.method != "POST":
        return redirect(here)
    return done_or_told(
        request, lambda: PLAIN[verb](project=shown, by=person, on=city_today()), done=_("已办理。"), back=here
    )


@door(Permission.PROJECT_APPLY)
@require_POST
def attach(request: HttpRequest, number: str) -> HttpResponse:
    """Keep a paper with the project."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = own_project(person, number)
    form = PaperForm(request.POST, request.FILES, kinds=KINDS)
    if not form.is_valid():
        messages.error(request, _("没有选择文件，或者没有选附件种类。"))
        return redirect("projects:detail", number)
    return done_or_told(
        request, lambda: store_file(upload=form.cleaned_data["file"], kind=form.cleaned_data["kind"], case=shown, by=person),
        done=_("附件已收到。"), back=reverse("projects:detail", args=[number]),
    )  # fmt: skip


def own_project(person: Any, number: str) -> Project:
    shown = queries.project_for(person, number)
    if not permissions.is_undertaker(person, shown):
        raise Http404
    return shown
