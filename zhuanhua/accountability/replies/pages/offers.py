"""Which buttons stand on a letter's page, which of them may be pressed, and why the others may not?"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.accountability.replies import actions, permissions
from zhuanhua.accountability.replies.models import Letter
from zhuanhua.accountability.replies.models.letter import CosignVerdict
from zhuanhua.accountability.replies.states import LetterState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows

_S = LetterState


@dataclass(frozen=True)
class Offer:
    """One button: a verb, where it leads, how it looks (primary, plain, danger, quiet), and why it is not allowed."""

    label: str
    url: str
    tone: str = "plain"
    posts: bool = False
    why: str = ""

    @property
    def allowed(self) -> bool:
        """Whether the button may be pressed."""
        return not self.why


def offers_for(letter: Letter, person: Any, *, blocking: int, moved: int) -> list[Offer]:
    """Give the buttons for this person in this state, the main one first."""
    offers: list[Offer] = []
    if permissions.may_handle(person, letter):
        offers += _drafter(letter, moved=moved)
    if permissions.may_cosign(person, letter):
        offers += _signer(letter, person)
    if allows(person, Permission.LETTER_ISSUE):
        offers += _issuer(letter, person, blocking=blocking, moved=moved)
    return offers


def _drafter(letter: Letter, *, moved: int) -> list[Offer]:
    if letter.state == _S.DRAFT:
        return [_at(letter, "write", _("继续写"), "primary"), _at(letter, "submit", _("送会签"))]
    if letter.state == _S.COSIGNING:
        waiting = len(actions.waiting_for(letter))
        why = (
            ngettext("还有%(count)s位没有会签。", "还有%(count)s位没有会签。", waiting) % {"count": waiting}
            if waiting
            else ""
        )
        return [
            Offer(_("冻结数字"), _url(letter, "freeze"), "primary", posts=True, why=why),
            _at(letter, "reopen", _("收回修改")),
        ]
    if letter.state == _S.FROZEN:
        again = [_at(letter, "refreeze", _("重新冻结"), "primary")] if moved else []
        return [*again, _at(letter, "reopen", _("收回修改"))]
    return []


def _signer(letter: Letter, person: Any) -> list[Offer]:
    own = letter.cosigns.filter(round=letter.round, signer=person.pk).first()
    if own is not None and own.verdict == CosignVerdict.WAITING:
        return [_at(letter, "cosign", _("会签"), "primary")]
    return [_at(letter, "cosign", _("改为不同意"))]


def _issuer(letter: Letter, person: Any, *, blocking: int, moved: int) -> list[Offer]:
    if letter.state == _S.FROZEN:
        why = permissions.may_issue(person, letter).reason
        count = blocking + moved
        if not why and count:
            why = ngettext(
                "还有%(count)s个数没有着落，处理完才能签发。",
                "还有%(count)s个数没有着落，处理完才能签发。",
                count,
            ) % {"count": count}
        return [
            _at(letter, "issue", _("签发"), "primary", why),
            _at(letter, "send_back", _("退回修改")),
        ]
    return [_at(letter, "recall", _("收回答复"), "danger")] if letter.state == _S.ISSUED else []


def _at(letter: Letter, page: str, label: str, tone: str = "plain", why: str = "") -> Offer:
    return Offer(label, _url(letter, page), tone, why=str(why))


def _url(letter: Letter, page: str) -> str:
    return reverse(f"replies:{page}", args=[letter.number])
