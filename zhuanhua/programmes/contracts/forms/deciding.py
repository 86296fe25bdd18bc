"""What does the desk type, and what is typed after the registration?"""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import AmountField
from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.forms.choosing import (
    NUMBER_LENGTHS,
    check_subkind,
    choices_of,
    label_of,
    subkinds,
)
from zhuanhua.ui.forms import REQUIRED, LookForm


class ExaminationForm(LookForm):
    """三项认定."""

    is_technology = forms.TypedChoiceField(
        label=_("一、是不是技术合同"),
        choices=[("yes", _("是")), ("no", _("不是"))],
        coerce=lambda text: text == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    technology_ground = forms.CharField(
        label=_("认定依据"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    kind = forms.ChoiceField(label=_("二、属于哪一类"), choices=choices_of(codes.Kind), required=False)
    subkind = forms.ChoiceField(label=_("细类"), choices=subkinds(), required=False)
    kind_ground = forms.CharField(
        label=_("分类依据"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    trade_fen = AmountField(label=_("三、核定技术交易额"), unit="wan", required=False, least_fen=1)
    trade_ground = forms.CharField(
        label=_("核定依据"),
        max_length=500,
        required=False,
        help_text=_("小于成交额时必填，写明减去了哪些非技术性支出。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    text_ground = forms.CharField(
        label=_("没有合同文本而登记的理由"),
        max_length=500,
        required=False,
        help_text=_(
            "双方签章的合同文本没有上传。可以退回补正，让申请单位上传；核对过原件的，写明依据，例如“纸质原件已在窗口核对，随案卷保存”。"
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, has_text: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, needed=("kind", "subkind", "trade_fen", "text_ground"), **kwargs)
        if has_text:
            del self.fields["text_ground"]

    def clean(self) -> dict[str, Any]:
        """What is a technology contract has a class and an amount."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_technology"):
            for name in self.needed & self.fields.keys():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, forms.ValidationError(str(REQUIRED), code="required"))
            check_subkind(self)
        return cleaned


class ReturnForm(LookForm):
    """退回补正: a remark for the whole, and one for each field that is marked."""

    remark = forms.CharField(
        label=_("总的意见"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class RefusalForm(LookForm):
    """不予登记."""

    ground = forms.ChoiceField(label=_("理由"), choices=choices_of(codes.RefusalGround))
    reason = forms.CharField(
        label=_("说明"),
        help_text=_("写明事实，申请单位会看到。"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(LookForm):
    """A decision that needs its reason."""

    reason = forms.CharField(label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ChangeForm(LookForm):
    """变更、解除、终止."""

    kind = forms.ChoiceField(label=_("申请事项"), choices=codes.ChangeKind.choices)
    project_name = forms.CharField(label=label_of("project_name"), max_length=200, required=False)
    total_fen = AmountField(label=label_of("total_fen"), unit="wan", required=False, least_fen=1)
    verified_trade_fen = AmountField(
        label=label_of("verified_trade_fen"), unit="wan", required=False, least_fen=1
    )
    ends_on = forms.DateField(label=label_of("ends_on"), required=False)
    reason = forms.CharField(label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ObjectionForm(LookForm):
    """异议."""

    text = forms.CharField(
        label=_("异议内容"),
        help_text=_("写明对哪一项决定不服，以及事实和理由。"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AnswerForm(LookForm):
    """复查意见."""

    outcome = forms.ChoiceField(
        label=_("结论"),
        choices=[("uphold", _("异议成立")), ("dismiss", _("异议不成立"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("复查意见"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class RoyaltyForm(LookForm):
    """提成到账."""

    received_on = forms.DateField(label=_("到账日期"))
    base_fen = AmountField(label=_("提成基数金额"), unit="wan", least_fen=1)
    amount_fen = AmountField(label=_("到账金额"), unit="wan", least_fen=1)
    file = forms.FileField(
        label=_("银行回单或者对账单"),
        required=False,
        allow_empty_file=True,
        help_text=_("计入后达到复核起点的必须上传。PDF、DOCX、XLSX、PNG、JPG，每份不超过20MB。"),
    )


class VerifyForm(LookForm):
    """核验证书."""

    number = forms.CharField(
        label=_("核验另一份"), help_text=_("填证书上的16位登记编号，或扫证书上的二维码。"), max_length=40
    )

    def clean_number(self) -> str:
        """Read the number as people copy it: with spaces, or in full-width digits."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["number"])
        number = "".join(typed.replace("-", " ").split())
        if not (len(number) in NUMBER_LENGTHS and number.isascii() and number.isdecimal()):
            raise forms.ValidationError(_("登记编号是16位数字（旧编号14位）。请填16位。"), code="malformed")
        return number
