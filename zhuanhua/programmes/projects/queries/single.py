"""Fetches one case, or says that there is none: other people's cases do not exist for the person who asks."""

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from zhuanhua.programmes.projects.models import (
    Application,
    Call,
    Change,
    Member,
    Milestone,
    Override,
    Partner,
    Project,
    Review,
    YearReport,
)
from zhuanhua.programmes.projects.states import PUBLISHED, REVIEW_STANDS, UNTOLD, ApplicationState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.journal.queries import entries_for


def _one(found: QuerySet[Any], **wanted: Any) -> Any:
    row = found.filter(**wanted).first()
    if row is None:
        raise Http404
    return row


def visible_calls(person: Any) -> QuerySet[Call]:
    """Give what was published to everybody; drafts to those who make calls."""
    calls = Call.objects.select_related("account__budget", "publicity", "made_by")
    return calls if allows(person, Permission.PROJECT_CALL_MANAGE) else calls.filter(state__in=PUBLISHED)


def call_for(person: Any, number: str) -> Call:
    """Give one call; Http404 when there is none, or none for this person."""
    call: Call = _one(visible_calls(person), number=number)
    return call


def managed_call(person: Any, number: str) -> Call:
    """Give one call to who makes calls, confirms changes of the order or decides; Http404 for others."""
    sees = (Permission.PROJECT_CALL_MANAGE, Permission.PROJECT_OVERRIDE_CONFIRM, Permission.PROJECT_AWARD)
    if not any(allows(person, permission) for permission in sees):
        raise Http404
    return call_for(person, number)


def visible_applications(person: Any) -> QuerySet[Application]:
    """Give the applicant its own, a partner those it is named in, the bureau all that were handed in once."""
    applications = Application.objects.select_related("call", "form", "applicant", "examined_by")
    own = Q(pk__in=[])
    if person.organisation is not None and allows(person, Permission.PROJECT_APPLY):
        organisation = person.organisation.pk
        own = Q(applicant=organisation) | Q(
            pk__in=Partner.objects.filter(organisation=organisation).values("application")
        )
    if allows(person, Permission.PROJECT_READ_ALL):
        return applications.filter(own | Q(submitted_on__isnull=False) & ~Q(state=ApplicationState.DRAFT))
    return applications.filter(own)


def application_for(person: Any, number: str) -> Application:
    """Give one application; Http404 when there is none, or none for this person."""
    application: Application = _one(visible_applications(person), number=number)
    return application


def lines_for(person: Any, application: Application) -> QuerySet[Entry]:
    """Give what happened to an application; its place in the order is told to others than the bureau with the notice."""
    lines = entries_for(person, application.case_kind, application.number)
    if allows(person, Permission.PROJECT_READ_ALL) or not application.is_untold:
        return lines
    return lines.exclude(event__in=UNTOLD)


def partnership_for(person: Any, number: str) -> Partner:
    """Give the partnership of the person's organisation in an application; Http404 when it is not named there."""
    if person.organisation is None:
        raise Http404
    partners = Partner.objects.select_related("application__call", "application__applicant", "organisation")
    partner: Partner = _one(partners, application__number=number, organisation=person.organisation.pk)
    return partner


def member_by(token: str) -> Member:
    """Give the member behind a consent link; whoever holds the link is the member."""
    members = Member.objects.select_related("application__call", "application__applicant")
    member: Member = _one(members, token=token)
    return member


def review_for(person: Any, number: str) -> Review:
    """Give an expert their own review while it stands; nobody else's, and nothing of others."""
    reviews = Review.objects.select_related("application__call", "application__form", "expert")
    review: Review = _one(reviews, number=number, expert__person=person.pk, state__in=REVIEW_STANDS)
    return review


def override_for(person: Any, number: str) -> Override:
    """Give a change of the order to those who make or confirm it."""
    sees = (Permission.PROJECT_CALL_MANAGE, Permission.PROJECT_OVERRIDE_CONFIRM)
    if not any(allows(person, permission) for permission in sees):
        raise Http404
    found = Override.objects.select_related("application__call", "application__applicant", "asked_by")
    override: Override = _one(found, number=number)
    return override


def visible_projects(person: Any) -> QuerySet[Project]:
    """Give the undertaker its own projects, the bureau all."""
    projects = Project.objects.select_related("undertaker", "team", "application__call", "reservation")
    if allows(person, Permission.PROJECT_READ_ALL):
        return projects
    if person.organisation is None or not allows(person, Permission.PROJECT_APPLY):
        return projects.none()
    return projects.filter(undertaker=person.organisation.pk)


def project_for(person: Any, number: str) -> Project:
    """Give one project; Http404 when there is none, or none for this person."""
    project: Project = _one(visible_projects(person), number=number)
    return project


def _part(kind: type[Model], person: Any, number: str) -> Any:
    found = kind.objects.select_related("project__undertaker")  # type: ignore[attr-defined]
    return _one(found.filter(project__in=visible_projects(person)), number=number)


def milestone_for(person: Any, number: str) -> Milestone:
    """Give a milestone whose project the person may see; Http404 otherwise."""
    milestone: Milestone = _part(Milestone, person, number)
    return milestone


def change_for(person: Any, number: str) -> Change:
    """Give a change whose project the person may see; Http404 otherwise."""
    change: Change = _part(Change, person, number)
    return change


def report_for(person: Any, number: str) -> YearReport:
    """Give a yearly report whose project the person may see; Http404 otherwise."""
    report: YearReport = _part(YearReport, person, number)
    return report
