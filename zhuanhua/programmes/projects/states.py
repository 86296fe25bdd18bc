"""Where can a call, an application, a review and a change of the order stand, and what may happen next? What comes after: states_project.py."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.workflow.moves import Move

_APPLY, _EXAMINE, _AWARD = Permission.PROJECT_APPLY, Permission.PROJECT_EXAMINE, Permission.PROJECT_AWARD
_MANAGE, _SCORE = Permission.PROJECT_CALL_MANAGE, Permission.PROJECT_SCORE


class CallState(TextChoices):
    """Where a call stands (申报通知)."""

    DRAFT = "draft", _("编制中")
    OPEN = "open", pgettext_lazy("call", "申报中")
    CLOSED = "closed", pgettext_lazy("call", "申报截止")
    IN_REVIEW = "in_review", pgettext_lazy("call", "评审中")
    RANKED = "ranked", _("已排序")
    PUBLICITY = "publicity", _("公示中")
    DECIDED = "decided", pgettext_lazy("call", "已立项")
    CANCELLED = "cancelled", _("已取消")


_C = CallState
CALL_TONES = {
    _C.DRAFT: "ours",
    _C.OPEN: "theirs",
    _C.CLOSED: "ours",
    _C.IN_REVIEW: "theirs",
    _C.RANKED: "ours",
    _C.PUBLICITY: "quiet",
    _C.DECIDED: "done",
    _C.CANCELLED: "stopped",
}
CALL_FINAL = (_C.DECIDED, _C.CANCELLED)
PUBLISHED = (
    _C.OPEN,
    _C.CLOSED,
    _C.IN_REVIEW,
    _C.RANKED,
    _C.PUBLICITY,
    _C.DECIDED,
)  # everybody may read its guide
CALL_MOVES = (
    Move("open", _C.DRAFT, _C.OPEN, by=_MANAGE, label=_("发布申报通知")),
    Move("extend", (_C.OPEN, _C.CLOSED), _C.OPEN, by=_MANAGE, label=_("延长申报"), reason=True),
    Move("close", _C.OPEN, _C.CLOSED, by=_MANAGE, label=_("截止申报")),
    Move("review", _C.CLOSED, _C.IN_REVIEW, by=_MANAGE, label=_("开始评审")),
    Move("rank", (_C.IN_REVIEW, _C.RANKED), _C.RANKED, by=_MANAGE, label=_("排序并拟定立项")),
    Move("announce", _C.RANKED, _C.PUBLICITY, by=_MANAGE, label=_("公示拟立项")),
    Move("reconsider", _C.PUBLICITY, _C.RANKED, by=_MANAGE, label=_("收回重议"), reason=True),
    Move("decide", _C.PUBLICITY, _C.DECIDED, by=_AWARD, label=_("决定立项")),
    Move("cancel", _C.DRAFT, _C.CANCELLED, by=_MANAGE, label=_("取消申报通知"), reason=True),
)


class ApplicationState(TextChoices):
    """Where an application stands (申报)."""

    DRAFT = "draft", _("填报中")
    SUBMITTED = "submitted", pgettext_lazy("application", "待形式审查")
    RETURNED = "returned", pgettext_lazy("application", "退回补正")
    ADMITTED = "admitted", pgettext_lazy("application", "进入评审")
    PROPOSED = "proposed", _("拟立项")
    GRANTED = "granted", pgettext_lazy("application", "已立项")
    NOT_SELECTED = "not_selected", _("未立项")
    REFUSED = "refused", _("形式审查未通过")
    WITHDRAWN = "withdrawn", _("已撤回")
    LAPSED = "lapsed", _("逾期未交")


_A = ApplicationState
APPLICATION_TONES = {
    _A.DRAFT: "theirs",
    _A.SUBMITTED: "ours",
    _A.RETURNED: "theirs",
    _A.ADMITTED: "ours",
    _A.PROPOSED: "ours",
    _A.GRANTED: "done",
    _A.NOT_SELECTED: "stopped",
    _A.REFUSED: "stopped",
    _A.WITHDRAWN: "quiet",
    _A.LAPSED: "stopped",
}
# What was proposed is public only with the notice: until the decision an applicant reads the same words for every place.
UNDER_REVIEW = pgettext_lazy("application", "评审中")
APPLICANT_LABELS = {_A.ADMITTED: UNDER_REVIEW}
UNTOLD = (
    "project_application:propose",
    "project_application:pass_over",
)  # lines of the order, public with the notice
TOLD = (_C.PUBLICITY, _C.DECIDED)
EDITABLE = (_A.DRAFT, _A.RETURNED)
AWAITING = (*EDITABLE, _A.SUBMITTED)  # not judged yet
IN_RANKING = (_A.ADMITTED, _A.PROPOSED, _A.NOT_SELECTED)
APPLICATION_FINAL = (_A.GRANTED, _A.REFUSED, _A.WITHDRAWN, _A.LAPSED)
APPLICATION_MOVES = (
    Move("submit", _A.DRAFT, _A.SUBMITTED, by=_APPLY, label=_("提交申报")),
    Move("resubmit", _A.RETURNED, _A.SUBMITTED, by=_APPLY, label=_("提交补正")),
    Move("withdraw", (_A.DRAFT, _A.SUBMITTED, _A.RETURNED, _A.ADMITTED), _A.WITHDRAWN, by=_APPLY, label=_("撤回申报")),
    Move("lapse", (_A.DRAFT, _A.RETURNED), _A.LAPSED, by=_MANAGE, label=_("逾期失效")),
    Move("return", _A.SUBMITTED, _A.RETURNED, by=_EXAMINE, label=pgettext_lazy("verb", "退回补正"), reason=True),
    Move("admit", _A.SUBMITTED, _A.ADMITTED, by=_EXAMINE, label=_("通过形式审查")),
    Move("refuse", _A.SUBMITTED, _A.REFUSED, by=_EXAMINE, label=_("不予通过"), reason=True),
    Move("propose", (_A.ADMITTED, _A.NOT_SELECTED), _A.PROPOSED, by=_MANAGE, label=_("列入拟立项")),
    Move("pass_over", (_A.ADMITTED, _A.PROPOSED), _A.NOT_SELECTED, by=_MANAGE, label=_("不列入拟立项")),
    Move("grant", _A.PROPOSED, _A.GRANTED, by=_AWARD, label=_("立项")),
)  # fmt: skip


class ReviewState(TextChoices):
    """Where one expert's review of one application stands (专家评审)."""

    ASSIGNED = "assigned", _("待评审")
    SCORED = "scored", _("已评审")
    DECLINED = "declined", _("已回避")
    BARRED = "barred", _("应当回避")
    RECALLED = "recalled", pgettext_lazy("review", "已收回")


