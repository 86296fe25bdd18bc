"""What is typed about money on its way? Reasons, days, amounts that came back, an account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import AmountField
from zhuanhua.ui.forms import LookForm


class ReasonForm(LookForm):
    """Why: shown to everybody who reads the case."""

    reason = forms.CharField(label=_("理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class DemandForm(LookForm):
    """By when the money has to be back."""

    due_on = forms.DateField(label=_("限期"), help_text=_("收款单位须在这一天以前退回款项。"))


class ReceiptForm(LookForm):
    """Money that came back."""

    amount_fen = AmountField(label=_("到账金额"), unit="yuan", least_fen=1)
    received_on = forms.DateField(label=_("到账日期"))
    bank_reference = forms.CharField(label=_("银行流水号"), max_length=60)


class BankAccountForm(LookForm):
    """Where an organisation is paid."""

    account_name = forms.CharField(label=_("户名"), max_length=120, help_text=_("须和单位名称一致。"))
    bank_name = forms.CharField(label=_("开户银行"), max_length=120, help_text=_("写到支行。"))
    bank_account = forms.CharField(
        label=_("账号"),
        max_length=40,
        help_text=_("8到32位数字。只有本单位和财务看得到全部数字。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
