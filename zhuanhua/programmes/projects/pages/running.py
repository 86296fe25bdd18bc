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
from zhuanhua.programmes.projects.models import Milestone, Project
from zhuanhua.programmes.projects.pages.answering import Asked, ask, done_or_told
from zhuanhua.programmes.projects.states_project import (
    AT_WORK,
    MilestoneState,
    ProjectState,
)
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.documents.actions import store_file
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.journal.queries import entries_for
from zhuanhua.shared.journal.sentences import lines_of
from zhuanhua.shared.payments.models import Recovery

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
    examines = bool(allows(person, Permission.PROJECT_EXAMINE))
    awards = bool(allows(person, Permission.PROJECT_AWARD))
    numbers = list(shown.milestones.values_list("number", flat=True))
    context = {
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
        "money": queries.settled(shown),
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
        "recoveries": Recovery.objects.filter(
            payment__case_kind=Milestone.case_kind, payment__case_number__in=numbers
        ).select_related("payment"),
        "reads_payments": allows(person, Permission.PAYMENT_READ),
        "papers": files_of(shown) if is_own or examines or awards else None,
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


<<<<<<< HEAD
@door(Permission.PROJECT_APPLY)
def ask_acceptance(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for acceptance."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = _own(person, number)
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


@door(Permission.PROJECT_APPLY)
def report_milestone(request: HttpRequest, number: str) -> HttpResponse:
    """Say what was reached."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.milestone_for(person, number)
    _own(person, shown.project.number)
    asked = Asked(
        _("报告里程碑"),
        _("报告里程碑"),
        reverse("projects:detail", args=[shown.project.number]),
        _("已报告，等待核定。"),
        name=shown.title,
    )
    form = EvidenceForm(request.POST or None, initial={"evidence": shown.evidence})
    return ask(
        request,
        form,
        lambda typed: actions.report_milestone(milestone=shown, by=person, on=city_today(), **typed),
        asked,
    )


@door(Permission.PROJECT_EXAMINE)
def check_milestone(request: HttpRequest, number: str) -> HttpResponse:
    """Find a milestone reached, or ask for more."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.milestone_for(person, number)
    back = reverse("projects:detail", args=[shown.project.number])
    if request.method == "POST" and "reach" in request.POST:
        return done_or_told(
            request,
            lambda: actions.reach_milestone(milestone=shown, by=person),
            done=_("已核定，列入待拨付。"),
            back=back,
        )
    asked = Asked(_("里程碑退回补充"), _("退回补充"), back, _("已请承担单位补充。"), name=shown.title)
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda typed: actions.return_milestone(milestone=shown, by=person, **typed),
        asked,
    )


@door(Permission.PROJECT_APPLY)
def ask_change(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Ask that one part of the contract say something else."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = _own(person, number)
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
    examines = bool(allows(person, Permission.PROJECT_EXAMINE)) and shown.state == ChangeState.ASKED
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
        {"change": shown, "before": before, "after": after, "examines": examines, "form": form},
    )


@door(Permission.PROJECT_APPLY)
def file_report(request: HttpRequest, number: str) -> HttpResponse:
    """File a yearly report."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = _own(person, number)
    asked = Asked(
        _("提交年度报告"),
        _("提交年度报告"),
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
    examines = bool(allows(person, Permission.PROJECT_EXAMINE)) and shown.state == ReportState.SUBMITTED
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
        {"report": shown, "is_own": is_own, "examines": examines, "form": form, "reason": reason},
    )


@door(Permission.PAYMENT_PREPARE)
def payable(request: HttpRequest) -> HttpResponse:
    """Parts that were reached and wait; the chosen ones become a batch, out of what their projects have set aside."""
    person: Any = request.person  # type: ignore[attr-defined]
    waiting = queries.milestones_to_pay()
    form = BatchForm(
        request.POST or None,
        accounts=open_accounts("projects"),
        initial={"title": _("科技项目补助%(day)s") % {"day": city_today().isoformat()}},
    )
    if request.method == "POST" and form.is_valid():
        chosen = queries.milestones_named(request.POST.getlist("number"))
        key = f"projects:{person.pk}:{request.POST.get('key', '')[:64]}"
        try:
            batch = actions.pay_milestones(
                milestones=chosen, by=person, key=key, on=city_today(), **form.cleaned_data
            )
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("批次%(number)s已编成。") % {"number": batch.number})
            return redirect("payments:batch", batch.number)
    page = Paginator(waiting, 200).get_page(request.GET.get("page"))
    return render(
        request,
        "projects/payable.html",
        {"page": page, "waiting": page.object_list, "form": form, "key": secrets.token_hex(16)},
    )


def _own(person: Any, number: str) -> Project:
=======
def own_project(person: Any, number: str) -> Project:
>>>>>>> b734ea0 (Split the pages of applications and projects by subject, mend their English)
    shown = queries.project_for(person, number)
    if not permissions.is_undertaker(person, shown):
        raise Http404
    return shown
