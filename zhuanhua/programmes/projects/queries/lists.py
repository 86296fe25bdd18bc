"""Gives the lists: open calls, the officer's desk, the register of projects, milestones that wait for money."""

from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from zhuanhua.programmes.projects.models import Application, Call, Milestone, Project
from zhuanhua.programmes.projects.queries.single import visible_calls
from zhuanhua.programmes.projects.states import ApplicationState, CallState
from zhuanhua.programmes.projects.states_project import MilestoneState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows

SORTS = {
    "number": "number",
    "title": "title",
    "award": "award_fen",
    "granted": "granted_on",
    "state": "state",
}


def open_calls(person: Any) -> QuerySet[Call]:
    """Give the calls that the person may see, those that take applications first."""
    return (
        visible_calls(person)
        .annotate(
            is_open=Q(state=CallState.OPEN),
            handed_in=Count(
                "applications", filter=Q(applications__submitted_on__isnull=False), distinct=True
            ),
        )
        .order_by("-is_open", F("closes_on").desc(nulls_first=True), "-id")
    )


def filtered_applications(applications: QuerySet[Application], params: Any) -> QuerySet[Application]:
    """Narrow a list by the filters and the search text that stand in the address."""
    for name, column in (
        ("state", "state"),
        ("track", "track"),
        ("chain", "chain"),
        ("call", "call__number"),
    ):
        if params.get(name):
            applications = applications.filter(**{column: params[name]})
    text = params.get("q", "").strip()[:100]
    if text:
        applications = applications.filter(
            Q(number__icontains=text) | Q(title__icontains=text) | Q(applicant__name__contains=text)
        )
    return applications.order_by("call_id", F("rank").asc(nulls_last=True), "number")


def waiting_applications(person: Any) -> int:
    """Count the applications that wait for the formal check, for those who do it."""
    if not allows(person, Permission.PROJECT_EXAMINE):
        return 0
    return Application.objects.filter(state=ApplicationState.SUBMITTED).count()


def filtered_projects(projects: QuerySet[Project], params: Any) -> QuerySet[Project]:
    """Narrow a list of projects by what stands in the address; years are those of the grant, as figures drill."""
    for name in ("state", "track", "chain"):
        if params.get(name):
            projects = projects.filter(**{name: params[name]})
    year = params.get("granted_year", "") or params.get("covers_year", "") or params.get("formed_year", "")
    if year.isdecimal() and len(year) == 4:
        ends = date(int(year), 12, 31)
        if params.get("granted_year"):
            projects = projects.filter(granted_on__range=(date(int(year), 1, 1), ends))
        elif params.get("covers_year"):
            projects = projects.filter(reports__year=int(year), reports__state="confirmed").distinct()
        else:
            projects = projects.filter(team__formed_on__year=int(year))
    text = params.get("q", "").strip()[:100]
    if text:
        projects = projects.filter(
            Q(number__icontains=text) | Q(title__icontains=text) | Q(undertaker__name__contains=text)
        )
    order = params.get("sort", "")
    column = SORTS.get(order.removeprefix("-"))
    if column is None:
        return projects.order_by("-granted_on", "number")
    return projects.order_by(f"-{column}" if order.startswith("-") else column, "number")


def sums_of_projects(projects: QuerySet[Project]) -> dict[str, int]:
    """Count and sum a list of projects."""
    sums = projects.order_by().aggregate(count=Count("pk", distinct=True), award=Sum("award_fen"))
    return {name: value or 0 for name, value in sums.items()}


def milestones_to_pay() -> QuerySet[Milestone]:
    """Give what was reached and waits for a batch, oldest first."""
    return (
        Milestone.objects.filter(state=MilestoneState.REACHED, amount_fen__gt=0)
        .select_related("project__undertaker", "project__reservation__account__budget", "held")
        .order_by("state_since", "id")
    )
