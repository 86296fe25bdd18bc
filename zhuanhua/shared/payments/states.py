"""Where can a batch, a payment and a recovery stand, and what may happen next?"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.workflow.moves import Move


class BatchState(TextChoices):
    """Where a batch stands (拨付批次)."""

    DRAFT = "draft", _("编制中")
    PUBLICITY = "publicity", _("公示中")
    APPROVAL = "approval", _("待审批")
    APPROVED = "approved", _("已批准")
    SENT = "sent", _("银行办理中")
    RECONCILED = "reconciled", _("已对账")
    CANCELLED = "cancelled", _("已取消")


BATCH_TONES = {
    BatchState.DRAFT: "ours",
    BatchState.PUBLICITY: "quiet",
    BatchState.APPROVAL: "ours",
    BatchState.APPROVED: "ours",
    BatchState.SENT: "theirs",
    BatchState.RECONCILED: "done",
    BatchState.CANCELLED: "stopped",
}
BATCH_FINAL = (BatchState.RECONCILED, BatchState.CANCELLED)
OPEN_TO_CHANGE = (BatchState.DRAFT, BatchState.PUBLICITY)
BINDING = (
    BatchState.APPROVED,
    BatchState.SENT,
)  # what has no account can still be taken out, nothing else that is planned

_B = BatchState
BATCH_MOVES = (
    Move(
        "publish", _B.DRAFT, _B.PUBLICITY, by=Permission.PAYMENT_PREPARE, label=pgettext_lazy("verb", "公示")
    ),
    Move("submit", _B.PUBLICITY, _B.APPROVAL, by=Permission.PAYMENT_PREPARE, label=_("提请审批")),
    Move("approve", _B.APPROVAL, _B.APPROVED, by=Permission.PAYMENT_APPROVE, label=_("批准拨付")),
    Move("return", _B.APPROVAL, _B.DRAFT, by=Permission.PAYMENT_APPROVE, label=_("退回编制"), reason=True),
    Move("reopen", _B.PUBLICITY, _B.DRAFT, by=Permission.PAYMENT_PREPARE, label=_("改回编制"), reason=True),
    Move("cancel", _B.DRAFT, _B.CANCELLED, by=Permission.PAYMENT_PREPARE, label=_("取消批次"), reason=True),
    Move("send", (_B.APPROVED, _B.SENT), _B.SENT, by=Permission.PAYMENT_EXECUTE, label=_("导出付款文件")),
    Move(
        "reconcile",
        (_B.APPROVED, _B.SENT),  # approved: when everything in it has been given up before it was sent
        _B.RECONCILED,
        by=Permission.PAYMENT_EXECUTE,
        label=_("对账办结"),
    ),
)


class PaymentState(TextChoices):
    """Where one payment of a batch stands."""

    PLANNED = "planned", _("待付款")
    SENT = "sent", _("已报银行")
    PAID = "paid", _("已到账")
    REJECTED = "rejected", _("银行退回")
    DROPPED = "dropped", pgettext_lazy("payment", "不再支付")


TO_SEND = (PaymentState.PLANNED, PaymentState.REJECTED)
PAYMENT_TONES = {
    PaymentState.PLANNED: "quiet",
    PaymentState.SENT: "theirs",
    PaymentState.PAID: "done",
    PaymentState.REJECTED: "ours",
    PaymentState.DROPPED: "stopped",
}


class RecoveryState(TextChoices):
    """Where the claw-back of paid money stands (追缴)."""

    OPEN = "open", _("待发函")
    DEMANDED = "demanded", _("已发函追缴")
    CLOSED = "closed", _("已追回")
    WAIVED = "waived", pgettext_lazy("recovery", "已核销")


RECOVERY_TONES = {
    RecoveryState.OPEN: "ours",
    RecoveryState.DEMANDED: "theirs",
    RecoveryState.CLOSED: "done",
    RecoveryState.WAIVED: "stopped",
}
RECOVERY_FINAL = (RecoveryState.CLOSED, RecoveryState.WAIVED)
_R = RecoveryState
RECOVERY_MOVES = (
    Move("demand", _R.OPEN, _R.DEMANDED, by=Permission.PAYMENT_PREPARE, label=_("发函追缴")),
    Move("close", _R.DEMANDED, _R.CLOSED, by=Permission.PAYMENT_EXECUTE, label=_("登记追回")),
    Move("waive", _R.DEMANDED, _R.WAIVED, by=Permission.PAYMENT_APPROVE, label=_("核销余额"), reason=True),
    Move(
        "widen",
        (_R.DEMANDED, *RECOVERY_FINAL),
        _R.OPEN,
        by=Permission.PAYMENT_PREPARE,
        label=_("增加追缴金额"),
        reason=True,
    ),
)
