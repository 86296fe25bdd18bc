"""Where can a voucher and a service provider stand, and what may happen next?

Each state has two names: what the officer reads and what the holder reads. The tone says whose turn it is
(ours, theirs, done, stopped, quiet) and chooses the shape of the badge.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.workflow.moves import Move


class VoucherState(TextChoices):
    """Where a voucher stands: application, district, city, use, redemption, money."""

    DRAFT = "draft", pgettext_lazy("voucher", "填报中")
    SUBMITTED = "submitted", _("区县审核中")
    TURNED_DOWN = "turned_down", _("区县未通过")
    IN_REVIEW = "in_review", _("市级审核中")
    REFUSED = "refused", _("市级未通过")
    ISSUED = "issued", _("已发放")
    IN_USE = "in_use", _("使用中")
    REDEEMING = "redeeming", _("兑付审核中")
    INCOMPLETE = "incomplete", _("兑付退回补正")
    ACCEPTED = "accepted", pgettext_lazy("voucher", "待拨付")
    GRANTED = "granted", pgettext_lazy("voucher", "拨付中")
    PAID = "paid", _("已兑付")
    DENIED = "denied", _("不予兑付")
    RETURNED = "returned", _("已退券")
    LAPSED = "lapsed", _("已失效")
    RECOVERING = "recovering", pgettext_lazy("voucher", "追缴中")
    RECOVERED = "recovered", pgettext_lazy("voucher", "已追回")
    WITHDRAWN = "withdrawn", pgettext_lazy("voucher", "已撤回")


_S = VoucherState
HOLDER_LABELS = {
    _S.DRAFT: _("请填写并提交"),
    _S.TURNED_DOWN: _("区县未通过，可以重新申领"),
    _S.ISSUED: _("已发放，可以使用"),
    _S.IN_USE: _("使用中，完成后申请兑付"),
    _S.INCOMPLETE: _("请补正兑付材料"),
}
VOUCHER_TONES = {
    _S.DRAFT: "theirs",
    _S.SUBMITTED: "ours",
    _S.TURNED_DOWN: "theirs",
    _S.IN_REVIEW: "ours",
    _S.REFUSED: "stopped",
    _S.ISSUED: "theirs",
    _S.IN_USE: "theirs",
    _S.REDEEMING: "ours",
    _S.INCOMPLETE: "theirs",
    _S.ACCEPTED: "ours",
    _S.GRANTED: "ours",
    _S.PAID: "done",
    _S.DENIED: "stopped",
    _S.RETURNED: "quiet",
    _S.LAPSED: "stopped",
    _S.RECOVERING: "theirs",
    _S.RECOVERED: "stopped",
    _S.WITHDRAWN: "quiet",
}
APPLYING = (_S.DRAFT, _S.SUBMITTED, _S.TURNED_DOWN, _S.IN_REVIEW)
NEVER_ISSUED = (*APPLYING, _S.REFUSED, _S.WITHDRAWN)
REDEEMABLE = (_S.IN_USE, _S.INCOMPLETE)
JUDGED = (_S.ACCEPTED, _S.GRANTED, _S.PAID, _S.RECOVERING, _S.RECOVERED)  # a redemption was accepted
STANDING = (
    _S.ISSUED,
    _S.IN_USE,
    _S.REDEEMING,
    _S.INCOMPLETE,
    *JUDGED[:4],
)  # counts against the limit of the year
ONCE = (_S.SUBMITTED, _S.IN_REVIEW, *STANDING, _S.RECOVERED)  # one contract, one voucher
VOUCHER_FINAL = (_S.REFUSED, _S.DENIED, _S.RETURNED, _S.LAPSED, _S.RECOVERED, _S.WITHDRAWN)

_APPLY, _DISTRICT, _DECIDE = Permission.VOUCHER_APPLY, Permission.VOUCHER_DISTRICT, Permission.VOUCHER_DECIDE
_PREPARE, _EXECUTE = Permission.PAYMENT_PREPARE, Permission.PAYMENT_EXECUTE
VOUCHER_MOVES = (
    Move(
        "submit", _S.DRAFT, _S.SUBMITTED, by=_APPLY, label=_("提交申领"), needs=("contract_fen", "signed_on")
    ),
    Move("withdraw", APPLYING, _S.WITHDRAWN, by=_APPLY, label=_("撤回申领")),
    Move("pass", _S.SUBMITTED, _S.IN_REVIEW, by=_DISTRICT, label=_("区县通过"), needs=("district_by",)),
    Move("turn_down", _S.SUBMITTED, _S.TURNED_DOWN, by=_DISTRICT, label=_("区县不通过"), reason=True),
    Move("reapply", _S.TURNED_DOWN, _S.DRAFT, by=_APPLY, label=_("重新申领")),
    Move(
        "issue",
        _S.IN_REVIEW,
        _S.ISSUED,
        by=_DECIDE,
        label=_("审核通过并发券"),
        needs=("face_fen", "voucher_number", "use_by", "redeem_by", "reservation"),
    ),
    Move("refuse", _S.IN_REVIEW, _S.REFUSED, by=_DECIDE, label=_("审核不通过"), reason=True),
    Move("begin", _S.ISSUED, _S.IN_USE, by=_APPLY, label=_("开始使用"), needs=("began_on",)),
    Move("give_back", _S.ISSUED, _S.RETURNED, by=_APPLY, label=_("退券"), reason=True),
    Move("redeem", REDEEMABLE, _S.REDEEMING, by=_APPLY, label=_("申请兑付"), needs=("receipt_number",)),
    Move(
        "send_back",
        _S.REDEEMING,
        _S.INCOMPLETE,
        by=_DECIDE,
        label=pgettext_lazy("verb", "退回补正"),
        reason=True,
    ),
    Move("accept", _S.REDEEMING, _S.ACCEPTED, by=_DECIDE, label=_("核准兑付"), needs=("redeem_fen",)),
    Move("deny", _S.REDEEMING, _S.DENIED, by=_DECIDE, label=pgettext_lazy("verb", "不予兑付"), reason=True),
    Move("lapse", (_S.ISSUED, *REDEEMABLE), _S.LAPSED, by=_DECIDE, label=_("过期失效"), reason=True),
    Move("grant", _S.ACCEPTED, _S.GRANTED, by=_PREPARE, label=_("编入批次")),
    Move("release", _S.GRANTED, _S.ACCEPTED, by=_PREPARE, label=_("退出批次"), reason=True),
    Move("pay", _S.GRANTED, _S.PAID, by=_EXECUTE, label=_("到账")),
    Move("recover", _S.PAID, _S.RECOVERING, by=_DECIDE, label=pgettext_lazy("verb", "追缴"), reason=True),
    Move("keep", _S.RECOVERING, _S.PAID, by=_EXECUTE, label=_("追回多付部分"), needs=("recovered_fen",)),
    Move("recovered", _S.RECOVERING, _S.RECOVERED, by=_EXECUTE, label=_("追回")),
)


class ProviderState(TextChoices):
    """Where a service provider stands (服务机构入库)."""

    DRAFT = "draft", pgettext_lazy("provider", "填报中")
    SUBMITTED = "submitted", pgettext_lazy("provider", "待审核")
    RETURNED = "returned", _("退回补正")
    LISTED = "listed", _("已入库")
    REFUSED = "refused", pgettext_lazy("provider", "不予入库")
    REMOVED = "removed", pgettext_lazy("provider", "已移出")


_P = ProviderState
PROVIDER_TONES = {
    _P.DRAFT: "theirs",
    _P.SUBMITTED: "ours",
    _P.RETURNED: "theirs",
    _P.LISTED: "done",
    _P.REFUSED: "stopped",
    _P.REMOVED: "stopped",
}
PROVIDER_EDITABLE = (_P.DRAFT, _P.RETURNED)
PROVIDER_FINAL = (_P.REFUSED, _P.REMOVED)
PROVIDER_MOVES = (
    Move(
        "submit",
        PROVIDER_EDITABLE,
        _P.SUBMITTED,
        by=Permission.PROVIDER_APPLY,
        label=_("提交入库申请"),
        needs=("introduction", "contact", "controller"),
    ),
    Move(
        "list",
        _P.SUBMITTED,
        _P.LISTED,
        by=Permission.PROVIDER_DECIDE,
        label=_("同意入库"),
        needs=("listed_on", "listed_by"),
    ),
    Move(
        "return",
        _P.SUBMITTED,
        _P.RETURNED,
        by=Permission.PROVIDER_DECIDE,
        label=pgettext_lazy("verb", "退回补正"),
        reason=True,
    ),
    Move(
        "refuse",
        _P.SUBMITTED,
        _P.REFUSED,
        by=Permission.PROVIDER_DECIDE,
        label=pgettext_lazy("verb", "不予入库"),
        reason=True,
    ),
    Move("remove", _P.LISTED, _P.REMOVED, by=Permission.PROVIDER_DECIDE, label=_("移出名录"), reason=True),
)
