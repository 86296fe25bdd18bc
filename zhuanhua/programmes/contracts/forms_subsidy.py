"""What do people type about subsidies? The claim of a buyer, and the batch of an officer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.fields import AmountField
from zhuanhua.programmes.contracts.models import Subsidy
from zhuanhua.programmes.contracts.states_subsidy import Scheme
from zhuanhua.shared.ledger.models import Account
from zhuanhua.ui.forms import LookForm


def _label(name: str) -> Any:
    return Subsidy._meta.get_field(name).verbose_name


class TalentForm(LookForm):
    """Who developed the technology."""

    talent_name = forms.CharField(
        label=_label("talent_name"),
        max_length=60,
        required=False,
        help_text=_("研发这项成果、经本市认定的人才。"),
    )
    talent_certificate = forms.CharField(label=_label("talent_certificate"), max_length=60, required=False)
    talent_from = forms.DateField(
        label=_label("talent_from"), required=False, help_text=_("合同签订日须在证书有效期内。")
    )
    talent_until = forms.DateField(
        label=_label("talent_until"), required=False, help_text=_("长期有效的不填。")
    )


class InvoiceForm(LookForm):
    """One invoice."""

    number = forms.CharField(label=_("发票号码"), max_length=40)
    issued_on = forms.DateField(label=_("开票日期"))
    amount_fen = AmountField(label=_("金额（元）"), unit="yuan", least_fen=1)


class SlipForm(LookForm):
    """One bank slip."""

    reference = forms.CharField(label=_("银行流水号"), max_length=60)
    paid_on = forms.DateField(label=_("付款日期"))
    amount_fen = AmountField(label=_("金额（元）"), unit="yuan", least_fen=1)


InvoiceFormSet = forms.formset_factory(InvoiceForm, extra=3, max_num=60, absolute_max=60, validate_max=True)
SlipFormSet = forms.formset_factory(SlipForm, extra=3, max_num=60, absolute_max=60, validate_max=True)


class ClaimPaperForm(LookForm):
    """A copy."""

    kind = forms.ChoiceField(
        label=_("材料"),
        choices=[
            ("talent_certificate", _("人才证书")),
            ("invoice", _("发票")),
            ("bank_slip", _("银行凭证")),
            ("other", _("其他证明")),
        ],
    )
    file = forms.FileField(label=_("文件"))


class ProposalForm(LookForm):
    """Which year, judged on which day."""

    scheme = forms.ChoiceField(label=_("补贴"), choices=Scheme.choices)
    year = forms.IntegerField(
        label=_("年度"),
        min_value=2000,
        max_value=2100,
        help_text=_("输出方按合同登记年度，受让企业按受理年度。"),
    )
    on = forms.DateField(label=_("判定日"), help_text=_("按这一天的规则和事实计算。"))

    def clean_on(self) -> Any:
        """No day in the future can be judged."""
        on = self.cleaned_data["on"]
        if on > city_today():
            raise forms.ValidationError(_("判定日在今天以后。请填今天或以前的日期。"))
        return on


class BatchForm(LookForm):
    """Out of which money, under which title."""

    account = forms.ModelChoiceField(label=_("资金来源"), queryset=Account.objects.none(), empty_label=None)
    title = forms.CharField(label=_("批次名称"), max_length=160)

    def __init__(self, *args: Any, accounts: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["account"]
        field.queryset = Account.objects.none() if accounts is None else accounts
        field.label_from_instance = lambda account: (
            f"{account.budget.name} · {account.source} · {account.budget.code}"
        )
