"""How is an application handed in, answered by those it names, taken back, checked for form, and sent back?"""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.core.text import match_key
from zhuanhua.core.wording import amount_words
from zhuanhua.programmes.projects import notices, permissions
from zhuanhua.programmes.projects.actions.applying import insist
from zhuanhua.programmes.projects.actions.budgeting import indirect_of, sums_of
from zhuanhua.programmes.projects.codes import Consent, PaperKind, library
from zhuanhua.programmes.projects.models import Application, Member, Partner
from zhuanhua.programmes.projects.states import ApplicationState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.workflow.actions import (
    answer_return,
    close_tasks,
    keep_version,
    open_task,
    return_fields,
)
from zhuanhua.shared.workflow.models import Task
from zhuanhua.shared.workflow.moves import move

NEEDED = (
    "title",
    "track",
    "chain",
    "standing",
    "leader_name",
    "starts_on",
    "ends_on",
    "requested_fen",
    "own_fen",
)


@transaction.atomic
def submit_application(*, application: Application, by: Any, on: date) -> Application:
    """Hand in a draft, or a correction of what was sent back. Refused, naming section and field, while anything is missing."""
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
    application.examined_by = by
    application.returned_until = on + timedelta(days=application.call.correction_days)
    return_fields(application, by=by, remark=remark.strip(), fields=fields)
    move(
        application,
        "return",
        by=by,
        reason=remark.strip() or _("见标出的字段。"),
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
    move(application, "lapse", by=by, reason=_("到补正截止日没有交来补正。"))
    close_tasks(application, by=by)
    transaction.on_commit(partial(notices.applications_lapsed, [application]))
    return application


@transaction.atomic
def answer_member(*, member: Member, agrees: bool, by: Any = None) -> Member:
    """Take a member's own answer, given by the link sent to them; it can be changed until the application is handed in.

    Who signs in for the applicant answers for nobody but themselves.
    """
    member = Member.objects.select_for_update(of=("self",)).select_related("application").get(pk=member.pk)
    own = (
        by is not None
        and by.organisation is not None
        and by.organisation.pk == member.application.applicant_id
    )
    if own and match_key(by.name) != match_key(member.name):
        raise Forbidden(_("成员须由本人答复，申报单位的账号不能代答。"))
    _refuse_late(member.application)
    member.consent = Consent.AGREED if agrees else Consent.DECLINED
    member.answered_at = city_now()
    member.save(update_fields=["consent", "answered_at"])
    _answered(member.application, {"member": member.pk, "agrees": agrees}, by)
    return member


@transaction.atomic
def answer_partner(*, partner: Partner, agrees: bool, by: Any) -> Partner:
    """Take a partner's answer from somebody who acts for it."""
    require(by, Permission.PROJECT_APPLY)
    partner = Partner.objects.select_for_update().select_related("application").get(pk=partner.pk)
    if by.organisation is None or by.organisation.pk != partner.organisation_id:
        raise Conflict(_("只有合作单位自己可以答复。"), way_out=_("请以合作单位的身份登录。"))
    _refuse_late(partner.application)
    partner.consent = Consent.AGREED if agrees else Consent.DECLINED
    partner.answered_by, partner.answered_at = by, city_now()
    partner.save(update_fields=["consent", "answered_by", "answered_at"])
    Task.objects.filter(
        case_kind=Application.case_kind,
        case_number=partner.application.number,
        organisation=partner.organisation,
        closed_at__isnull=True,
    ).update(closed_at=city_now(), closed_by=by)
    _answered(partner.application, {"partner": partner.organisation_id, "agrees": agrees}, by)
    return partner


def missing_of(application: Application, on: date) -> list[tuple[str, str]]:
    """Say what an application still lacks, as (section, sentence), in the order of the sections."""
    return [
        *_missing_basics(application),
        *_missing_answers(application),
        *_missing_people(application),
        *_missing_budget(application, on),
        *_missing_papers(application),
    ]


def _missing_basics(application: Application) -> list[tuple[str, str]]:
    return [
        ("basics", _("“%(field)s”没有填。") % {"field": Application._meta.get_field(name).verbose_name})  # noqa: SLF001 - Django's documented meta
        for name in NEEDED
        if getattr(application, name) in (None, "")
    ]


def _missing_answers(application: Application) -> list[tuple[str, str]]:
    found = []
    for section in application.form.sections:
        labels = [
            str(library.LIBRARY[code].label) for code in library.faults_of(section, application.answers)
        ]
        if labels:
            found.append(
                (
                    section["slug"],
                    _("“%(section)s”里还缺或者超长：%(fields)s。")
                    % {"section": section["title"], "fields": _("、").join(labels)},
                )
            )
    return found


def _missing_people(application: Application) -> list[tuple[str, str]]:
    members, partners = (
        list(application.members.all()),
        list(application.partners.select_related("organisation")),
    )
    found = []
    if not members:
        found.append(("team", _("没有填写项目团队。")))
    waiting = [each.name for each in members if each.consent != Consent.AGREED]
    if waiting:
        found.append(("team", _("这些成员还没有同意：%(names)s。") % {"names": _("、").join(waiting)}))
    waiting = [each.organisation.name for each in partners if each.consent != Consent.AGREED]
    if waiting:
        found.append(
            ("partners", _("这些合作单位还没有同意：%(names)s。") % {"names": _("、").join(waiting)})
        )
    return found


def _missing_budget(application: Application, on: date) -> list[tuple[str, str]]:
    sums, found = sums_of(application), []
    for name, asked, words in (
        ("city_fen", application.requested_fen, _("预算里市财政合计%(sum)s，与申请补助%(asked)s不一致。")),
        ("own_fen", application.own_fen, _("预算里自筹合计%(sum)s，与自筹资金%(asked)s不一致。")),
    ):
        if asked is not None and sums[name] != asked:
            found.append(
                (
                    "budget",
                    words
                    % {"sum": amount_words(sums[name], places=6), "asked": amount_words(asked, places=6)},
                )
            )
    indirect = indirect_of(application.budget.all(), on)
    if indirect["cap_fen"] is not None and indirect["asked_fen"] > indirect["cap_fen"]:
        told = {
            "asked": amount_words(indirect["asked_fen"], places=6),
            "cap": amount_words(indirect["cap_fen"], places=6),
        }
        found.append(("budget", _("间接费用%(asked)s超过上限%(cap)s。") % told))
    return found


def _missing_papers(application: Application) -> list[tuple[str, str]]:
    kinds = set(files_of(application).values_list("kind", flat=True))
    return [
        ("papers", _("没有上传%(paper)s。") % {"paper": kind.label})
        for kind in (PaperKind.BODY, PaperKind.COMMITMENT)
        if kind not in kinds
    ]


def text_of(application: Application) -> dict[str, Any]:
    """Write an application as it was handed in, field by field in words: what versions and differences show."""
    told: dict[str, Any] = {}
    for name in NEEDED:
        value = getattr(application, name)
        display = getattr(application, f"get_{name}_display", None)
        if name.endswith("_fen"):
            told[name] = "" if value is None else amount_words(value, places=6)
        else:
            told[name] = str(display() if display else value or "")
    for section in application.form.sections:
        for field, _asked in library.fields_of(section):
            told[field.code] = library.answer_text(field, application.answers.get(field.code))
    told["team"] = "\n".join(
        f"{each.name}，{each.organisation_name}，{each.task}" for each in application.members.all()
    )
    told["partners"] = "\n".join(
        f"{each.organisation.name}，{each.task}"
        for each in application.partners.select_related("organisation")
    )
    told["budget"] = "\n".join(
        f"{line.get_cost_display()}：{amount_words(line.city_fen, places=6)}＋{amount_words(line.own_fen, places=6)}"
        for line in application.budget.all()
    )
    return told


def _answered(application: Application, after: dict[str, Any], by: Any) -> None:
    record(
        "project_application:consent",
        case_kind=application.case_kind,
        case_number=application.number,
        by=by,
        after=after,
    )


def _refuse_late(application: Application) -> None:
    if application.state not in {ApplicationState.DRAFT, ApplicationState.RETURNED}:
        raise Conflict(_("申报已经提交，答复不能再改。"), way_out=_("需要改变的请联系申报单位。"))
