"""Where can a project stand, its milestones, changes and yearly reports, and what may happen next?"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.workflow.moves import Move

_APPLY, _EXAMINE, _AWARD = Permission.PROJECT_APPLY, Permission.PROJECT_EXAMINE, Permission.PROJECT_AWARD
_PREPARE, _EXECUTE = Permission.PAYMENT_PREPARE, Permission.PAYMENT_EXECUTE


class ProjectState(TextChoices):
    """Where a project stands (在研项目)."""

    CONTRACTING = "contracting", _("待签任务书")
    RUNNING = "running", pgettext_lazy("project", "在研")
    ACCEPTANCE = "acceptance", _("待验收")
    ACCEPTED = "accepted", pgettext_lazy("project", "通过验收")
    EXCUSED = "excused", _("免责结题")
    FAILED = "failed", pgettext_lazy("project", "未通过")
    RECOVERING = "recovering", _("追缴中")
    RECOVERED = "recovered", pgettext_lazy("project", "已追回")


_P = ProjectState
PROJECT_TONES = {
    _P.CONTRACTING: "ours",
    _P.RUNNING: "theirs",
    _P.ACCEPTANCE: "ours",
    _P.ACCEPTED: "done",
    _P.EXCUSED: "done",
    _P.FAILED: "stopped",
    _P.RECOVERING: "theirs",
    _P.RECOVERED: "stopped",
}
PROJECT_FINAL = (_P.ACCEPTED, _P.EXCUSED, _P.RECOVERED)
AT_WORK = (_P.CONTRACTING, _P.RUNNING, _P.ACCEPTANCE)
BANNED = (_P.FAILED, _P.RECOVERING)
PROJECT_MOVES = (
    Move("sign", _P.CONTRACTING, _P.RUNNING, by=_AWARD, label=_("签订任务书")),
    Move("ask_acceptance", _P.RUNNING, _P.ACCEPTANCE, by=_APPLY, label=_("申请验收")),
    Move("send_back", _P.ACCEPTANCE, _P.RUNNING, by=_EXAMINE, label=_("退回整改"), reason=True),
    Move("accept", _P.ACCEPTANCE, _P.ACCEPTED, by=_AWARD, label=_("通过验收")),
    Move("excuse", (_P.ACCEPTANCE, _P.RUNNING), _P.EXCUSED, by=_AWARD, label=_("免责结题"), reason=True),
    Move("fail", (_P.ACCEPTANCE, _P.RUNNING), _P.FAILED, by=_AWARD, label=_("认定未通过"), reason=True),
    Move("recover", _P.FAILED, _P.RECOVERING, by=_AWARD, label=pgettext_lazy("verb", "追缴")),
    Move("recovered", (_P.FAILED, _P.RECOVERING), _P.RECOVERED, by=_EXECUTE, label=_("追回")),
)


class MilestoneState(TextChoices):
    """Where a milestone and its part of the money stand (里程碑)."""

    PLANNED = "planned", _("未到")
    REPORTED = "reported", pgettext_lazy("milestone", "待核")
    RETURNED = "returned", pgettext_lazy("milestone", "退回补充")
    REACHED = "reached", pgettext_lazy("milestone", "待拨付")
    PAYING = "paying", _("拨付中")
    PAID = "paid", _("已到账")
    ENDED = "ended", pgettext_lazy("milestone", "不再拨付")


_M = MilestoneState
MILESTONE_TONES = {
    _M.PLANNED: "quiet",
    _M.REPORTED: "ours",
    _M.RETURNED: "theirs",
    _M.REACHED: "ours",
    _M.PAYING: "ours",
    _M.PAID: "done",
    _M.ENDED: "stopped",
}
MILESTONE_FINAL = (_M.PAID, _M.ENDED)
MILESTONE_MOVES = (
    Move("report", (_M.PLANNED, _M.RETURNED), _M.REPORTED, by=_APPLY, label=_("报告里程碑")),
    Move("return", _M.REPORTED, _M.RETURNED, by=_EXAMINE, label=_("退回补充"), reason=True),
    Move("reach", (_M.PLANNED, _M.REPORTED), _M.REACHED, by=_EXAMINE, label=_("核定完成")),
    Move("include", _M.REACHED, _M.PAYING, by=_PREPARE, label=_("编入批次")),
    Move("release", _M.PAYING, _M.REACHED, by=_PREPARE, label=_("退出批次")),
    Move("pay", _M.PAYING, _M.PAID, by=_EXECUTE, label=_("到账")),
    Move("end", (_M.PLANNED, _M.REPORTED, _M.RETURNED, _M.REACHED), _M.ENDED, by=_AWARD, label=_("不再拨付")),
)


class ChangeState(TextChoices):
    """Where a request to change the contract stands (变更)."""

    ASKED = "asked", _("待审核")
    GRANTED = "granted", pgettext_lazy("change", "已同意")
    DECLINED = "declined", pgettext_lazy("change", "不同意")


CHANGE_TONES = {ChangeState.ASKED: "ours", ChangeState.GRANTED: "done", ChangeState.DECLINED: "stopped"}
CHANGE_FINAL = (ChangeState.GRANTED, ChangeState.DECLINED)
CHANGE_MOVES = (
    Move("grant", ChangeState.ASKED, ChangeState.GRANTED, by=_EXAMINE, label=_("同意变更")),
    Move("decline", ChangeState.ASKED, ChangeState.DECLINED, by=_EXAMINE, label=_("不同意变更"), reason=True),
)


class ReportState(TextChoices):
    """Where a yearly report stands (年度报告). Figures count confirmed ones alone."""

    SUBMITTED = "submitted", pgettext_lazy("report", "待核")
    RETURNED = "returned", pgettext_lazy("report", "退回修改")
    CONFIRMED = "confirmed", pgettext_lazy("report", "已核定")


_R = ReportState
REPORT_TONES = {_R.SUBMITTED: "ours", _R.RETURNED: "theirs", _R.CONFIRMED: "done"}
REPORT_FINAL = (_R.CONFIRMED,)
REPORT_MOVES = (
    Move("correct", (_R.SUBMITTED, _R.RETURNED), _R.SUBMITTED, by=_APPLY, label=_("修改年度报告")),
    Move("return", _R.SUBMITTED, _R.RETURNED, by=_EXAMINE, label=_("退回修改"), reason=True),
    Move("confirm", _R.SUBMITTED, _R.CONFIRMED, by=_EXAMINE, label=_("核定年度报告")),
)
