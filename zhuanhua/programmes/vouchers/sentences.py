"""How do the events of vouchers read in the journal?"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhuanhua.core.wording import amount_words
from zhuanhua.programmes.vouchers.codes import Ground
from zhuanhua.shared.journal.models import Entry


def issued(entry: Entry) -> str:
    """Say number and amount."""
    words = {
        "number": entry.after.get("voucher_number", ""),
        "amount": amount_words(entry.after.get("face_fen", 0)),
    }
    if entry.after.get("is_checked"):
        return _("核对单位自报的规模和区县后发券，券号%(number)s，面额%(amount)s，资金已预留。") % words
    return _("审核通过并发券，券号%(number)s，面额%(amount)s，资金已预留。") % words


def accepted(entry: Entry) -> str:
    """Say what is paid and what went back."""
    rest = entry.after.get("rest_fen", 0)
    words = {"amount": amount_words(entry.after.get("redeem_fen", 0)), "rest": amount_words(rest)}
    if rest:
        return _("核准兑付%(amount)s，余额%(rest)s退回预算。") % words
    return _("核准兑付%(amount)s。") % words


def held(entry: Entry) -> str:
    """Say on which grounds."""
    grounds = [str(Ground(ground).label) for ground in entry.after.get("grounds", [])]
    return _("自动比对发现疑点，暂停办理：%(grounds)s。") % {"grounds": _("、").join(grounds)}


def cleared(entry: Entry) -> str:
    """Say which doubt was looked into."""
    return _("核实了“%(ground)s”，继续办理。") % {"ground": Ground(entry.after["ground"]).label}


def paid(entry: Entry) -> str:
    """Say how much."""
    return _("兑付到账%(amount)s。") % {"amount": amount_words(entry.after.get("amount_fen", 0))}


SENTENCES = {
    "voucher:start": gettext_lazy("开始填报创新券申领。"),
    "voucher:draft": gettext_lazy("保存申领，改了%(count)s项。"),
    "voucher:submit": gettext_lazy("提交申领。"),
    "voucher:withdraw": gettext_lazy("撤回申领。"),
    "voucher:pass": gettext_lazy("区县审核通过。"),
    "voucher:turn_down": gettext_lazy("区县审核不通过。"),
    "voucher:reapply": gettext_lazy("重新申领。"),
    "voucher:issue": issued,
    "voucher:refuse": gettext_lazy("市级审核不通过。"),
    "voucher:begin": gettext_lazy("开始使用。"),
    "voucher:give_back": gettext_lazy("退券，面额退回预算。"),
    "voucher:proof": gettext_lazy("保存兑付材料，发票%(invoices)s张，付款凭证%(slips)s笔。"),
    "voucher:redeem": gettext_lazy("申请兑付，回执%(receipt)s。"),
    "voucher:send_back": gettext_lazy("兑付退回补正。"),
    "voucher:accept": accepted,
    "voucher:deny": gettext_lazy("不予兑付，面额退回预算。"),
    "voucher:lapse": gettext_lazy("过期失效，面额退回预算。"),
    "voucher:grant": gettext_lazy("编入拨付批次。"),
    "voucher:release": gettext_lazy("退出批次，等下一批。"),
    "voucher:pay": paid,
    "voucher:recover": gettext_lazy("追缴已兑付的金额。"),
    "voucher:keep": gettext_lazy("多付的部分已经追回，其余照旧。"),
    "voucher:recovered": gettext_lazy("已兑付的金额全部追回。"),
    "voucher:hold": held,
    "voucher:clear": cleared,
    "voucher:ask": gettext_lazy("请持券单位填报一年后的成效。"),
    "voucher:outcome": gettext_lazy("填报一年后的成效：新产品%(new_products)s种，知识产权%(ip_rights)s项。"),
    "voucher_provider:start": gettext_lazy("开始填报服务机构入库申请。"),
    "voucher_provider:draft": gettext_lazy("保存入库申请，服务项目%(services)s个。"),
    "voucher_provider:submit": gettext_lazy("提交入库申请。"),
    "voucher_provider:list": gettext_lazy("同意入库，列入服务机构名录。"),
    "voucher_provider:return": gettext_lazy("入库申请退回补正。"),
    "voucher_provider:refuse": gettext_lazy("不予入库。"),
    "voucher_provider:remove": gettext_lazy("移出服务机构名录。"),
}
NAMES = {
    "voucher:draft": gettext_lazy("保存创新券申领"),
    "voucher:issue": gettext_lazy("发放创新券"),
    "voucher:accept": gettext_lazy("核准创新券兑付"),
    "voucher:hold": gettext_lazy("暂停创新券"),
    "voucher:clear": gettext_lazy("核实创新券疑点"),
    "voucher:pay": gettext_lazy("创新券到账"),
    "voucher:proof": gettext_lazy("保存创新券兑付材料"),
    "voucher:redeem": gettext_lazy("申请创新券兑付"),
    "voucher:outcome": gettext_lazy("填报创新券成效"),
    "voucher:send_back": pgettext_lazy("journal", "退回创新券兑付材料"),
    "voucher_provider:draft": gettext_lazy("保存服务机构入库申请"),
}
