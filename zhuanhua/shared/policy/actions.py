"""What can be done with rules? A sheet is kept with its decision; a leader confirms a value locally, or withdraws that."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import Line, record, record_all
from zhuanhua.shared.policy import queries
from zhuanhua.shared.policy.models import LocalConfirmation, Verdict
from zhuanhua.shared.policy.verdicts import Sheet, fingerprint, value_record

GROUND_LENGTH, DOCUMENT_LENGTH = 500, 120


@transaction.atomic
def keep_verdict(*, sheet: Sheet, case_kind: str, case_number: str, by: Any) -> Verdict:
    """Store a sheet with the decision of a case, in the decision's transaction; it is never changed or computed again.

    Whether the person may decide, the decision's own action has asked. One journal line keeps the digest.
    """
    return keep_verdicts(sheets=[(case_kind, case_number, sheet)], by=by)[0]


@transaction.atomic
def keep_verdicts(*, sheets: Iterable[tuple[str, str, Sheet]], by: Any) -> list[Verdict]:
    """Store the sheets of a batch, given as (case kind, case number, sheet); one journal line a case."""
    now = city_now()
    made = Verdict.objects.bulk_create(
        Verdict(
            rule=sheet.content["rule"],
            on=date.fromisoformat(sheet.content["on"]),
            case_kind=kind,
            case_number=number,
            version=sheet.version,
            sheet=sheet.content,
            digest=sheet.digest,
            made_at=now,
            made_by=by,
        )
        for kind, number, sheet in sheets
    )
    record_all([_line(verdict, by) for verdict in made])
    return made


def _line(verdict: Verdict, by: Any) -> Line:
    kept = {"rule": verdict.rule, "on": verdict.on, "digest": verdict.digest}
    return Line(
        "verdict:keep",
        verdict.case_kind,
        verdict.case_number,
        by,
        after=kept | {"amount_fen": verdict.sheet["amount_fen"]},
        policy_version=verdict.version,
    )


@transaction.atomic
def confirm_value(
    *, value_id: str, effective_from: date, ground: str, document: str, by: Any
) -> LocalConfirmation:
    """Stand by a value that could not be verified, as it is now: it may pay until it changes or this is withdrawn."""
    require(by, Permission.POLICY_CONFIRM)
    value = queries.value_at(value_id, effective_from)
    if value.is_verified:
        raise Refusal(_("这个值已经核对过原文，不需要本地确认。"), code="verified")
    _refuse_empty("ground", ground, GROUND_LENGTH, _("请写明为什么可以按这个值付款。"))
    _refuse_empty("document", document, DOCUMENT_LENGTH, _("请写会议纪要、请示批复等文件的名称或文号。"))
    if LocalConfirmation.objects.filter(fingerprint=fingerprint(value), withdrawn_at__isnull=True).exists():
        raise Conflict(_("这个值已经确认过。"), code="confirmed")
    made = LocalConfirmation.objects.create(
        value_id=value_id,
        effective_from=effective_from,
        fingerprint=fingerprint(value),
        said=value_record(value),
        ground=ground.strip(),
        document=document.strip(),
        confirmed_by=by,
        confirmed_at=city_now(),
    )
    after = {"value": value.text, "from": effective_from, "document": made.document, "id": value_id}
    record(
        "policy:confirm",
        case_kind="policy_value",
        case_number=value_id,
        by=by,
        after=after,
        reason=made.ground,
    )
    return made


@transaction.atomic
def withdraw_confirmation(*, confirmation: LocalConfirmation, reason: str, by: Any) -> LocalConfirmation:
    """Take a confirmation back: from now on nothing is paid on this value. Sheets that were kept stay as they are."""
    require(by, Permission.POLICY_CONFIRM)
    _refuse_empty("reason", reason, GROUND_LENGTH, _("请写明为什么撤回。"))
    kept = LocalConfirmation.objects.select_for_update().get(pk=confirmation.pk)
    if not kept.stands:
        raise Conflict(_("这次确认已经撤回。"), code="withdrawn")
    kept.withdrawn_by, kept.withdrawn_at, kept.withdrawn_reason = by, city_now(), reason.strip()
    kept.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    record(
        "policy:withdraw",
        case_kind="policy_value",
        case_number=kept.value_id,
        by=by,
        after={"id": kept.value_id, "value": kept.said["text"]["zh"]},
        reason=kept.withdrawn_reason,
    )
    return kept


def _refuse_empty(field: str, text: str, most: int, way_out: str) -> None:
    if not text.strip() or len(text.strip()) > most:
        message = _("没有填，或者超过%(most)s字。") % {"most": most}
        raise Refusal(message, field=field, way_out=way_out, code=field)