_V = ReviewState
REVIEW_TONES = {
    _V.ASSIGNED: "theirs",
    _V.SCORED: "done",
    _V.DECLINED: "stopped",
    _V.BARRED: "stopped",
    _V.RECALLED: "quiet",
}
REVIEW_FINAL = (_V.DECLINED, _V.BARRED, _V.RECALLED)
REVIEW_STANDS = (_V.ASSIGNED, _V.SCORED)
REVIEW_MOVES = (
    Move("score", (_V.ASSIGNED, _V.SCORED), _V.SCORED, by=_SCORE, label=_("提交评分")),
    Move("decline", _V.ASSIGNED, _V.DECLINED, by=_SCORE, label=_("申明回避"), reason=True),
    Move("bar", (_V.ASSIGNED, _V.SCORED), _V.BARRED, by=_MANAGE, label=_("按利害关系回避"), reason=True),
    Move("recall", (_V.ASSIGNED, _V.SCORED), _V.RECALLED, by=_MANAGE, label=_("收回评审"), reason=True),
)


class OverrideState(TextChoices):
    """Where a change of the ranked order stands (名次调整)."""

    ASKED = "asked", _("待复核")
    CONFIRMED = "confirmed", pgettext_lazy("override", "已同意")
    DECLINED = "declined", pgettext_lazy("override", "不同意")


OVERRIDE_TONES = {
    OverrideState.ASKED: "ours",
    OverrideState.CONFIRMED: "done",
    OverrideState.DECLINED: "stopped",
}
OVERRIDE_FINAL = (OverrideState.CONFIRMED, OverrideState.DECLINED)
_O, _CONFIRM = OverrideState, Permission.PROJECT_OVERRIDE_CONFIRM
OVERRIDE_MOVES = (
    Move("confirm", _O.ASKED, _O.CONFIRMED, by=_CONFIRM, label=_("同意调整")),
    Move("decline", _O.ASKED, _O.DECLINED, by=_CONFIRM, label=_("不同意调整"), reason=True),
)
