"""How do the events of project calls read in the journal?"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhuanhua.core.wording import amount_words
from zhuanhua.programmes.projects.codes import CheckKind, Finding
from zhuanhua.shared.journal.models import Entry


def started(entry: Entry) -> str:
    """Say where a project came from."""
    return _("立项，补助%(amount)s，资金已预留。") % {"amount": amount_words(entry.after.get("award_fen", 0))}


def announced(entry: Entry) -> str:
    """Say how much was announced."""
    told = {"count": entry.after.get("count", 0), "amount": amount_words(entry.after.get("amount_fen", 0))}
    return _("公示拟立项%(count)s项，%(amount)s。") % told


def inspected(entry: Entry) -> str:
    """Say what a panel found."""
    told = {
        "kind": CheckKind(entry.after["kind"]).label,
        "day": entry.after.get("held_on", ""),
        "finding": Finding(entry.after["finding"]).label,
    }
    return _("%(day)s%(kind)s，结论：%(finding)s。") % told


def drafted(entry: Entry) -> str:
    """Say how many facts of a call were changed."""
    count = len(entry.after)
    return ngettext("保存申报通知，改了%(count)d项。", "保存申报通知，改了%(count)d项。", count) % {
        "count": count
    }


def consented(entry: Entry) -> str:
    """Say what a member or a partner answered; a member answers by a link, mostly without an account."""
    agrees, partner = entry.after.get("agrees"), "partner" in entry.after
    if partner:
        return _("收到合作单位的答复：同意。") if agrees else _("收到合作单位的答复：不同意。")
    return _("收到成员的答复：同意参加。") if agrees else _("收到成员的答复：不同意参加。")


def returned(entry: Entry) -> str:
    """Say how many fields went back."""
    count = len(entry.after.get("fields", ()))
    return ngettext("退回补正，标出%(count)d个字段。", "退回补正，标出%(count)d个字段。", count) % {
        "count": count
    }


def asked_acceptance(entry: Entry) -> str:
    """Say what was spent, and whether it came late."""
    words = _("申请验收，市财政资金决算支出%(amount)s。") % {
        "amount": amount_words(entry.after.get("spent_fen", 0))
    }
    return words + (_("已超过申请期限。") if entry.after.get("is_late") else "")


SENTENCES = {
    "project_call:start": gettext_lazy("开始编制申报通知。"),
    "project_call:draft": drafted,
    "project_call:form": gettext_lazy(
        "保存申报书格式第%(edition)s版，%(sections)s个部分、%(fields)s个字段。"
    ),
    "project_call:open": gettext_lazy("发布申报通知，%(opens_on)s至%(closes_on)s申报。"),
    "project_call:extend": gettext_lazy("延长申报到%(closes_on)s。"),
    "project_call:close": gettext_lazy("申报截止。"),
    "project_call:review": gettext_lazy("开始专家评审。"),
    "project_call:minutes": gettext_lazy("写下%(held_on)s评审会的纪要。"),
    "project_call:rank": gettext_lazy("按评分排序，拟定立项。"),
    "project_call:announce": announced,
    "project_call:reconsider": gettext_lazy("收回名单重议。"),
    "project_call:decide": gettext_lazy("决定立项。"),
    "project_call:cancel": gettext_lazy("取消申报通知。"),
    "project_application:start": gettext_lazy("开始填报。"),
    "project_application:draft": gettext_lazy("保存草稿。"),
    "project_application:remind": gettext_lazy("再次请成员答复是否参加。"),
    "project_application:consent": consented,
    "project_application:submit": gettext_lazy("提交申报。"),
    "project_application:resubmit": gettext_lazy("提交补正。"),
    "project_application:withdraw": gettext_lazy("撤回申报。"),
    "project_application:lapse": gettext_lazy("逾期失效。"),
    "project_application:return": returned,
    "project_application:admit": gettext_lazy("通过形式审查。"),
    "project_application:refuse": gettext_lazy("形式审查不予通过。"),
    "project_application:propose": gettext_lazy("列入拟立项。"),
    "project_application:pass_over": gettext_lazy("不列入拟立项。"),
    "project_application:grant": gettext_lazy("立项。"),
    "project_expert:keep": gettext_lazy("保存专家资料。"),
    "project_expert:tie": gettext_lazy("登记一项利害关系。"),
    "project_review:assign": gettext_lazy("分派评审。"),
    "project_review:score": gettext_lazy("提交评分。"),
    "project_review:decline": gettext_lazy("专家申明回避。"),
    "project_review:bar": gettext_lazy("有利害关系，应当回避。"),
    "project_review:recall": gettext_lazy("收回评审。"),
    "project_override:ask": gettext_lazy("提出调整名次。"),
    "project_override:confirm": gettext_lazy("同意调整名次。"),
    "project_override:decline": gettext_lazy("不同意调整名次。"),
    "project:start": started,
    "project:plan": gettext_lazy("排定%(milestones)s个里程碑。"),
    "project:sign": gettext_lazy("签订任务书。"),
    "project:inspect": inspected,
    "project:ask_acceptance": asked_acceptance,
    "project:send_back": gettext_lazy("验收退回整改。"),
    "project:accept": gettext_lazy("通过验收。"),
    "project:excuse": gettext_lazy("免责结题。"),
    "project:fail": gettext_lazy("认定未通过。"),
    "project:recover": gettext_lazy("追缴已付的款项。"),
    "project:recovered": gettext_lazy("款项了结。"),
    "project_milestone:report": gettext_lazy("报告里程碑。"),
    "project_milestone:return": gettext_lazy("里程碑退回补充。"),
    "project_milestone:reach": gettext_lazy("核定里程碑完成。"),
    "project_milestone:include": gettext_lazy("编入拨付批次。"),
    "project_milestone:release": gettext_lazy("退出批次，资金仍为项目预留。"),
    "project_milestone:pay": gettext_lazy("款项到账。"),
    "project_milestone:end": gettext_lazy("不再拨付。"),
    "project_change:ask": gettext_lazy("申请变更。"),
    "project_change:grant": gettext_lazy("同意变更。"),
    "project_change:decline": gettext_lazy("不同意变更。"),
    "project_report:file": gettext_lazy("提交%(year)s年度报告。"),
    "project_report:correct": gettext_lazy("修改年度报告。"),
    "project_report:return": gettext_lazy("年度报告退回修改。"),
    "project_report:confirm": gettext_lazy("核定年度报告。"),
}
NAMES = {
    "project:start": gettext_lazy("项目立项"),
    "project:plan": gettext_lazy("排定里程碑"),
    "project:inspect": gettext_lazy("检查项目"),
    "project:ask_acceptance": gettext_lazy("申请验收"),
    "project_call:draft": gettext_lazy("保存申报通知"),
    "project_call:form": gettext_lazy("保存申报书格式"),
    "project_call:open": gettext_lazy("发布申报通知"),
    "project_call:extend": gettext_lazy("延长申报"),
    "project_call:minutes": gettext_lazy("评审会纪要"),
    "project_call:announce": gettext_lazy("公示拟立项"),
    "project_application:consent": gettext_lazy("成员或合作单位答复"),
    "project_application:return": gettext_lazy("申报退回补正"),
    "project_report:file": gettext_lazy("提交年度报告"),
}
