"""What does a seller type about a contract?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import AmountField
from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.forms.choosing import check_subkind, choices_of, label_of, subkinds
from zhuanhua.ui.forms import LookForm


class PartiesForm(LookForm):
    """一、双方单位."""

    seller = forms.CharField(
        label=_("卖方统一社会信用代码"),
        help_text=_("出让技术、提供服务的一方，默认是您的单位。"),
        max_length=40,
    )
    seller_name = forms.CharField(
        label=_("卖方名称"), help_text=_("平台里已有这个单位时可以不填。"), max_length=200, required=False
    )
    seller_kind = forms.ChoiceField(label=label_of("seller_kind"), choices=choices_of(codes.PartyKind))
    buyer = forms.CharField(
        label=_("买方统一社会信用代码"),
        help_text=_("输入18位代码；平台里没有的，请同时填写名称。"),
        max_length=40,
    )
    buyer_name = forms.CharField(
        label=_("买方名称"), help_text=_("平台里已有这个单位时可以不填。"), max_length=200, required=False
    )
    buyer_kind = forms.ChoiceField(label=label_of("buyer_kind"), choices=choices_of(codes.PartyKind))
    is_related = forms.BooleanField(
        label=label_of("is_related"), help_text=_("双方有控股、参股或者共同受控关系。"), required=False
    )
    is_import = forms.BooleanField(
        label=label_of("is_import"), help_text=_("从境外引进技术的，由境内买方申请。"), required=False
    )


class SubjectForm(LookForm):
    """二、合同标的."""

    project_name = forms.CharField(
        label=label_of("project_name"), help_text=_("与合同文本的项目名称一致。"), max_length=200
    )
    kind = forms.ChoiceField(label=label_of("kind"), choices=choices_of(codes.Kind))
    subkind = forms.ChoiceField(label=label_of("subkind"), choices=subkinds())
    licence_form = forms.ChoiceField(
        label=label_of("licence_form"),
        choices=choices_of(codes.LicenceForm),
        required=False,
        help_text=_("许可合同才填；约定不明的是普通许可。"),
    )
    field = forms.ChoiceField(label=label_of("field"), choices=choices_of(codes.TechnologyField))
    plan_source = forms.ChoiceField(label=label_of("plan_source"), choices=choices_of(codes.PlanSource))
    objective = forms.ChoiceField(
        label=label_of("objective"), choices=choices_of(codes.Objective), required=False
    )
    subject = forms.CharField(
        label=label_of("subject"),
        help_text=_("写明要解决的技术问题、技术目标、成果形式和验收标准。只有双方和登记机构能看。"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    monopoly_clauses = forms.MultipleChoiceField(
        label=_("合同里有没有下列条款"),
        help_text=_("有的请勾选；含有这些条款的合同不予登记。"),
        choices=codes.MonopolyClause.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        """The sub-kind fits the kind."""
        cleaned = super().clean() or self.cleaned_data
        check_subkind(self)
        return cleaned


class AmountsForm(LookForm):
    """三、金额与付款."""

    total_fen = AmountField(
        label=label_of("total_fen"),
        help_text=_("合同写明的总价，含税；提成合同填入门费。"),
        unit="wan",
        least_fen=1,
    )
    payment_form = forms.ChoiceField(label=label_of("payment_form"), choices=choices_of(codes.PaymentForm))
    royalty_base = forms.ChoiceField(
        label=label_of("royalty_base"),
        choices=choices_of(codes.RoyaltyBase),
        required=False,
        help_text=_("提成支付的才填。"),
    )
    royalty_percent = forms.DecimalField(
        label=label_of("royalty_bp"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        required=False,
        help_text=_("填百分数，例如3表示3%。"),
    )
    expected_investment_fen = AmountField(
        label=label_of("expected_investment_fen"),
        unit="wan",
        required=False,
        help_text=_("技术转让合同必填，没有填0。"),
    )
    expected_output_fen = AmountField(
        label=label_of("expected_output_fen"),
        unit="wan",
        required=False,
        help_text=_("技术转让合同必填，没有填0。"),
    )
    signed_on = forms.DateField(
        label=label_of("signed_on"), help_text=_("以最后一方签章的日期为准，例如2026-04-02。")
    )
    starts_on = forms.DateField(label=label_of("starts_on"))
    ends_on = forms.DateField(label=label_of("ends_on"))
    payment_terms = forms.CharField(
        label=label_of("payment_terms"),
        help_text=_("写明每期比例和以什么为准，例如“第一期30%，以方案评审单为准”。"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """The contract does not end before it starts; while it does, neither day is kept."""
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", str(_("履行截止日期早于起始日期。请填起始日期或以后的日期。")))
            cleaned.pop("starts_on")
        return cleaned


class ItemForm(LookForm):
    """One line of 非技术性支出."""

    kind = forms.ChoiceField(label=_("类别"), choices=choices_of(codes.ItemKind), required=False)
    name = forms.CharField(label=_("项目"), max_length=80, required=False)
    amount_fen = AmountField(label=_("金额"), unit="wan", required=False, least_fen=1)
    is_deliverable = forms.BooleanField(label=_("合理数量的标的物，不扣除"), required=False)

    def clean(self) -> dict[str, Any]:
        """A line is whole or empty."""
        cleaned = super().clean() or self.cleaned_data
        filled = [name for name in ("kind", "name", "amount_fen") if cleaned.get(name)]
        if filled and len(filled) < 3:
            for name in ("kind", "name", "amount_fen"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("这一行没有填完。请补全，或者清空整行。"))
        return cleaned


ItemFormSet = forms.formset_factory(ItemForm, extra=3, max_num=60, absolute_max=60, validate_max=True)


class IpForm(LookForm):
    """四、知识产权."""

    ip_kind = forms.ChoiceField(label=label_of("ip_kind"), choices=choices_of(codes.IpKind))
    ip_number = forms.CharField(
        label=label_of("ip_number"),
        max_length=60,
        required=False,
        help_text=_("涉及专利的必填，例如ZL201810123456.7。"),
    )
    ip_expires_on = forms.DateField(
        label=label_of("ip_expires_on"),
        required=False,
        help_text=_("专利实施许可必填：履行期限不能超过专利权期限。"),
    )


class PaperForm(LookForm):
    """五、附件."""

    kind = forms.ChoiceField(
        label=_("附件种类"),
        choices=codes.PaperKind.choices,
    )
    file = forms.FileField(
        label=_("文件"), allow_empty_file=True, help_text=_("PDF、DOCX、XLSX、PNG、JPG，每份不超过20MB。")
    )  # the room of documents says what to do about an empty one
