"""What can be done around a case: tasks opened and closed, returns, versions, public notices."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_now, city_today
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.workflow.matters import matters_of
from zhuanhua.shared.workflow.models import (
    CaseVersion,
    Publicity,
    PublicObjection,
    Return,
    ReturnedField,
    Task,
)


def open_task(
    *,
    case: Any,
    title: str,
    permission: Permission,
    url: str,
    about: str = "",
    due_on: date | None = None,
    organisation: Any = None,
    assignee: Any = None,
) -> Task:
    """Put a case into the inbox of whoever holds the permission, narrowed to an organisation or a person.

    `title` is a message of the catalogue (`gettext_noop`), read in each reader's language; `about` is the case's own name.
    """
    return Task.objects.create(
        case_kind=case.case_kind,
        case_number=case.number,
        title=title,
        about=about[:300],
        url=url,
        permission=permission.value,
        organisation=organisation,
        assignee=assignee,
        due_on=due_on,
    )


def close_tasks(case: Any, *, by: Any, permission: Permission | None = None) -> int:
    """Take a case out of the inboxes: all of its tasks, or those of one permission."""
    tasks = Task.objects.filter(case_kind=case.case_kind, case_number=case.number, closed_at__isnull=True)
    if permission is not None:
        tasks = tasks.filter(permission=permission.value)
    return tasks.update(closed_at=city_now(), closed_by=by)


def close_tasks_of(cases: Iterable[Any], *, by: Any) -> int:
    """Take many cases of one kind out of the inboxes in one step."""
    cases = list(cases)
    if not cases:
        return 0
    tasks = Task.objects.filter(case_kind=cases[0].case_kind, case_number__in=[case.number for case in cases])
    return tasks.filter(closed_at__isnull=True).update(closed_at=city_now(), closed_by=by)


@transaction.atomic
def return_fields(case: Any, *, by: Any, remark: str, fields: dict[str, str]) -> Return:
    """Keep what was marked and why; part of the move that returns the case, which writes the journal line."""
    case_return = Return.objects.create(
        case_kind=case.case_kind,
        case_number=case.number,
        remark=remark,
        returned_by=by,
        returned_at=city_now(),
    )
    ReturnedField.objects.bulk_create(
        ReturnedField(case_return=case_return, field=name, remark=words) for name, words in fields.items()
    )
    return case_return


def answer_return(case: Any, *, by: Any) -> int:  # noqa: ARG001 - who answered stands in the journal line of the move
    """Mark the open return as answered."""
    returns = Return.objects.filter(
        case_kind=case.case_kind, case_number=case.number, answered_at__isnull=True
    )
    return returns.update(answered_at=city_now())


@transaction.atomic
def keep_version(case: Any, payload: dict[str, Any], *, by: Any) -> CaseVersion:
    """Keep the applicant's fields as they were handed in."""
    versions = CaseVersion.objects.filter(case_kind=case.case_kind, case_number=case.number)
    return CaseVersion.objects.create(
        case_kind=case.case_kind,
        case_number=case.number,
        version=versions.count() + 1,
        payload=payload,
        made_by=by,
        made_at=city_now(),
    )


@transaction.atomic
def publish(
    *,
    kind: str,
    case: Any,
    title: str,
    body: str,
    starts_on: date,
    ends_on: date,
    by: Any,
    made_by: Any = None,
) -> Publicity:
    """Announce; the last day counts. One open notice of a kind for a case; `made_by` is whose work it shows."""
    require(by, Permission.NOTICE_PUBLISH)
    if ends_on < starts_on:
        raise Refusal(_("公示截止日早于起始日。"), field="ends_on", way_out=_("请填起始日或以后的日期。"))
    try:
        with transaction.atomic():
            publicity = Publicity.objects.create(
                kind=kind,
                case_kind=case.case_kind,
                case_number=case.number,
                title=title,
                body=body,
                starts_on=starts_on,
                ends_on=ends_on,
                made_by=made_by,
                published_by=by,
            )
    except IntegrityError as fault:
        raise Conflict(_("这件事正在公示。"), way_out=_("请等这次公示办结。")) from fault
    record(
        "publicity:publish",
        case_kind=case.case_kind,
        case_number=case.number,
        by=by,
        after={"title": title, "starts_on": starts_on, "ends_on": ends_on},
    )
    return publicity


