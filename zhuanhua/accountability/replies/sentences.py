"""How do the events of proposals, letters and references read in the journal?"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhuanhua.shared.journal.models import Entry


def edited(entry: Entry) -> str:
    """Say how many parts changed."""
    return ngettext(
        "修改了%(count)s处：标题、主送、正文或联系人。",
        "修改了%(count)s处：标题、主送、正文或联系人。",
        len(entry.after),
    ) % {"count": len(entry.after)}


def edited_often(times: int) -> str:
    """Say once that a letter was saved many times."""
    return ngettext("修改答复，前后保存%(times)s次。", "修改答复，前后保存%(times)s次。", times) % {
        "times": times
    }


def refrozen(entry: Entry) -> str:
    """Say which numbers are others now."""
    changed = _("、").join(f"{then}→{now}" for then, now in entry.after.get("changed", {}).values())
    return _("重新冻结为第%(edition)s版，变动：%(changed)s。") % {
        "edition": entry.after.get("edition"),
        "changed": changed or _("无"),
    }


def submitted(entry: Entry) -> str:
    """Say who is asked."""
    return _("送会签：%(units)s。") % {"units": _("、").join(entry.after.get("cosigners", []))}


SENTENCES = {
    "proposal:register": gettext_lazy("登记建议提案，答复期限%(due_on)s。"),
    "proposal:assign": gettext_lazy("分办给%(drafter)s，起草期限%(draft_due_on)s。"),
    "proposal:reassign": gettext_lazy("改派给%(drafter)s，起草期限%(draft_due_on)s。"),
    "proposal:return": gettext_lazy("退回交办单位。"),
    "proposal:answer": gettext_lazy("以%(letter)s答复。"),
    "proposal:reopen": gettext_lazy("答复%(letter)s收回，重新办理。"),
    "reply:draft": gettext_lazy("开始起草答复。"),
    "reply:edit": edited,
    "reply:submit": submitted,
    "reply:agree": gettext_lazy("会签同意。"),
    "reply:object": gettext_lazy("会签不同意，退回起草人。"),
    "reply:reopen": gettext_lazy("收回修改。"),
    "reply:send_back": gettext_lazy("签发人退回修改。"),
    "reply:freeze": gettext_lazy("冻结%(figures)s个数，第%(edition)s版。"),
    "reply:refreeze": refrozen,
    "reply:issue": gettext_lazy("签发，发文字号%(document_number)s。"),
    "reply:recall": gettext_lazy("收回答复。"),
    "reference:enter": gettext_lazy("录入引用数%(text)s，出处：%(document)s，%(page)s。"),
    "reference:correct": gettext_lazy("更正引用数为%(text)s，出处：%(document)s，%(page)s。"),
    "reference:replace": gettext_lazy("引用数改由记录计算：%(replaced_by)s。"),
}

NAMES = {
    "proposal:register": gettext_lazy("登记建议提案"),
    "proposal:assign": gettext_lazy("分办建议提案"),
    "proposal:reassign": gettext_lazy("改派建议提案"),
    "proposal:answer": gettext_lazy("答复建议提案"),
    "proposal:reopen": gettext_lazy("重新办理建议提案"),
    "reply:edit": gettext_lazy("修改答复"),
    "reply:submit": gettext_lazy("送会签"),
    "reply:agree": gettext_lazy("会签同意"),
    "reply:object": gettext_lazy("会签不同意"),
    "reply:freeze": gettext_lazy("冻结数字"),
    "reply:refreeze": gettext_lazy("重新冻结"),
    "reply:issue": gettext_lazy("签发答复"),
    "reference:enter": gettext_lazy("录入引用数"),
    "reference:correct": gettext_lazy("更正引用数"),
    "reference:replace": gettext_lazy("引用数改由记录计算"),
}
