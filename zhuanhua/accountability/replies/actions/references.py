"""What can be done with a reference? Entered with its source, corrected, and given over to the records."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.accountability.replies.models import Reference
from zhuanhua.accountability.replies.notation import marks_of
from zhuanhua.accountability.replies.saying import say
from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.engines.claims import Claim, audit_text
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record

SOFT = frozenset("近约超过余多逾达至少不足以上下左右")
LARGEST = 2**63 - 1
TOLD = ("text", "definition", "document", "page", "as_of", "name")


@transaction.atomic
def enter_reference(  # noqa: PLR0913 - a number without each of these is hearsay
    *, code: str, name: str, text: str, definition: str, document: str, page: str, as_of: date, by: Any
) -> Reference:
    """Keep a number with the document and page it stands on. The text must be one number with its unit, as printed."""
    require(by, Permission.LETTER_WRITE)
    if not marks_of("{{ref:" + code + "}}")[0].is_reference:
        raise Refusal(
            _("引用编号只用小写字母、数字、点和短横，最多40字。"), field="code", way_out=_("例如rd.2017。")
        )
    if Reference.objects.filter(code=code).exists():
        raise Conflict(_("这个引用编号已经有了。"), field="code", way_out=_("请换一个编号，或者引用原来的。"))
    claim = claim_of(text)
    reference = Reference(code=code, entered_by=by, entered_at=city_now())
    _fill(
        reference,
        claim,
        name=name,
        text=text,
        definition=definition,
        document=document,
        page=page,
        as_of=as_of,
    )
    reference.save(force_insert=True)
    record("reference:enter", case_kind="reference", case_number=code, by=by, after=_told(reference))
    return reference


@transaction.atomic
def correct_reference(  # noqa: PLR0913 - the same parts, corrected
    *,
    reference: Reference,
    name: str,
    text: str,
    definition: str,
    document: str,
    page: str,
    as_of: date,
    reason: str,
    by: Any,
) -> Reference:
    """Correct a reference; letters that were frozen with it show that it has moved. Needs a reason."""
    require(by, Permission.LETTER_WRITE)
    if not reason.strip():
        raise Refusal(_("更正须写明理由。"), field="reason")
    reference = Reference.objects.select_for_update().get(pk=reference.pk)
    before = _told(reference)
    claim = claim_of(text)
    _fill(
        reference,
        claim,
        name=name,
        text=text,
        definition=definition,
        document=document,
        page=page,
        as_of=as_of,
    )
    reference.save()
    record(
        "reference:correct",
        case_kind="reference",
        case_number=reference.code,
        by=by,
        before=before,
        after=_told(reference),
        reason=reason.strip(),
    )
    return reference


@transaction.atomic
def replace_reference(*, reference: Reference, mark: str, by: Any) -> Reference:
    """Name the figure that counts it from now on; drafts that use the reference are told to use the figure."""
    require(by, Permission.LETTER_WRITE)
    found = marks_of(mark.strip())
    if len(found) != 1 or found[0].source != mark.strip() or found[0].is_reference:
        raise Refusal(
            _("请只写一处指标引用。"), field="mark", way_out=_("例如{{contracts.count year=2018}}。")
        )
    said = say(found[0], {})
    if said.fault:
        raise Refusal(said.fault, field="mark")
    reference = Reference.objects.select_for_update().get(pk=reference.pk)
    reference.replaced_by = found[0].key
    reference.save(update_fields=["replaced_by"])
    told = {"replaced_by": reference.replaced_by, "then": reference.text, "now": said.text}
    record("reference:replace", case_kind="reference", case_number=reference.code, by=by, after=told)
    return reference


def claim_of(text: str) -> Claim:
    """Read a printed number; raises Refusal when it is not exactly one number with its unit."""
    claims = audit_text(text.strip()).claims
    rest = text.strip()[: claims[0].start] + text.strip()[claims[0].end :] if len(claims) == 1 else "?"
    if set(rest) - SOFT or max(abs(claims[0].value.numerator), claims[0].value.denominator) > LARGEST:
        raise Refusal(
            _("“%(text)s”不是一个带单位的数。") % {"text": text.strip()[:40]},
            field="text",
            way_out=_("请照文件原样填，例如140.1亿元、281项、2.42%、1:28。"),
        )
    return claims[0]


def _fill(reference: Reference, claim: Claim, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(reference, name, value.strip() if isinstance(value, str) else value)
        if not value or (isinstance(value, str) and not value.strip()):
            raise Refusal(_("引用数须写明指标、口径、出处文件、页码和截至日期。"), field=name)
    reference.numerator, reference.denominator = claim.value.numerator, claim.value.denominator
    reference.unit = claim.unit


def _told(reference: Reference) -> dict[str, Any]:
    return {name: getattr(reference, name) for name in TOLD}
