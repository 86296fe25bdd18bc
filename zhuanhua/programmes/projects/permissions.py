"""Who may do what with this application, review or project, and if not, why not?"""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zhuanhua.programmes.projects.states import EDITABLE, ApplicationState, CallState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import Verdict, allows
from zhuanhua.shared.people.avoidance import Matter

if TYPE_CHECKING:
    from zhuanhua.programmes.projects.models import Application, Call, Project

YES = Verdict(allowed=True)


def _no(reason: str) -> Verdict:
    return Verdict(allowed=False, reason=reason)


def is_applicant(person: Any, application: "Application") -> bool:
    """Whether the person acts for the organisation that applies."""
    return (
        person.organisation is not None
        and person.organisation.pk == application.applicant_id
        and bool(allows(person, Permission.PROJECT_APPLY))
    )


def is_undertaker(person: Any, project: "Project") -> bool:
    """Whether the person acts for the organisation that carries the project."""
    return (
        person.organisation is not None
        and person.organisation.pk == project.undertaker_id
        and bool(allows(person, Permission.PROJECT_APPLY))
    )


def matter_of(application: "Application") -> Matter:
    """The application as its judges see it: a case of applicant and partners, and of who began it."""
    partners = (each.organisation_id for each in application.partners.all())
    return Matter.of(
        application,
        parties=(application.applicant_id, *partners),
        begun_by=(application.started_by_id,),
    )


def matters_of(call: "Call") -> list[Matter]:
    """The order of a call as its judges see it: every application in it, on the list or below."""
    return [
        matter_of(each) for each in call.applications.filter(rank__isnull=False).prefetch_related("partners")
    ]


def matter_of_project(project: "Project") -> Matter:
    """A project is judged as the application that it came from: its case began there."""
    found = matter_of(project.application)
    return replace(found, parties=found.parties | {project.undertaker_id})


def may_start(person: Any, call: "Call", on: date) -> Verdict:
    """An application begins while the call is open."""
    allowed = allows(person, Permission.PROJECT_APPLY)
    if not allowed:
        return allowed
    if person.organisation is None:
        return _no(_("请先以一个单位的身份登录。"))
    return is_open(call, on)


def is_open(call: "Call", on: date) -> Verdict:
    """Whether applications are taken on that day."""
    if call.state != CallState.OPEN:
        return _no(_("这个通知不在申报期内。"))
    if call.opens_on is not None and on < call.opens_on:
        return _no(_("申报从%(day)s开始。") % {"day": call.opens_on.isoformat()})
    if call.closes_on is not None and on > call.closes_on:
        return _no(_("申报已于%(day)s截止。") % {"day": call.closes_on.isoformat()})
    return YES


def may_edit(person: Any, application: "Application") -> Verdict:
    """Everybody who acts for the applicant may edit, while it is a draft or was returned."""
    if not is_applicant(person, application):
        return _no(_("只有申报单位可以修改。"))
    if application.state not in EDITABLE:
        return _no(_("申报已提交，退回补正时才能修改。"))
    return YES


def may_hand_in(application: "Application", on: date) -> Verdict:
    """A draft is handed in while the call is open, a correction until its own last day."""
    if application.state == ApplicationState.RETURNED:
        until = application.returned_until
        if until is not None and on > until:
            return _no(_("补正已于%(day)s截止。") % {"day": until.isoformat()})
        return YES
    return is_open(application.call, on)


def may_read_papers(person: Any, application: "Application") -> Verdict:
    """Papers are for the applicant and for those who examine."""
    if is_applicant(person, application) or allows(person, Permission.PROJECT_EXAMINE):
        return YES
    return _no(_("申报材料只有申报单位和审查人员可以看。"))
