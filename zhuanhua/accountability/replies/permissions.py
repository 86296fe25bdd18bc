"""Who may audit, draft, co-sign and issue? The reason why not stands beside the closed button."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zhuanhua.accountability.replies.states import LetterState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import Verdict, allows

if TYPE_CHECKING:
    from zhuanhua.accountability.replies.models import Letter, Proposal

YES = Verdict(allowed=True)


def may_audit(person: Any) -> Verdict:
    """Whether this person may bring letters and read what was found; a letter belongs to the house, not to who brought it."""
    return allows(person, Permission.LETTER_AUDIT)


def may_read(person: Any) -> Verdict:
    """Whether this person may read proposals, letters and references."""
    return allows(person, Permission.LETTER_READ)


def may_draft(person: Any, proposal: "Proposal") -> Verdict:
    """The assigned drafter, once, while the proposal is in hand."""
    allowed = allows(person, Permission.LETTER_WRITE)
    if not allowed:
        return allowed
    if proposal.state != proposal.States.ASSIGNED:
        return _no(_("分办之后才能起草。"))
    if proposal.drafter_id != person.pk:
        return _no(_("这件由%(name)s起草。") % {"name": proposal.drafter.name if proposal.drafter else ""})
    return YES


def may_edit(person: Any, letter: "Letter") -> Verdict:
    """The drafter, while it is a draft: what others agreed to is not changed behind their backs."""
    verdict = may_handle(person, letter)
    if verdict and letter.state != LetterState.DRAFT:
        return _no(_("已送会签，收回修改后才能改。"))
    return verdict


def may_handle(person: Any, letter: "Letter") -> Verdict:
    """The drafter sends out, takes back and freezes."""
    allowed = allows(person, Permission.LETTER_WRITE)
    if not allowed:
        return allowed
    if letter.drafted_by_id != person.pk:
        return _no(_("由起草人%(name)s办理。") % {"name": letter.drafted_by.name})
    return YES


def may_cosign(person: Any, letter: "Letter") -> Verdict:
    """Those asked in this round, never the drafter."""
    allowed = allows(person, Permission.LETTER_SIGN)
    if not allowed:
        return allowed
    if letter.state not in {LetterState.COSIGNING, LetterState.FROZEN}:
        return _no(_("现在不在会签。"))
    if not letter.cosigns.filter(round=letter.round, signer=person.pk).exists():
        return _no(_("这一轮没有请您会签。"))
    return YES


def may_issue(person: Any, letter: "Letter") -> Verdict:
    """Somebody who neither drafted nor froze it."""
    allowed = allows(person, Permission.LETTER_ISSUE)
    if not allowed:
        return allowed
    if person.pk in {letter.drafted_by_id, letter.frozen_by_id}:
        return _no(_("起草和冻结数字的人不能签发，请另一位有权的人办理。"))
    return YES


def _no(reason: str) -> Verdict:
    return Verdict(allowed=False, reason=reason)
