"""How is an application handed in, taken back, checked for form, and sent back?"""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.projects import notices, permissions
from zhuanhua.programmes.projects.actions.applying import insist
from zhuanhua.programmes.projects.actions.missing import missing_of, text_of
from zhuanhua.programmes.projects.models import Application
from zhuanhua.programmes.projects.states import ApplicationState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.workflow.actions import (
    answer_return,
    close_tasks,
    keep_version,
    open_task,
    return_fields,
)
from zhuanhua.shared.workflow.moves import move


@transaction.atomic
def submit_application(*, application: Application, by: Any, on: date) -> Application:
    """Hand in a draft, or a correction of what was sent back. Refused, naming section and field, while anything is missing."""
    Application.objects.select_for_update().get(pk=application.pk)  # nobody changes its papers meanwhile
    insist(permissions.may_edit(by, application))
    insist(permissions.may_hand_in(application, on))
    problems = missing_of(application, on)
    if problems:
        slug, words = problems[0]
        raise Refusal(words, field=slug, way_out=_("请在这一部分填好再提交。"), code="incomplete")
    first = application.state == ApplicationState.DRAFT
    application.submitted_on = on if first or application.submitted_on is None else application.submitted_on
    keep_version(application, text_of(application), by=by)
    if not first:
        answer_return(application, by=by)
    move(application, "submit" if first else "resubmit", by=by, fields=("submitted_on",))
    close_tasks(application, by=by, permission=Permission.PROJECT_APPLY)
    open_task(
        case=application,
        title=noop("形式审查"),
        about=application.title,
        permission=Permission.PROJECT_EXAMINE,
        url=f"/projects/applications/{application.number}/",
    )
    transaction.on_commit(partial(notices.application_submitted, application))
    return application


@transaction.atomic
def withdraw_application(*, application: Application, by: Any) -> Application:
    """Take the application back; after the call has closed it cannot be handed in again."""
    if not permissions.is_applicant(by, application):
        insist(permissions.may_edit(by, application))
    move(application, "withdraw", by=by)
    close_tasks(application, by=by)
    return application


@transaction.atomic
def admit_application(*, application: Application, by: Any) -> Application:
    """Let the application through to the experts."""
    require_impartial(by, permissions.matter_of(application))
    application.examined_by = by
    move(application, "admit", by=by, fields=("examined_by",))
    close_tasks(application, by=by)
    transaction.on_commit(partial(notices.application_admitted, application))
    return application


@transaction.atomic
def return_application(
    *, application: Application, remark: str, fields: dict[str, str], by: Any, on: date
) -> Application:
    """Send back with marked fields; the correction has its own last day, whatever the call's."""
    if not fields and not remark.strip():
        raise Refusal(_("没有标出要改的字段，也没有写意见。"), way_out=_("请至少写明一处。"))
    require_impartial(by, permissions.matter_of(application))
    application.examined_by = by
    application.returned_until = on + timedelta(days=application.call.correction_days)
    return_fields(application, by=by, remark=remark.strip(), fields=fields)
    move(
        application,
        "return",
        by=by,
        reason=remark.strip() or noop("见标出的字段。"),
        after={"fields": sorted(fields), "until": application.returned_until},
        fields=("examined_by", "returned_until"),
    )
    close_tasks(application, by=by)
    open_task(
        case=application,
        title=noop("补正申报材料"),
        about=application.title,
        permission=Permission.PROJECT_APPLY,
        organisation=application.applicant,
        due_on=application.returned_until,
        url=f"/projects/applications/{application.number}/edit/",
    )
    transaction.on_commit(partial(notices.application_returned, application, remark))
    return application


@transaction.atomic
def refuse_application(*, application: Application, reason: str, by: Any) -> Application:
    """Refuse for a formal ground; the applicant reads the reason."""
    require_impartial(by, permissions.matter_of(application))
    application.examined_by = by
    move(application, "refuse", by=by, reason=reason, fields=("examined_by",))
    close_tasks(application, by=by)
    transaction.on_commit(partial(notices.application_refused, application, reason))
    return application


@transaction.atomic
def lapse_application(*, application: Application, by: Any, on: date) -> Application:
    """Let a correction lapse whose last day is over. `by=None` is the clock."""
    if application.returned_until is None or on <= application.returned_until:
        raise Refusal(_("补正期还没有过。"), way_out=_("请在补正截止日之后办理。"))
    answer_return(application, by=by)
    move(application, "lapse", by=by, reason=noop("到补正截止日没有交来补正。"))
    close_tasks(application, by=by)
    transaction.on_commit(partial(notices.applications_lapsed, [application]))
    return application
