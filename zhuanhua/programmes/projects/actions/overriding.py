"""Who may change the order? One person asks with the reason, another agrees; never beyond the budget."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.core.wording import amount_words
from zhuanhua.programmes.projects import permissions, queries
from zhuanhua.programmes.projects.models import Application, Override
from zhuanhua.programmes.projects.states import (
    ApplicationState,
    CallState,
    OverrideState,
)
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.moves import move
from zhuanhua.shared.workflow.serials import next_number


@transaction.atomic
def ask_override(
    *, application: Application, takes_in: bool, award_fen: int, reason: str, by: Any, on: date
) -> Override:
    """Ask that an application be taken in or left out against the order; another person has to agree."""
    require(by, Permission.PROJECT_CALL_MANAGE)
    require_impartial(by, permissions.matter_of(application))
    if application.call.state != CallState.RANKED:
        raise Conflict(_("这个通知还没有排序，或者已经公示。"), way_out=_("排序以后、公示以前可以提出。"))
    if not reason.strip():
        raise Refusal(_("没有写理由。"), field="reason", way_out=_("请写明依据，理由随名单存档。"))
    wanted = (
        (ApplicationState.ADMITTED, ApplicationState.NOT_SELECTED)
        if takes_in
        else (ApplicationState.PROPOSED,)
    )
    if application.state not in wanted:
        raise Conflict(
            _("这项申报现在是“%(state)s”。") % {"state": application.state_label}, way_out=_("请刷新后再看。")
        )
    if takes_in:
        [sheet] = queries.grant_sheets(application.call, [application], on)
        if not 0 < award_fen <= sheet.amount_fen:
            raise Refusal(
                _("补助金额须大于零，不超过按规则可补助的%(most)s。") % {"most": amount_words(sheet.amount_fen, places=6)},
                field="award_fen", way_out=_("请看这项申报的判定表。"), code="amount",
            )  # fmt: skip
    if application.overrides.filter(state=OverrideState.ASKED).exists():
        raise Conflict(_("这项申报已有一项调整待复核。"), way_out=_("请等复核。"))
    override = Override.objects.create(
        number=next_number("TZG", on=on), state=OverrideState.ASKED, application=application, takes_in=takes_in,
        award_fen=award_fen if takes_in else 0, reason=reason.strip(), asked_by=by, asked_on=on,
    )  # fmt: skip
    record(
        "project_override:ask",
        case_kind=override.case_kind,
        case_number=override.number,
        by=by,
        after={"application": application.number, "takes_in": takes_in, "award_fen": override.award_fen},
        reason=override.reason,
    )
    open_task(
        case=override,
        title=noop("复核名次调整"),
        about=application.title,
        permission=Permission.PROJECT_OVERRIDE_CONFIRM,
        url=f"/projects/overrides/{override.number}/",
    )
    return override


@transaction.atomic
def confirm_override(*, override: Override, by: Any) -> Override:
    """Agree to a change of the order: the application moves. Never by whoever asked; never beyond the track's money."""
    if override.asked_by_id == by.pk:
        raise Forbidden(_("提出调整的人不能复核，请另一位有权的人办理。"))
    application = (
        Application.objects.select_for_update().select_related("call").get(pk=override.application_id)
    )
    if application.call.state != CallState.RANKED:
        raise Conflict(_("名单已经公示，不能再调整。"), way_out=_("需要调整的请先收回重议。"))
    require_impartial(by, permissions.matter_of(application))
    override.confirmed_by = by
    move(override, "confirm", by=by, fields=("confirmed_by",))
    application.award_fen = override.award_fen
    if override.takes_in:
        _refuse_overspend(application, override.award_fen)
        move(application, "propose", by=None, fields=("award_fen",), reason=override.reason)
    else:
        move(application, "pass_over", by=None, fields=("award_fen",), reason=override.reason)
    close_tasks(override, by=by)
    return override


@transaction.atomic
def decline_override(*, override: Override, reason: str, by: Any) -> Override:
    """Disagree: the order stays."""
    if override.asked_by_id == by.pk:
        raise Forbidden(_("提出调整的人不能复核，请另一位有权的人办理。"))
    require_impartial(by, permissions.matter_of(override.application))
    override.confirmed_by = by
    move(override, "decline", by=by, reason=reason, fields=("confirmed_by",))
    close_tasks(override, by=by)
    return override


def _refuse_overspend(application: Application, award_fen: int) -> None:
    call = application.call
    standing = call.applications.filter(track=application.track, state=ApplicationState.PROPOSED).values_list(
        "award_fen", flat=True
    )
    left = call.money_of(application.track) - sum(standing)
    if award_fen > left:
        raise Refusal(
            _("这一类的预算只剩%(left)s。") % {"left": amount_words(left, places=6)},
            way_out=_("请先调出一项，或者减少金额。"),
            code="short",
        )
