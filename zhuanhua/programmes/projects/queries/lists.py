"""Gives the lists: open calls, the officer's desk, the register of projects, milestones that wait for money."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from zhuanhua.core.dates import year_in
from zhuanhua.programmes.projects.models import Application, Call, Milestone, Project, YearReport
from zhuanhua.programmes.projects.queries.single import visible_calls
from zhuanhua.programmes.projects.states import ApplicationState, CallState
from zhuanhua.programmes.projects.states_project import MilestoneState, ReportState
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
    return applications.order_by("-call_id", F("rank").asc(nulls_last=True), "number")


def waiting_applications(person: Any) -> int:
    """Count the applications that wait for the formal check, for those who do it."""
    if not allows(person, Permission.PROJECT_EXAMINE):
        return 0
    return Application.objects.filter(state=ApplicationState.SUBMITTED).count()


def overdue_corrections(person: Any, on: date) -> QuerySet[Application]:
    """Give the applications whose correction is past its last day, the longest first, to those who may end them."""
    if not allows(person, Permission.PROJECT_CALL_MANAGE):
        return Application.objects.none()
    overdue = Application.objects.filter(state=ApplicationState.RETURNED, returned_until__lt=on)
    return overdue.select_related("applicant", "call").order_by("returned_until", "number")


def filtered_projects(projects: QuerySet[Project], params: Any) -> QuerySet[Project]:
    """Narrow a list of projects by what stands in the address; years are those of the grant, as figures drill."""
    for name in ("state", "track", "chain"):
        if params.get(name):
            projects = projects.filter(**{name: params[name]})
    granted, covered, formed = (_days(params, stem) for stem in ("granted", "covers", "formed"))
    if granted:
        projects = projects.filter(granted_on__range=granted)
    if covered:
        reported = YearReport.objects.filter(state=ReportState.CONFIRMED, covers_on__range=covered)
        projects = projects.filter(pk__in=reported.values("project"))
    if formed:
        projects = projects.filter(team__formed_on__range=formed)
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


def _days(params: Any, stem: str) -> tuple[date, date] | None:
    """Read a year or a span of days from the address, as figures drill; None where neither is asked, or what stands there is no day."""
    if year := year_in(params.get(f"{stem}_year", "")):
        return date(year, 1, 1), date(year, 12, 31)
    try:
        since, until = (
            date.fromisoformat(text) if (text := params.get(f"{stem}_{side}", "")) else end
            for side, end in (("from", date.min), ("to", date.max))
        )
    except ValueError:
        return None
    return None if (since, until) == (date.min, date.max) else (since, until)


def sums_of_projects(projects: QuerySet[Project]) -> dict[str, int]:
    """Count and sum a list of projects."""
    sums = projects.order_by().aggregate(count=Count("pk", distinct=True), award=Sum("award_fen"))
    return {name: value or 0 for name, value in sums.items()}


def milestones_named(numbers: Iterable[str]) -> list[Milestone]:
    """Give milestones by their numbers, wherever they stand: a form sent twice names those that are in its batch by now."""
    return list(Milestone.objects.filter(number__in=[number[:60] for number in numbers], amount_fen__gt=0))


def milestones_to_pay() -> QuerySet[Milestone]:
    """Give what was reached and waits for a batch, oldest first."""
    return (
        Milestone.objects.filter(state=MilestoneState.REACHED, amount_fen__gt=0)
        .select_related("project__undertaker", "project__reservation__account__budget", "held")
        .order_by("state_since", "id")
    )
