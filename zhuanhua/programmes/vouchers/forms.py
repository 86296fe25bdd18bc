"""What do people type about vouchers? The question before, the application, the proof, what it brought, a provider's entry."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.fields import AmountField
from zhuanhua.programmes.vouchers import queries
from zhuanhua.programmes.vouchers.codes import (
    AT_APPLICATION,
    AT_REDEMPTION,
    PaperKind,
    ServiceKind,
    Standing,
)
from zhuanhua.programmes.vouchers.models import Outcome, Provider, Voucher
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.payments.forms import ReasonForm
from zhuanhua.ui.forms import LookForm

MOST_LINES = 40


def _not_after_today(day: date) -> None:
    if day > city_today():
        raise ValidationError(_("日期晚于今天。请照票据填写。"), code="future")


def _label(model: Any, name: str) -> Any:
    return model._meta.get_field(name).verbose_name


class _Providers(forms.ModelChoiceField):
    """A provider of the public list, by its name."""

    def label_from_instance(self, obj: Any) -> str:
        """Show the organisation, not the number of its entry."""
        return str(obj.organisation.name)


def _provider_field() -> Any:
    return _Providers(
        label=_label(Voucher, "provider"),
        queryset=Provider.objects.none(),
        required=False,
        empty_label=_("请选择"),
        help_text=_("只列出名录里的机构。"),
    )


class CheckForm(LookForm):
    """The question before a word is written: would there be a voucher, and of how much?"""

    service_kind = forms.ChoiceField(
        label=_label(Voucher, "service_kind"), choices=[("", _("请选择")), *ServiceKind.choices]
    )
    contract_fen = AmountField(label=_label(Voucher, "contract_fen"), unit="yuan", least_fen=1)
    asked_fen = AmountField(
        label=_label(Voucher, "asked_fen"),
        unit="yuan",
        least_fen=1,
        help_text=_("可以先按想领的数填，规则会算出能领多少。"),
    )
    provider = _provider_field()
    signed_on = forms.DateField(
        label=_label(Voucher, "signed_on"), required=False, help_text=_("还没有签的可以不填。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = queries.listed_providers()  # type: ignore[attr-defined]


class VoucherForm(LookForm):
    """The application; it may be saved incomplete, and is complete when it is handed in."""

    standing = forms.ChoiceField(
        label=_label(Voucher, "standing"),
        choices=Standing.choices,
        help_text=_("只用于统计，不影响能领多少。"),
    )
    controller = forms.CharField(
        label=_label(Voucher, "controller"),
        max_length=120,
        required=False,
        help_text=_("本单位的实际控制人，用来核对是不是关联方。"),
    )
    provider = _provider_field()
    service_kind = forms.ChoiceField(
        label=_label(Voucher, "service_kind"),
        choices=[("", _("请选择")), *ServiceKind.choices],
        required=False,
    )
    contract_name = forms.CharField(label=_label(Voucher, "contract_name"), max_length=200, required=False)
    contract_number = forms.CharField(
        label=_label(Voucher, "contract_number"),
        max_length=60,
        required=False,
        help_text=_("照合同上的编号填。"),
    )
    contract_fen = AmountField(label=_label(Voucher, "contract_fen"), unit="yuan", required=False)
    signed_on = forms.DateField(label=_label(Voucher, "signed_on"), required=False)
    asked_fen = AmountField(label=_label(Voucher, "asked_fen"), unit="yuan", required=False)
    registration_number = forms.CharField(
        label=_label(Voucher, "registration_number"),
        max_length=20,
        required=False,
        help_text=_("这份合同做过技术合同认定登记的，填登记编号；同一合同不重复享受补贴。"),
    )
    is_apart = forms.BooleanField(label=_label(Voucher, "is_apart"), required=False)
    is_service = forms.BooleanField(label=_label(Voucher, "is_service"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = queries.listed_providers()  # type: ignore[attr-defined]


class PaperForm(LookForm):
    """A paper with the application."""

    kind = forms.ChoiceField(label=_("材料"))
    file = forms.FileField(label=_("文件"), help_text=_("PDF、图片或者Office文件。"))

    def __init__(self, *args: Any, redeeming: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = AT_REDEMPTION if redeeming else AT_APPLICATION
        self.fields["kind"].choices = [(kind.value, PaperKind(kind).label) for kind in kinds]  # type: ignore[attr-defined]


class InvoiceForm(LookForm):
    """One invoice of the provider."""

    number = forms.CharField(label=_("发票号码"), max_length=40)
    issued_on = forms.DateField(label=_("开票日期"), validators=[_not_after_today])
    amount_fen = AmountField(label=_("金额（元）"), unit="yuan", least_fen=1)


class SlipForm(LookForm):
    """One payment to the provider."""

    reference = forms.CharField(label=_("银行流水号"), max_length=60)
    paid_on = forms.DateField(label=_("付款日期"), validators=[_not_after_today])
    amount_fen = AmountField(label=_("金额（元）"), unit="yuan", least_fen=1)


def _lines(form: Any, extra: int) -> Any:
    return forms.formset_factory(
        form, extra=extra, max_num=MOST_LINES, absolute_max=MOST_LINES, validate_max=True
    )


InvoiceFormSet, SlipFormSet = _lines(InvoiceForm, 2), _lines(SlipForm, 2)


def _count(name: str) -> forms.IntegerField:
    return forms.IntegerField(label=_label(Outcome, name), min_value=0, max_value=999, required=False)


def _money(name: str) -> AmountField:
    return AmountField(label=_label(Outcome, name), unit="yuan", required=False)


class OutcomeForm(LookForm):
    """What the voucher drew in and brought."""

    research_fen = _money("research_fen")
    testing_fen = _money("testing_fen")
    ip_fen = _money("ip_fen")
    information_fen = _money("information_fen")
    new_products = _count("new_products")
    ip_rights = _count("ip_rights")


class LaterOutcomeForm(OutcomeForm):
    """The same a year later, with what it saved and earned by then."""

    saved_fen = _money("saved_fen")
    income_fen = _money("income_fen")
    remark = forms.CharField(
        label=_label(Outcome, "remark"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class IssueForm(LookForm):
    """Out of which money; and that what the holder says of itself was checked, where it changed that by itself."""

    account = forms.ModelChoiceField(label=_("资金来源"), queryset=Account.objects.none(), empty_label=None)
    is_checked = forms.BooleanField(label=_("已核对企业规模和所在区县"), required=False)

    def __init__(self, *args: Any, accounts: Any, told: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_checked"].help_text = told
        if not told:
            del self.fields["is_checked"]
        field: Any = self.fields["account"]
        field.queryset = accounts
        field.label_from_instance = lambda account: (
            f"{account.budget.name} · {account.source} · {account.budget.code}"
        )


class RecoverForm(ReasonForm):
    """Why, and what the holder was entitled to after all."""

    entitled_fen = AmountField(
        label=_("应得金额"),
        unit="yuan",
        required=False,
        help_text=_("查明以后应当兑付的金额；全额追缴的填0或者不填，只追回多付的部分的填应得数。"),
    )


class BatchForm(LookForm):
    """Under which title."""

    title = forms.CharField(label=_("批次名称"), max_length=160)


class ProviderForm(LookForm):
    """Who an organisation is, as a provider."""

    introduction = forms.CharField(
        label=_label(Provider, "introduction"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("做过什么、有什么人员和设备，名录里公开。"),
    )
    contact = forms.CharField(
        label=_label(Provider, "contact"), max_length=60, help_text=_("电话或者邮箱，名录里公开。")
    )
    controller = forms.CharField(
        label=_label(Provider, "controller"), max_length=120, help_text=_("不公开，用来核对是不是关联方。")
    )


class ServiceForm(LookForm):
    """One service with its price."""

    kind = forms.ChoiceField(label=_("服务类型"), choices=ServiceKind.choices)
    name = forms.CharField(label=_("服务项目"), max_length=80)
    price_fen = AmountField(label=_("起价（元）"), unit="yuan", least_fen=1)
    per = forms.CharField(label=_("计价单位"), max_length=20)


ServiceFormSet = _lines(ServiceForm, 3)
