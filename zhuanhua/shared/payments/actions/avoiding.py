"""Who stands aside where money is decided? Nobody approves, calls back or writes off what an organisation of theirs gets or owes."""

from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.errors import Forbidden
from zhuanhua.shared.access.verdicts import ALLOWED, Verdict, log_refusal
from zhuanhua.shared.payments import permissions
from zhuanhua.shared.payments.models import Batch, Recovery
from zhuanhua.shared.people.avoidance import is_impartial, partial_in, require_impartial


def may_approve(person: Any, batch: Batch) -> Verdict:
    """Whether the person may approve it, the permission apart: not whoever made it, acts or lately acted for a payee."""
    if batch.made_by_id == person.pk:
        return Verdict(allowed=False, reason=_("编制批次的人不能批准，请另一位有权的人办理。"))
    found = partial_in(person, permissions.matters_of(batch))
    if not found:
        return ALLOWED
    why = {"why": next(iter(found.values()))}
    return Verdict(allowed=False, reason=_("%(why)s没有同事可以办理的，请退回编制，去掉它的款项。") % why)


def require_approver(person: Any, batch: Batch) -> None:
    """Let the person approve, or raise Forbidden with the reason."""
    verdict = may_approve(person, batch)
    if not verdict:
        log_refusal(person, batch.number, "partial")
        raise Forbidden(verdict.reason, code="partial")


def may_reopen(person: Any, batch: Batch) -> Verdict:
    """Whether the person may take a published batch back, the permission apart: not who acts or lately acted for a payee."""
    found = partial_in(person, permissions.matters_of(batch))
    return Verdict(allowed=False, reason=next(iter(found.values()))) if found else ALLOWED


def may_recover(person: Any, recovery: Recovery) -> Verdict:
    """Whether the person may carry the recovery on: not who acts or lately acted for the one that owes."""
    return is_impartial(person, permissions.matter_of(recovery.payment))


def require_recoverer(person: Any, recovery: Recovery) -> None:
    """Let the person carry it on, or raise Forbidden with the reason."""
    require_impartial(person, permissions.matter_of(recovery.payment))
