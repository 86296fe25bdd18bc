"""How does a proposed application become a project? Decided by another person, its money set aside whole, its sheet kept."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.core.money import split_fen
from zhuanhua.core.wording import amount_words
from zhuanhua.programmes.projects import notices, permissions, queries
from zhuanhua.programmes.projects.codes import library
from zhuanhua.programmes.projects.models import Application, Call, Milestone, Project, Team
from zhuanhua.programmes.projects.states import ApplicationState, CallState
from zhuanhua.programmes.projects.states_project import MilestoneState, ProjectState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.ledger.actions import lock_money, reserve_all
from zhuanhua.shared.ledger.actions.reserving import Wanted
from zhuanhua.shared.ledger.models import Reservation
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.policy.actions import keep_verdicts
from zhuanhua.shared.policy.verdicts import Sheet
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.moves import move, move_all
from zhuanhua.shared.workflow.serials import numbers


@transaction.atomic
def decide_call(*, call: Call, by: Any, on: date) -> list[Project]:
    """Grant what was announced: judged again, the money set aside and the projects begun, all or nothing.

    Never by whoever ranked, nor by whoever acts or lately acted for an applicant or partner of what is proposed.
    """
    require(by, Permission.PROJECT_AWARD)
    call = Call.objects.select_for_update(of=("self",)).select_related("publicity", "account").get(pk=call.pk)
    _refuse_unfinished(call, by)
    applications = list(
        call.applications.select_for_update(of=("self",))
        .filter(state=ApplicationState.PROPOSED)
        .select_related("applicant", "form")
        .prefetch_related("partners")
        .order_by("track", "rank", "id")
    )
    require_impartial(by, *map(permissions.matter_of, applications))
    lock_money(call.account)
    sheets = queries.grant_sheets(call, applications, on)
    for application, sheet in zip(applications, sheets, strict=True):
        _refuse_sheet(application, sheet)
    call.decided_by, call.decided_on = by, on
    move(call, "decide", by=by, fields=("decided_by", "decided_on"))
    projects = grant_applications(call, applications, sheets, by=by, on=on)
    close_tasks(call, by=by)
    transaction.on_commit(partial(notices.call_decided, call))
    return projects


def grant_applications(
    call: Call, applications: Sequence[Application], sheets: Sequence[Sheet], *, by: Any, on: date
) -> list[Project]:
    """Keep the sheets, set the money aside and begin the projects; part of the decision."""
    kept = keep_verdicts(
        sheets=[
            (each.case_kind, each.number, sheet) for each, sheet in zip(applications, sheets, strict=True)
        ],
        by=by,
    )
    for application, verdict in zip(applications, kept, strict=True):
        application.verdict = verdict
    move_all(applications, "grant", by=by, fields=("verdict",))
    given = numbers("XMB", len(applications), on=on)
    reserved = reserve_all(
        account=call.account,  # type: ignore[arg-type]  # an open call has one (call_opens_whole, open_call)
        wanted=[
            Wanted(Project.case_kind, number, f"projects.award:{number}", each.award_fen)
            for number, each in zip(given, applications, strict=True)
        ],
        by=by,
        key=f"projects:{call.number}",
        on=on,
    )
    teams = _teams_of(applications, on)
    projects = Project.objects.bulk_create(
        _project(number, each, reservation, teams[each.applicant_id, each.leader_name], on)
        for number, each, reservation in zip(given, applications, reserved, strict=True)
    )
    _plan(call, projects, applications)
    record_all([
        Line("project:start", project.case_kind, project.number, by, after={"application": each.number, "award_fen": project.award_fen})
        for project, each in zip(projects, applications, strict=True)
    ])  # fmt: skip
    return projects


def _refuse_unfinished(call: Call, by: Any) -> None:
    if call.ranked_by_id == by.pk:
        raise Forbidden(_("排序的人不能决定立项，请另一位有权的人办理。"))
    if call.state != CallState.PUBLICITY:
        raise Conflict(_("这个通知不在公示中。"), way_out=_("请先公示拟立项名单。"))
    publicity = call.publicity
    if publicity is None or publicity.closed_on is None:
        raise Refusal(
            _("公示还没有办结。"), way_out=_("请在公示期满后办结公示，再决定立项。"), code="publicity_open"
        )
    if publicity.stopped_for:
        raise Refusal(_("公示已经终止。"), way_out=_("请收回重议。"), code="stopped")


def _refuse_sheet(application: Application, sheet: Sheet) -> None:
    if sheet.amount_fen < application.award_fen:
        raise Conflict(
            _("%(title)s按规则现在只能补助%(amount)s。") % {"title": application.title, "amount": amount_words(sheet.amount_fen, places=6)},
            way_out=_("情况有了变化，请收回重议。"), code="judged_less",
        )  # fmt: skip
    if sheet.unconfirmed:
        raise Refusal(
            _("“%(name)s”没有核对过原文，也没有本地确认。") % {"name": sheet.unconfirmed[0]["name"]["zh"]},
            way_out=_("请有权的人在“规则 → 本地确认”里确认后再决定。"), code="unconfirmed",
        )  # fmt: skip


def _teams_of(applications: Sequence[Application], on: date) -> dict[tuple[int, str], Team]:
    wanted = {(each.applicant_id, each.leader_name): each for each in applications}
    known = {
        (team.organisation_id, team.leader_name): team
        for team in Team.objects.filter(organisation__in={key for key, _name in wanted})
    }
    fresh = [
        Team(
            organisation_id=organisation,
            leader_name=leader,
            people=max(each.members.count(), 1),
            formed_on=on,
        )
        for (organisation, leader), each in wanted.items()
        if (organisation, leader) not in known
    ]
    for team in Team.objects.bulk_create(fresh):
        known[team.organisation_id, team.leader_name] = team
    return known


def _project(
    number: str, application: Application, reservation: Reservation, team: Team, on: date
) -> Project:
    partners = application.partners.select_related("organisation")
    return Project(
        number=number,
        state=ProjectState.CONTRACTING,
        application=application,
        undertaker=application.applicant,
        team=team,
        title=application.title,
        track=application.track,
        chain=application.chain,
        leader_name=application.leader_name,
        partners="、".join(each.organisation.name for each in partners)[:600],
        targets=_targets(application),
        starts_on=application.starts_on,
        ends_on=application.ends_on,
        award_fen=application.award_fen,
        own_fen=application.own_fen,
        budget=[
            {"cost": line.cost, "city_fen": line.city_fen, "own_fen": line.own_fen}
            for line in application.budget.all()
        ],
        reservation=reservation,
        granted_on=on,
    )


def _targets(application: Application) -> str:
    """Take the goals and every number promised over into the contract."""
    lines = [str(application.answers.get("goals") or "")]
    for section in application.form.sections:
        for field, _asked in library.fields_of(section):
            if (
                field.kind in {library.WHOLE, library.AMOUNT}
                and application.answers.get(field.code) is not None
            ):
                lines.append(f"{field.label}：{library.answer_text(field, application.answers[field.code])}")
    return "\n".join(line for line in lines if line)[:4000] or application.title


def _plan(call: Call, projects: Sequence[Project], applications: Sequence[Application]) -> None:
    """Cut each award into the call's parts; days are spread over the term, the first at its beginning, the last at its end."""
    made = []
    for project in projects:
        parts = split_fen(project.award_fen, [row["share_bp"] for row in call.instalments])
        span = project.ends_on - project.starts_on
        steps = max(len(parts) - 1, 1)
        made += [
            Milestone(
                number=f"{project.number}-M{place}", state=MilestoneState.PLANNED, project=project, place=place,
                title=row["title"], due_on=project.starts_on + span * (place - 1) // steps, amount_fen=part,
            )
            for place, (row, part) in enumerate(zip(call.instalments, parts, strict=True), start=1)
        ]  # fmt: skip
    Milestone.objects.bulk_create(made)
    for project in projects:
        open_task(
            case=project,
            title=noop("签订任务书"),
            about=project.title,
            permission=Permission.PROJECT_AWARD,
            url=f"/projects/{project.number}/",
        )
