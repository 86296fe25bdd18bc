"""How do the events of contracts read in the journal?"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from zhuanhua.core.wording import amount_words
from zhuanhua.programmes.contracts import codes
from zhuanhua.shared.journal.models import Entry


def examined(entry: Entry) -> str:
    """Say what the registrar found."""
    if not entry.after.get("is_technology"):
        return _("认定不是技术合同。")
    kind = codes.Subkind(entry.after["subkind"]).label
    amount = amount_words(entry.after["verified_trade_fen"])
    facts = {"kind": kind, "amount": amount, "ground": entry.after.get("text_ground", "")}
    if facts["ground"]:
        return _("认定为%(kind)s，核定技术交易额%(amount)s；合同文本不在系统里：%(ground)s。") % (
            facts | {"ground": facts["ground"].rstrip("。")}
        )
    return _("认定为%(kind)s，核定技术交易额%(amount)s。") % facts


def returned(entry: Entry) -> str:
    """Say how many fields went back."""
    count = len(entry.after.get("fields", {}))
    return ngettext("退回%(count)d个字段。", "退回%(count)d个字段。", count) % {"count": count}


def drafted(entry: Entry) -> str:
    """Say how many fields were saved."""
    count = len(entry.after)
    return ngettext("保存草稿，改了%(count)d项。", "保存草稿，改了%(count)d项。", count) % {"count": count}


def registered(entry: Entry) -> str:
    """Say the number, and that the reason stands for the text that is not in the system."""
    if not entry.after.get("has_text", True):
        return _("核准登记，编号%(number)s，生成证书；合同文本不在系统里，理由如下。") % {
            "number": entry.after.get("registration_number", "")
        }
    return _("核准登记，编号%(number)s，生成证书。") % {"number": entry.after.get("registration_number", "")}


def approved(entry: Entry) -> str:
    """Say that the second person agreed, and that the reason stands for the text that is not in the system."""
    if not entry.after.get("has_text", True):
        return _("复核通过，登记并生成证书；合同文本不在系统里，理由如下。")
    return _("复核通过，登记并生成证书。")


def confirmed(entry: Entry) -> str:
    """Say what the second person stands by."""
    facts = {"number": entry.after["registration_number"], "amount": amount_words(entry.after["total_fen"])}
    return _("核对导入的登记%(number)s，合同额%(amount)s，与全国系统一致。") % facts


def found(entry: Entry) -> str:
    """Say how much the rule gives."""
    return _("按规则享受补贴%(amount)s，编入批次。") % {"amount": amount_words(entry.after["amount_fen"])}


SENTENCES = {
    "contract:start": gettext_lazy("开始填报。"),
    "contract:draft": drafted,
    "contract:discard": gettext_lazy("删除草稿。"),
    "contract:submit": gettext_lazy("提交登记申请。"),
    "contract:withdraw": gettext_lazy("撤回申请。"),
    "contract:accept": gettext_lazy("受理，开始计算期限。"),
    "contract:return": returned,
    "contract:resubmit": gettext_lazy("提交补正。"),
    "contract:examine": examined,
    "contract:assign": gettext_lazy("分派给%(handler)s。"),
    "contract:register": registered,
    "contract:refer": gettext_lazy("报请第二人复核。"),
    "contract:approve": approved,
    "contract:send_back": gettext_lazy("复核退回登记员。"),
    "contract:refuse": gettext_lazy("不予登记。"),
    "contract:reopen": gettext_lazy("异议成立，撤销不予登记决定，重新审核。"),
    "contract:cancel": gettext_lazy("注销登记，证书失效。"),
    "contract:revoke": gettext_lazy("撤销登记，证书作废。"),
    "contract:amend": gettext_lazy("登记内容变更，换发新版证书。"),
    "contract:royalty": gettext_lazy("核定一笔提成，换发新版证书。"),
    "contract:import": gettext_lazy("从表格导入。"),
    "contract:confirm": confirmed,
    "contract_change:request": gettext_lazy("提出变更申请。"),
    "contract_change:grant": gettext_lazy("同意变更申请。"),
    "contract_change:confirm": gettext_lazy("复核并同意变更申请。"),
    "contract_change:decline": gettext_lazy("不同意变更申请。"),
    "contract_change:disagree": gettext_lazy("复核不同意变更申请。"),
    "contract_subsidy:start": gettext_lazy("开始填报补贴申领。"),
    "contract_subsidy:draft": gettext_lazy("保存补贴申领，发票%(invoices)s张，银行凭证%(slips)s笔。"),
    "contract_subsidy:find": found,
    "contract_subsidy:submit": gettext_lazy("提交补贴申领。"),
    "contract_subsidy:withdraw": gettext_lazy("撤回补贴申领。"),
    "contract_subsidy:accept": gettext_lazy("受理补贴申领。"),
    "contract_subsidy:return": gettext_lazy("退回补正补贴申领。"),
    "contract_subsidy:refuse": gettext_lazy("不予补贴。"),
    "contract_subsidy:grant": found,
    "contract_subsidy:release": gettext_lazy("退出批次，等下一批。"),
    "contract_subsidy:drop": gettext_lazy("不再拨付。"),
    "contract_subsidy:pay": gettext_lazy("补贴到账。"),
    "contract_subsidy:recover": gettext_lazy("合同失效或者变更，追缴已付的补贴。"),
    "contract_subsidy:keep": gettext_lazy("应退的部分已追回，其余有效。"),
    "contract_subsidy:recovered": gettext_lazy("补贴全部追回。"),
    "contract_objection:file": gettext_lazy("提出异议%(objection)s。"),
    "contract_objection:uphold": gettext_lazy("复查认为异议成立。"),
    "contract_objection:dismiss": gettext_lazy("复查认为异议不成立。"),
}
NAMES = {
    "contract:approve": gettext_lazy("复核通过，登记并生成证书"),
    "contract:assign": gettext_lazy("分派合同"),
    "contract:confirm": gettext_lazy("核对导入的登记"),
    "contract:draft": pgettext_lazy("event", "保存草稿"),
    "contract:examine": gettext_lazy("三项认定"),
    "contract:register": gettext_lazy("核准登记"),
    "contract:return": pgettext_lazy("verb", "退回补正"),
    "contract_objection:file": gettext_lazy("提出异议"),
    "contract_subsidy:draft": gettext_lazy("保存补贴申领"),
    "contract_subsidy:find": gettext_lazy("算出合同补贴"),
    "contract_subsidy:grant": gettext_lazy("核准合同补贴"),
}


def saved_often(count: int) -> str:
    """Say that a draft was saved several times in a row."""
    return ngettext("保存草稿%(count)d次。", "保存草稿%(count)d次。", count) % {"count": count}
