"""What can be asked about audited letters? Always by a person; who may not is shown nothing."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from zhuanhua.accountability.replies.models import LetterAudit
from zhuanhua.accountability.replies.permissions import may_audit


def audits_for(person: Any) -> QuerySet[LetterAudit]:
    """Every audit this person may read, the latest first."""
    audits = LetterAudit.objects.select_related("made_by")
    return audits if may_audit(person) else audits.none()


def audit_for(person: Any, number: str) -> LetterAudit:
    """One audit, or not found."""
    return get_object_or_404(audits_for(person), number=number)


def contradicted_count(person: Any) -> int:
    """How many of the latest hundred letters have a figure that does not fit."""
    return sum(bool(audit.contradicted) for audit in audits_for(person).only("result")[:100])
