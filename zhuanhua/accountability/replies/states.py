"""Where can a proposal or a letter stand, and what may happen next?

The tone says whose turn it is (ours, theirs, done, stopped, quiet) and chooses the shape of the badge.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.workflow.moves import Move


class ProposalState(TextChoices):
    """Where a deputy's suggestion or a member's proposal stands."""

    RECEIVED = "received", _("待分办")
    ASSIGNED = "assigned", _("办理中")
    ANSWERED = "answered", _("已答复")
    RETURNED = "returned", _("已退回交办")


class LetterState(TextChoices):
    """Where an official reply stands."""

    DRAFT = "draft", pgettext_lazy("letter", "拟稿")
    COSIGNING = "cosigning", _("会签中")
    FROZEN = "frozen", _("数字已冻结")
    ISSUED = "issued", _("已签发")
    RECALLED = "recalled", _("已收回")


_P, _L = ProposalState, LetterState
PROPOSAL_TONES = {_P.RECEIVED: "ours", _P.ASSIGNED: "ours", _P.ANSWERED: "done", _P.RETURNED: "stopped"}
PROPOSAL_MOVES = (
    Move(
        "assign",
        _P.RECEIVED,
        _P.ASSIGNED,
        by=Permission.PROPOSAL_MANAGE,
        label=pgettext_lazy("proposal", "分办"),
        needs=("drafter", "draft_due_on"),
    ),
    Move(
        "reassign",
        _P.ASSIGNED,
        _P.ASSIGNED,
        by=Permission.PROPOSAL_MANAGE,
        label=_("改派"),
        needs=("drafter", "draft_due_on"),
    ),
    Move(
        "return",
        (_P.RECEIVED, _P.ASSIGNED),
        _P.RETURNED,
        by=Permission.PROPOSAL_MANAGE,
        label=_("退回交办单位"),
        reason=True,
    ),
    Move(
        "answer",
        _P.ASSIGNED,
        _P.ANSWERED,
        by=Permission.LETTER_ISSUE,
        label=pgettext_lazy("proposal", "答复"),
    ),
    Move(
        "reopen",
        _P.ANSWERED,
        _P.ASSIGNED,
        by=Permission.LETTER_ISSUE,
        label=_("重新办理"),
        reason=True,
    ),
)

LETTER_TONES = {
    _L.DRAFT: "ours",
    _L.COSIGNING: "theirs",
    _L.FROZEN: "ours",
    _L.ISSUED: "done",
    _L.RECALLED: "stopped",
}
LETTER_MOVES = (
    Move("submit", _L.DRAFT, _L.COSIGNING, by=Permission.LETTER_WRITE, label=_("送会签"), needs=("body",)),
    Move(
        "object",
        (_L.COSIGNING, _L.FROZEN),
        _L.DRAFT,
        by=Permission.LETTER_SIGN,
        label=_("会签不同意"),
        reason=True,
    ),
    Move(
        "reopen",
        (_L.COSIGNING, _L.FROZEN),
        _L.DRAFT,
        by=Permission.LETTER_WRITE,
        label=_("收回修改"),
        reason=True,
    ),
    Move(
        "freeze",
        _L.COSIGNING,
        _L.FROZEN,
        by=Permission.LETTER_WRITE,
        label=_("冻结数字"),
        needs=("frozen_by", "frozen_at"),
    ),
    Move(
        "refreeze",
        _L.FROZEN,
        _L.FROZEN,
        by=Permission.LETTER_WRITE,
        label=_("重新冻结"),
        needs=("frozen_by", "frozen_at"),
        reason=True,
    ),
    Move(
        "send_back",
        _L.FROZEN,
        _L.DRAFT,
        by=Permission.LETTER_ISSUE,
        label=_("退回修改"),
        reason=True,
    ),
    Move(
        "issue",
        _L.FROZEN,
        _L.ISSUED,
        by=Permission.LETTER_ISSUE,
        label=_("签发"),
        needs=("issued_by", "issued_on", "document_number"),
    ),
    Move("recall", _L.ISSUED, _L.RECALLED, by=Permission.LETTER_ISSUE, label=_("收回答复"), reason=True),
)
