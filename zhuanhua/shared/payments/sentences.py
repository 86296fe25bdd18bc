"""How do payments read in the journal?"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhuanhua.core.wording import amount_words
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.journal.sentences import register_sentences


def made(entry: Entry) -> str:
    """Say how many payments and how much."""
    words = {"count": entry.after["count"], "amount": amount_words(entry.after["amount_fen"])}
    return (
        ngettext(
            "编制批次，%(count)s笔，%(amount)s，资金已预留。",
            "编制批次，%(count)s笔，%(amount)s，资金已预留。",
            words["count"],
        )
        % words
    )


def dropped(entry: Entry) -> str:
    """Say which payment left."""
    words = {"payment": entry.after["payment"], "amount": amount_words(entry.after["amount_fen"])}
    return _("去掉付款%(payment)s，%(amount)s。") % words


def rejected(entry: Entry) -> str:
    """Say which payment came back."""
    words = {"payment": entry.after["payment"], "amount": amount_words(entry.after["amount_fen"])}
    return _("银行退回付款%(payment)s，%(amount)s。") % words


def sent(entry: Entry) -> str:
    """Say what the file held."""
    words = {
        "edition": entry.after["edition"],
        "count": entry.after["count"],
        "amount": amount_words(entry.after["amount_fen"]),
    }
    return (
        ngettext(
            "导出第%(edition)s次付款文件，%(count)s笔，%(amount)s。",
            "导出第%(edition)s次付款文件，%(count)s笔，%(amount)s。",
            words["count"],
        )
        % words
    )


def opened(entry: Entry) -> str:
    """Say what has to come back."""
    words = {"payment": entry.after["payment"], "amount": amount_words(entry.after["amount_fen"])}
    return _("付款%(payment)s立案追缴，应追回%(amount)s。") % words


def widened(entry: Entry) -> str:
    """Say that more has to come back than was asked at first."""
    return _("应追回的金额增加到%(amount)s。") % {"amount": amount_words(entry.after["amount_fen"])}


def received(entry: Entry) -> str:
    """Say what came back."""
    words = {"amount": amount_words(entry.after["amount_fen"]), "reference": entry.after["bank_reference"]}
    return _("追回%(amount)s到账，银行流水号%(reference)s。") % words


def waived(entry: Entry) -> str:
    """Say what was written off."""
    return _("核销追不回的%(amount)s。") % {"amount": amount_words(entry.after["amount_fen"])}


def register() -> None:
    """Hang them up."""
    register_sentences(
        {
            "bank_account:set": gettext_lazy("填写收款账户。"),
            "payment_batch:approve": gettext_lazy("批准拨付。"),
            "payment_batch:cancel": gettext_lazy("取消批次，预留全部释放。"),
            "payment_batch:drop": dropped,
            "payment_batch:make": made,
            "payment_batch:publish": gettext_lazy("公示拟拨付名单。"),
            "payment_batch:reconcile": gettext_lazy("对账办结，账实相符。"),
            "payment_batch:reject": rejected,
            "payment_batch:reopen": gettext_lazy("改回编制。"),
            "payment_batch:return": gettext_lazy("退回编制。"),
            "payment_batch:send": sent,
            "payment_batch:submit": gettext_lazy("提请审批。"),
            "recovery:close": gettext_lazy("应追回的款项全部到账。"),
            "recovery:demand": gettext_lazy("发函追缴，限期%(due_on)s。"),
            "recovery:open": opened,
            "recovery:receive": received,
            "recovery:waive": waived,
            "recovery:widen": widened,
        },
        {
            "payment_batch:drop": gettext_lazy("去掉付款"),
            "payment_batch:make": gettext_lazy("编制批次"),
            "payment_batch:reject": gettext_lazy("银行退回付款"),
            "payment_batch:send": gettext_lazy("导出付款文件"),
            "recovery:demand": gettext_lazy("发函追缴"),
            "recovery:open": gettext_lazy("立案追缴"),
            "recovery:receive": gettext_lazy("追回款到账"),
            "recovery:waive": gettext_lazy("核销追不回的款项"),
            "recovery:widen": gettext_lazy("增加追缴金额"),
        },
    )
