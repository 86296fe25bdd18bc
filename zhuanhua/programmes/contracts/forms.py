"""What do people type about a contract? Fields, units and the sentences of what is wrong; nothing is saved here."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import AmountField
from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.ui.forms import REQUIRED, LookForm

NUMBER_LENGTHS = (16, 14)  # digits of a registration number, and of an old one


def _choices(codelist: Any) -> list[tuple[str, Any]]:
    return [("", _("请选择")), *codelist.choices]


def _subkinds() -> list[Any]:
    """Give the sub-kinds under the name of their kind, so that nobody has to know the numbers."""
    groups = [
        (
            kind.label,
            [(sub.value, sub.label) for sub in codes.Subkind if codes.kind_of(sub.value) == kind.value],
        )
        for kind in codes.Kind
    ]
    return [("", _("请选择")), *groups]


def _check_subkind(form: forms.Form) -> None:
    """A sub-kind belongs to its kind."""
    kind, subkind = form.cleaned_data.get("kind"), form.cleaned_data.get("subkind")
    if kind and subkind and codes.kind_of(subkind) != kind:
        form.add_error("subkind", str(_("合同细类不属于所选的合同类型。请重新选择细类。")))


def _label(name: str) -> Any:
    return Contract._meta.get_field(name).verbose_name


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
    seller_kind = forms.ChoiceField(label=_label("seller_kind"), choices=_choices(codes.PartyKind))
    buyer = forms.CharField(
        label=_("买方统一社会信用代码"),
        help_text=_("输入18位代码；平台里没有的，请同时填写名称。"),
        max_length=40,
    )
    buyer_name = forms.CharField(
        label=_("买方名称"), help_text=_("平台里已有这个单位时可以不填。"), max_length=200, required=False
    )
    buyer_kind = forms.ChoiceField(label=_label("buyer_kind"), choices=_choices(codes.PartyKind))
    is_related = forms.BooleanField(
        label=_label("is_related"), help_text=_("双方有控股、参股或者共同受控关系。"), required=False
    )
    is_import = forms.BooleanField(
        label=_label("is_import"), help_text=_("从境外引进技术的，由境内买方申请。"), required=False
    )


class SubjectForm(LookForm):
    """二、合同标的."""

    project_name = forms.CharField(
        label=_label("project_name"), help_text=_("与合同文本的项目名称一致。"), max_length=200
    )
    kind = forms.ChoiceField(label=_label("kind"), choices=_choices(codes.Kind))
    subkind = forms.ChoiceField(label=_label("subkind"), choices=_subkinds())
    licence_form = forms.ChoiceField(
        label=_label("licence_form"),
        choices=_choices(codes.LicenceForm),
        required=False,
        help_text=_("许可合同才填；约定不明的是普通许可。"),
    )
    field = forms.ChoiceField(label=_label("field"), choices=_choices(codes.TechnologyField))
    plan_source = forms.ChoiceField(label=_label("plan_source"), choices=_choices(codes.PlanSource))
    objective = forms.ChoiceField(
        label=_label("objective"), choices=_choices(codes.Objective), required=False
    )
    subject = forms.CharField(
        label=_label("subject"),
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
        _check_subkind(self)
        return cleaned


class AmountsForm(LookForm):
    """三、金额与付款."""

    total_fen = AmountField(
        label=_label("total_fen"),
        help_text=_("合同写明的总价，含税；提成合同填入门费。"),
        unit="wan",
        least_fen=1,
    )
    payment_form = forms.ChoiceField(label=_label("payment_form"), choices=_choices(codes.PaymentForm))
    royalty_base = forms.ChoiceField(
        label=_label("royalty_base"),
        choices=_choices(codes.RoyaltyBase),
        required=False,
        help_text=_("提成支付的才填。"),
    )
    royalty_percent = forms.DecimalField(
        label=_label("royalty_bp"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        required=False,
        help_text=_("填百分数，例如3表示3%。"),
    )
    expected_investment_fen = AmountField(
        label=_label("expected_investment_fen"),
        unit="wan",
        required=False,
        help_text=_("技术转让合同必填，没有填0。"),
    )
    expected_output_fen = AmountField(
        label=_label("expected_output_fen"),
        unit="wan",
        required=False,
        help_text=_("技术转让合同必填，没有填0。"),
    )
    signed_on = forms.DateField(
        label=_label("signed_on"), help_text=_("以最后一方签章的日期为准，例如2026-04-02。")
    )
    starts_on = forms.DateField(label=_label("starts_on"))
    ends_on = forms.DateField(label=_label("ends_on"))
    payment_terms = forms.CharField(
        label=_label("payment_terms"),
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

    kind = forms.ChoiceField(label=_("类别"), choices=_choices(codes.ItemKind), required=False)
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

    ip_kind = forms.ChoiceField(label=_label("ip_kind"), choices=_choices(codes.IpKind))
    ip_number = forms.CharField(
        label=_label("ip_number"),
        max_length=60,
        required=False,
        help_text=_("涉及专利的必填，例如ZL201810123456.7。"),
    )
    ip_expires_on = forms.DateField(
        label=_label("ip_expires_on"),
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
    kind = forms.ChoiceField(label=_("二、属于哪一类"), choices=_choices(codes.Kind), required=False)
    subkind = forms.ChoiceField(label=_("细类"), choices=_subkinds(), required=False)
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, needed=("kind", "subkind", "trade_fen"), **kwargs)

    def clean(self) -> dict[str, Any]:
        """What is a technology contract has a class and an amount."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_technology"):
            for name in ("kind", "subkind", "trade_fen"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, forms.ValidationError(str(REQUIRED), code="required"))
            _check_subkind(self)
        return cleaned


class ReturnForm(LookForm):
    """退回补正: a remark for the whole, and one for each field that is marked."""

    remark = forms.CharField(
        label=_("总的意见"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class RefusalForm(LookForm):
    """不予登记."""

    ground = forms.ChoiceField(label=_("理由"), choices=_choices(codes.RefusalGround))
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
    project_name = forms.CharField(label=_label("project_name"), max_length=200, required=False)
    total_fen = AmountField(label=_label("total_fen"), unit="wan", required=False, least_fen=1)
    verified_trade_fen = AmountField(
        label=_label("verified_trade_fen"), unit="wan", required=False, least_fen=1
    )
    ends_on = forms.DateField(label=_label("ends_on"), required=False)
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