@transaction.atomic
def file_public_objection(
    *, publicity: Publicity, person_name: str, contact: str, text: str, on: date, by: Any = None
) -> PublicObjection:
    """Take an objection: signed, with a contact, within the term; the journal keeps neither name nor contact readable."""
    for field, value in (("person_name", person_name), ("contact", contact), ("text", text)):
        if not value.strip():
            raise Refusal(_("异议须署真实姓名或单位、留联系方式并写明依据。"), field=field, code="unsigned")
    if publicity.closed_on is not None or not publicity.starts_on <= on <= publicity.ends_on:
        raise Refusal(_("不在公示期内，异议不再受理。"), way_out=_("可以向公示单位反映情况。"), code="late")
    objection = PublicObjection.objects.create(
        publicity=publicity, person_name=person_name.strip(), contact=contact.strip(), text=text.strip()
    )
    record(
        "publicity:object",
        case_kind=publicity.case_kind,
        case_number=publicity.case_number,
        by=by,
        after={"objection": objection.pk, "person_name": person_name, "contact": contact},
    )
    return objection


@transaction.atomic
def answer_public_objection(
    *, objection: PublicObjection, answer: str, is_upheld: bool, by: Any
) -> PublicObjection:
    """Keep what the check of an objection found; never by who made or published what is objected to, nor by who is partial to it."""
    require(by, Permission.NOTICE_PUBLISH)
    if not answer.strip():
        raise Refusal(_("没有写核实结果。"), field="answer")
    objection = PublicObjection.objects.select_for_update().get(pk=objection.pk)
    if objection.answered_at is not None:
        raise Conflict(_("这件异议已经核实。"), way_out=_("请刷新后再看。"))
    if objection.publicity.is_own_of(by):
        raise Forbidden(_("编制名单和发布公示的人不能核实异议，请另一位有权的人办理。"))
    require_impartial(by, *matters_of(objection.publicity))
    objection.answer, objection.is_upheld = answer.strip(), is_upheld
    objection.answered_by, objection.answered_at = by, city_now()
    objection.save(update_fields=["answer", "is_upheld", "answered_by", "answered_at"])
    publicity = objection.publicity
    record(
        "publicity:answer",
        case_kind=publicity.case_kind,
        case_number=publicity.case_number,
        by=by,
        after={"objection": objection.pk, "is_upheld": is_upheld},
    )
    return objection


@transaction.atomic
def close_publicity(*, publicity: Publicity, by: Any, on: date | None = None) -> Publicity:
    """End a notice after its last day; refused while an objection is unanswered or was upheld."""
    on = on or city_today()
    publicity = Publicity.objects.select_for_update().get(pk=publicity.pk)
    if on <= publicity.ends_on:
        raise Refusal(_("公示还没有期满。"), way_out=_("请在截止日之后办理。"))
    if publicity.objections.filter(answered_at__isnull=True).exists():
        raise Refusal(_("还有异议没有核实。"), way_out=_("请先答复异议。"))
    if publicity.objections.filter(is_upheld=True).exists():
        raise Refusal(_("公示期内有异议成立。"), way_out=_("请终止公示，按核实结果重新办理。"))
    if publicity.stopped_for:
        raise Conflict(_("公示已经终止。"), way_out=_("请重新公示。"))
    if publicity.closed_on is not None:
        return publicity
    publicity.closed_on = on
    publicity.save(update_fields=["closed_on"])
    record("publicity:close", case_kind=publicity.case_kind, case_number=publicity.case_number, by=by)
    return publicity


@transaction.atomic
def stop_publicity(*, publicity: Publicity, by: Any, reason: str, on: date | None = None) -> Publicity:
    """Stop a notice without effect: an objection was upheld, or the desk takes the matter back. The reason is public.

    Never by who acts or lately acted for those whose case is announced.
    """
    require(by, Permission.NOTICE_PUBLISH)
    if not reason.strip():
        raise Refusal(_("没有写终止的原因。"), field="reason", way_out=_("原因向社会公开，请写明。"))
    require_impartial(by, *matters_of(publicity))
    publicity = Publicity.objects.select_for_update().get(pk=publicity.pk)
    if publicity.closed_on is not None:
        raise Conflict(_("公示已经办结。"), way_out=_("请刷新后再看。"))
    if publicity.objections.filter(answered_at__isnull=True).exists():
        raise Refusal(_("还有异议没有核实。"), way_out=_("请先答复异议。"))
    publicity.closed_on, publicity.stopped_for = on or city_today(), reason.strip()
    publicity.save(update_fields=["closed_on", "stopped_for"])
    record(
        "publicity:stop",
        case_kind=publicity.case_kind,
        case_number=publicity.case_number,
        by=by,
        reason=reason.strip(),
    )
    return publicity
