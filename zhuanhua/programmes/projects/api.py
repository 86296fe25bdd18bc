"""What do programs see of project calls? What is published, and the applications and projects that the caller may see."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from zhuanhua.core.dates import city_today
from zhuanhua.core.problems import REFUSALS
from zhuanhua.programmes.projects import permissions, queries
from zhuanhua.programmes.projects.codes import Chain, Track
from zhuanhua.programmes.projects.models import Application, Call, Project
from zhuanhua.programmes.projects.states import CallState
from zhuanhua.programmes.projects.states_project import ProjectState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.people.api import PublicDoor, doors

router = Router(tags=["projects"])
PAGE_SIZE = 100
READERS = (Permission.PROJECT_APPLY, Permission.PROJECT_READ_ALL)
PUBLIC = PublicDoor("申报通知面向社会")


class CallOut(Schema):
    """A call as everybody reads it; amounts are whole fen."""

    number: str
    title: str
    scheme: str
    scheme_name: str
    year: int
    state: str
    state_name: str
    takes_applications: bool
    guide: str
    contact: str
    research_fen: int
    conversion_fen: int
    opens_on: date | None
    closes_on: date | None
    decided_on: date | None


class ApplicationOut(Schema):
    """An application without its text and papers; the state is what the caller may know of it."""

    number: str
    call: str
    title: str
    track: str
    chain: str
    applicant: str
    state_name: str
    requested_fen: int | None
    own_fen: int | None
    submitted_on: date | None
    returned_until: date | None


class ProjectOut(Schema):
    """A project that was granted; amounts are whole fen."""

    number: str
    application: str
    title: str
    track: str
    chain: str
    undertaker: str
    state: str
    state_name: str
    award_fen: int
    paid_fen: int
    granted_on: date
    signed_on: date | None
    starts_on: date
    ends_on: date
    ended_on: date | None


class CallsOut(Schema):
    """One page of calls."""

    total: int
    page: int
    page_size: int
    items: list[CallOut]


class ApplicationsOut(Schema):
    """One page of applications."""

    total: int
    page: int
    page_size: int
    items: list[ApplicationOut]


class ProjectsOut(Schema):
    """One page of projects."""

    total: int
    page: int
    page_size: int
    items: list[ProjectOut]


class Paged(Schema):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=100_000)


class CallsAsked(Paged):
    """Filters of the calls; each may be left out."""

    state: CallState | None = Field(None, description="状态")


class ApplicationsAsked(Paged):
    """Filters of the applications; each may be left out."""

    call: str | None = Field(None, max_length=40, description="申报通知编号")
    track: Track | None = Field(None, description="项目类别")
    chain: Chain | None = Field(None, description="产业链")


class ProjectsAsked(Paged):
    """Filters of the projects; each may be left out."""

    state: ProjectState | None = Field(None, description="状态")
    track: Track | None = Field(None, description="项目类别")
    chain: Chain | None = Field(None, description="产业链")
    granted_year: int | None = Field(None, ge=2000, le=2100, description="立项年份")


def _number(example: str) -> Any:
    return Path(pattern=r"^\d{4}-[A-Z]{2,3}-\d{5,7}$", description=f"编号，例如 {example}")


CallNumber = Annotated[str, _number("2026-TZ-00001")]
ApplicationNumber = Annotated[str, _number("2026-XM-00001")]
ProjectNumber = Annotated[str, _number("2026-XMB-00001")]


@router.get("/calls", response={200: CallsOut, **REFUSALS}, auth=PUBLIC, summary="申报通知")
def list_calls(request: HttpRequest, asked: Query[CallsAsked]) -> dict[str, Any]:
    """List the published calls, those that take applications first; drafts to those who make them."""
    calls = queries.open_calls(request.person)  # type: ignore[attr-defined]
    if asked.state is not None:
        calls = calls.filter(state=asked.state)
    return _page(calls, asked.page, _call)


@router.get("/calls/{number}", response={200: CallOut, **REFUSALS}, auth=PUBLIC, summary="一个申报通知")
def project_call(request: HttpRequest, number: CallNumber) -> dict[str, Any]:
    """Give one published call."""
    return _call(queries.call_for(request.person, number))  # type: ignore[attr-defined]


@router.get(
    "/applications", response={200: ApplicationsOut, **REFUSALS}, auth=doors(*READERS), summary="看得到的申报"
)
def list_applications(request: HttpRequest, asked: Query[ApplicationsAsked]) -> dict[str, Any]:
    """List the caller's own applications and those it is a partner in; for the bureau, all that were handed in."""
    person: Any = request.person  # type: ignore[attr-defined]
    found = queries.filtered_applications(queries.visible_applications(person), _wanted(asked))
    return _page(found, asked.page, lambda each: _application(each, person))


@router.get(
    "/applications/{number}", response={200: ApplicationOut, **REFUSALS}, auth=doors(*READERS), summary="一项申报"
)  # fmt: skip
def project_application(request: HttpRequest, number: ApplicationNumber) -> dict[str, Any]:
    """Give one application that the caller may see."""
    person: Any = request.person  # type: ignore[attr-defined]
    return _application(queries.application_for(person, number), person)


@router.get("/", response={200: ProjectsOut, **REFUSALS}, auth=doors(*READERS), summary="看得到的项目")
def list_projects(request: HttpRequest, asked: Query[ProjectsAsked]) -> dict[str, Any]:
    """List the projects that the caller may see, the last granted first."""
    found = queries.filtered_projects(queries.visible_projects(request.person), _wanted(asked))  # type: ignore[attr-defined]
    return _page(found, asked.page, _project)


@router.get("/{number}", response={200: ProjectOut, **REFUSALS}, auth=doors(*READERS), summary="一个项目")
def project(request: HttpRequest, number: ProjectNumber) -> dict[str, Any]:
    """Give one project that the caller may see."""
    return _project(queries.project_for(request.person, number))  # type: ignore[attr-defined]


def _wanted(asked: Paged) -> dict[str, str]:
    return {name: str(value) for name, value in asked.dict(exclude={"page"}).items() if value is not None}


def _page(found: Any, page: int, told: Any) -> dict[str, Any]:
    start = (page - 1) * PAGE_SIZE
    items = [told(each) for each in found[start : start + PAGE_SIZE]]
    return {"total": found.count(), "page": page, "page_size": PAGE_SIZE, "items": items}


def _plain(case: Any, schema: type[Schema]) -> dict[str, Any]:
    """Give the fields that stand on the row itself."""
    own = {field.attname for field in case._meta.concrete_fields if not field.is_relation}  # noqa: SLF001 - Django's documented meta
    return {name: getattr(case, name) for name in schema.model_fields if name in own}


def _call(call: Call) -> dict[str, Any]:
    return _plain(call, CallOut) | {
        "scheme_name": str(call.get_scheme_display()),  # type: ignore[attr-defined]
        "state_name": str(call.state_label),
        "takes_applications": bool(permissions.is_open(call, city_today())),
    }


def _application(application: Application, person: Any) -> dict[str, Any]:
    examines = allows(person, Permission.PROJECT_EXAMINE)
    return _plain(application, ApplicationOut) | {
        "call": application.call.number,
        "applicant": application.applicant.name,
        "state_name": str(application.state_label if examines else application.applicant_label),
    }


def _project(project: Project) -> dict[str, Any]:
    return _plain(project, ProjectOut) | {
        "application": project.application.number,
        "undertaker": project.undertaker.name,
        "state_name": str(project.state_label),
        "paid_fen": queries.settled(project)["paid_fen"],
    }
