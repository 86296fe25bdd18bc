"""What can be done with letters? Audit one and keep the finding; audit it again when the records have moved on."""

import hashlib
import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.accountability.replies import auditing, linking
from zhuanhua.accountability.replies.models import LetterAudit
from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Refusal
from zhuanhua.engines.claims import UnreadableLetterError, audit_text, read_bytes
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record


@transaction.atomic
def audit_letter(
    *, text: str = "", name: str = "", data: bytes | None = None, title: str = "", by: Any
) -> LetterAudit:
    """Read a pasted text or an uploaded file, audit it and keep the finding."""
    require(by, Permission.LETTER_AUDIT)
    if data is not None:
        try:
            text = read_bytes(name, data)
        except UnreadableLetterError as error:
            raise Refusal(str(error), field="file") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if not text.strip():
        raise Refusal(_("没有正文。"), field="text", way_out=_("请选择文件，或把正文贴进来。"))
    fingerprint = hashlib.sha256(data if data is not None else text.encode()).hexdigest()
    audit = LetterAudit.objects.create(
        number=_next_number(),
        title=title.strip()[:200] or title_of(text),
        text=text,
        source_name=name[:255],
        source_sha256=fingerprint,
        result=examine(text),
        made_by=by,
        made_at=city_now(),
    )
    record("letter:audit", case_kind="letter", case_number=audit.number, by=by, after=_told(audit))
    return audit


@transaction.atomic
def check_again(*, audit: LetterAudit, by: Any) -> LetterAudit:
    """Audit the kept text once more against today's records."""
    require(by, Permission.LETTER_AUDIT)
    audit = LetterAudit.objects.select_for_update().get(pk=audit.pk)
    before = _told(audit)
    audit.result = examine(audit.text)
    audit.made_by, audit.made_at = by, city_now()
    audit.save(update_fields=["result", "made_by", "made_at"])
    record(
        "letter:recheck",
        case_kind="letter",
        case_number=audit.number,
        by=by,
        before=before,
        after=_told(audit),
    )
    return audit


def examine(text: str) -> dict[str, Any]:
    """Everything an audit finds, ready to be kept."""
    audit = audit_text(text)
    findings, note = linking.compare(audit)
    return auditing.kept_of(audit, findings, note)


def title_of(text: str) -> str:
    """The first line that says something."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return re.sub(r"\s+", " ", line)[:200]


def _told(audit: LetterAudit) -> dict[str, Any]:
    return {
        "title": audit.title,
        "sha256": audit.source_sha256,
        "figures": len(audit.claims),
        "contradicted": audit.contradicted,
    }


def _next_number() -> str:
    """HD2019-0001, counted within the year."""
    stem = f"HD{city_now().year}-"
    last = LetterAudit.objects.select_for_update().filter(number__startswith=stem).order_by("-id").first()
    return f"{stem}{int(last.number.rpartition('-')[2]) + 1 if last else 1:04d}"
