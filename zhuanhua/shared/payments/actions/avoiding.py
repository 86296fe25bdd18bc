"""Who stands aside where money is decided? Nobody approves, calls back or writes off what an organisation of theirs gets or owes."""

from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.errors import Forbidden
from zhuanhua.shared.access.verdicts import ALLOWED, Verdict, log_refusal
from zhuanhua.shared.payments.models import Batch, Payment, Recovery
from zhuanhua.shared.payments.states import PaymentState
from zhuanhua.shared.people.avoidance import Matter, is_impartial, partial_in, require_impartial


def may_approve(person: Any, batch: Batch) -> Verdict:
    """Whether the person may approve it, the permission apart: not whoever made it, acts or lately acted for a payee.

    Each payment counts as the case it is paid for, so that none becomes free by lying until its batch.
    """
    if batch.made_by_id == person.pk:
        return Verdict(allowed=False, reason=_("编制批次的人不能批准，请另一位有权的人办理。"))
    paid = batch.payments.exclude(state=PaymentState.DROPPED)
    found = partial_in(person, [_matter(payment) for payment in paid])
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


def may_recover(person: Any, recovery: Recovery) -> Verdict:
    """Whether the person may carry the recovery on: not who acts or lately acted for the one that owes."""
    return is_impartial(person, _matter(recovery.payment))


def require_recoverer(person: Any, recovery: Recovery) -> None:
    """Let the person carry it on, or raise Forbidden with the reason."""
    require_impartial(person, _matter(recovery.payment))


def _matter(payment: Payment) -> Matter:
    return Matter(payment.case_kind, payment.case_number, frozenset({payment.payee_id}))
