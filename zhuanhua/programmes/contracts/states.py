"""Where can a contract, a change or an objection stand, and what may happen next?

Each state has two names: what the officer reads and what the applicant reads. The tone says whose turn it is
(ours, theirs, done, stopped, quiet) and chooses the shape of the badge.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.workflow.moves import Move


class ContractState(TextChoices):
    """Where a technology contract stands (技术合同认定登记管理办法)."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待受理")
    RETURNED = "returned", _("退回补正")
    RESUBMITTED = "resubmitted", _("补正已回")
    ACCEPTED = "accepted", _("审核中")
    IN_REVIEW = "in_review", _("待复核")
    REGISTERED = "registered", _("已登记")
    REFUSED = "refused", _("不予登记")
    CANCELLED = "cancelled", _("已注销")
    REVOKED = "revoked", _("已撤销")
    WITHDRAWN = "withdrawn", _("已撤回")


APPLICANT_LABELS = {
    ContractState.SUBMITTED: _("已提交，等待受理"),
    ContractState.RETURNED: _("请补正"),
    ContractState.RESUBMITTED: _("已补正，等待受理"),
    ContractState.ACCEPTED: _("审核中"),
    ContractState.IN_REVIEW: _("复核中"),
}

TONES = {
    ContractState.DRAFT: "quiet",
    ContractState.SUBMITTED: "ours",
    ContractState.RETURNED: "theirs",
    ContractState.RESUBMITTED: "ours",
    ContractState.ACCEPTED: "ours",
    ContractState.IN_REVIEW: "ours",
    ContractState.REGISTERED: "done",
    ContractState.REFUSED: "stopped",
    ContractState.CANCELLED: "stopped",
    ContractState.REVOKED: "stopped",
    ContractState.WITHDRAWN: "quiet",
}

OPEN_STATES = (
    ContractState.SUBMITTED,
    ContractState.RETURNED,
    ContractState.RESUBMITTED,
    ContractState.ACCEPTED,
    ContractState.IN_REVIEW,
)
EDITABLE_STATES = (ContractState.DRAFT, ContractState.RETURNED)
FINAL_STATES = (ContractState.CANCELLED, ContractState.REVOKED, ContractState.WITHDRAWN)

_S = ContractState
MOVES = (
    Move("submit", _S.DRAFT, _S.SUBMITTED, by=Permission.CONTRACT_FILE, label=_("提交登记申请")),
    Move(
        "withdraw",
        (_S.SUBMITTED, _S.RETURNED, _S.RESUBMITTED),
        _S.WITHDRAWN,
        by=Permission.CONTRACT_FILE,
        label=_("撤回申请"),
    ),
    Move(
        "accept", (_S.SUBMITTED, _S.RESUBMITTED), _S.ACCEPTED, by=Permission.CONTRACT_EXAMINE, label=_("受理")
    ),
    Move(
        "return",
        (_S.SUBMITTED, _S.RESUBMITTED, _S.ACCEPTED),
        _S.RETURNED,
        by=Permission.CONTRACT_EXAMINE,
        label=pgettext_lazy("verb", "退回补正"),
        reason=True,
    ),
    Move("resubmit", _S.RETURNED, _S.RESUBMITTED, by=Permission.CONTRACT_FILE, label=_("提交补正")),
    Move(
        "register",
        _S.ACCEPTED,
        _S.REGISTERED,
        by=Permission.CONTRACT_EXAMINE,
        label=_("核准登记"),
        needs=("verified_trade_fen", "registration_number", "registered_on"),
    ),
    Move(
        "refer",
        _S.ACCEPTED,
        _S.IN_REVIEW,
        by=Permission.CONTRACT_EXAMINE,
        label=_("报请复核"),
        needs=("verified_trade_fen", "examined_by"),
    ),
    Move(
        "approve",
        _S.IN_REVIEW,
        _S.REGISTERED,
        by=Permission.CONTRACT_REVIEW,
        label=_("复核通过并登记"),
        needs=("verified_trade_fen", "registration_number", "registered_on", "reviewed_by"),
    ),
    Move(
        "send_back",
        _S.IN_REVIEW,
        _S.ACCEPTED,
        by=Permission.CONTRACT_REVIEW,
        label=_("退回登记员"),
        reason=True,
    ),
    Move("refuse", _S.ACCEPTED, _S.REFUSED, by=Permission.CONTRACT_EXAMINE, label=_("不予登记"), reason=True),
    Move(
        "reopen",
        _S.REFUSED,
        _S.ACCEPTED,
        by=Permission.CONTRACT_OBJECTION_DECIDE,
        label=_("撤销不予登记决定"),
        reason=True,
    ),
    Move(
        "cancel",
        _S.REGISTERED,
        _S.CANCELLED,
        by=Permission.CONTRACT_CHANGE_DECIDE,
        label=_("注销登记"),
        reason=True,
    ),
    Move(
        "revoke",
        _S.REGISTERED,
        _S.REVOKED,
        by=Permission.CONTRACT_REVOKE_DECIDE,
        label=_("撤销登记"),
        reason=True,
    ),
)


class ChangeState(TextChoices):
    """Where an application to change or cancel a registration stands (变更、解除、终止)."""

    REQUESTED = "requested", _("待审核")
    GRANTED = "granted", _("已同意")
    DECLINED = "declined", _("不同意")


CHANGE_TONES = {ChangeState.REQUESTED: "ours", ChangeState.GRANTED: "done", ChangeState.DECLINED: "stopped"}
_R, _DECIDE, _REVIEW = ChangeState.REQUESTED, Permission.CONTRACT_CHANGE_DECIDE, Permission.CONTRACT_REVIEW
CHANGE_MOVES = (
    Move("grant", _R, ChangeState.GRANTED, by=_DECIDE, label=_("同意变更")),
    Move("confirm", _R, ChangeState.GRANTED, by=_REVIEW, label=_("复核并同意变更")),
    Move("decline", _R, ChangeState.DECLINED, by=_DECIDE, label=_("不同意变更"), reason=True),
    Move("disagree", _R, ChangeState.DECLINED, by=_REVIEW, label=_("复核不同意变更"), reason=True),
)


class ObjectionState(TextChoices):
    """Where an objection to a decision stands (异议)."""

    FILED = "filed", _("待复查")
    UPHELD = "upheld", _("异议成立")
    DISMISSED = "dismissed", _("异议不成立")


OBJECTION_TONES = {
    ObjectionState.FILED: "ours",
    ObjectionState.UPHELD: "done",
    ObjectionState.DISMISSED: "stopped",
}
OBJECTION_MOVES = (
    Move(
        "uphold",
        ObjectionState.FILED,
        ObjectionState.UPHELD,
        by=Permission.CONTRACT_OBJECTION_DECIDE,
        label=_("异议成立"),
        reason=True,
    ),
    Move(
        "dismiss",
        ObjectionState.FILED,
        ObjectionState.DISMISSED,
        by=Permission.CONTRACT_OBJECTION_DECIDE,
        label=_("异议不成立"),
        reason=True,
    ),
)
