"""Where can a subsidy for a contract stand, and what may happen next? (技术合同补贴)"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.workflow.moves import Move


class Scheme(TextChoices):
    """Who is paid."""

    SELLER = "seller", _("输出方补贴")
    BUYER = "buyer", _("受让企业补贴")


class SubsidyState(TextChoices):
    """Sellers' subsidies begin as granted: the rule finds them, nobody applies (免申即享). Buyers hand in a claim."""

    DRAFT = "draft", pgettext_lazy("subsidy", "填报中")
    SUBMITTED = "submitted", _("待受理")
    RETURNED = "returned", _("退回补正")
    ACCEPTED = "accepted", pgettext_lazy("subsidy", "待拨付")
    GRANTED = "granted", _("拨付中")
    PAID = "paid", _("已到账")
    RECOVERING = "recovering", _("追缴中")
    RECOVERED = "recovered", pgettext_lazy("subsidy", "已追回")
    REFUSED = "refused", pgettext_lazy("subsidy", "不予补贴")
    WITHDRAWN = "withdrawn", pgettext_lazy("subsidy", "已撤回")
    DROPPED = "dropped", pgettext_lazy("subsidy", "不再拨付")


S = SubsidyState
SUBSIDY_TONES = {
    S.DRAFT: "theirs",
    S.SUBMITTED: "ours",
    S.RETURNED: "theirs",
    S.ACCEPTED: "ours",
    S.GRANTED: "ours",
    S.PAID: "done",
    S.RECOVERING: "theirs",
    S.RECOVERED: "stopped",
    S.REFUSED: "stopped",
    S.WITHDRAWN: "quiet",
    S.DROPPED: "stopped",
}
SUBSIDY_FINAL = (S.RECOVERED, S.REFUSED, S.WITHDRAWN, S.DROPPED)
CLAIMED = (S.DRAFT, S.SUBMITTED, S.RETURNED, S.ACCEPTED)
STANDING = (S.GRANTED, S.PAID, S.RECOVERING)  # counts against the caps
UNIQUE = (*STANDING, S.RECOVERED)  # what was paid once is never paid again

_CLAIM, _EXAMINE = Permission.SUBSIDY_CLAIM, Permission.SUBSIDY_EXAMINE
_PREPARE, _EXECUTE = Permission.PAYMENT_PREPARE, Permission.PAYMENT_EXECUTE
SUBSIDY_MOVES = (
    Move("submit", (S.DRAFT, S.RETURNED), S.SUBMITTED, by=_CLAIM, label=_("提交申领")),
    Move("withdraw", (S.DRAFT, S.SUBMITTED, S.RETURNED), S.WITHDRAWN, by=_CLAIM, label=_("撤回申领")),
    Move("accept", S.SUBMITTED, S.ACCEPTED, by=_EXAMINE, label=_("受理申领")),
    Move(
        "return", S.SUBMITTED, S.RETURNED, by=_EXAMINE, label=pgettext_lazy("verb", "退回补正"), reason=True
    ),
    Move("refuse", (S.SUBMITTED, S.ACCEPTED), S.REFUSED, by=_EXAMINE, label=_("不予补贴"), reason=True),
    Move("grant", S.ACCEPTED, S.GRANTED, by=_PREPARE, label=_("编入批次")),
    Move("release", S.GRANTED, S.ACCEPTED, by=_PREPARE, label=_("退出批次"), reason=True),
    Move("drop", S.GRANTED, S.DROPPED, by=_PREPARE, label=_("不再拨付"), reason=True),
    Move("pay", S.GRANTED, S.PAID, by=_EXECUTE, label=_("到账")),
    Move("recover", S.PAID, S.RECOVERING, by=_PREPARE, label=pgettext_lazy("verb", "追缴"), reason=True),
    Move("keep", S.RECOVERING, S.PAID, by=_EXECUTE, label=_("追回一部分")),
    Move("recovered", S.RECOVERING, S.RECOVERED, by=_EXECUTE, label=_("追回")),
)
