"""What does an officer type about a call?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import AmountField
from zhuanhua.programmes.projects.codes import Scheme
from zhuanhua.programmes.projects.models import Call
from zhuanhua.shared.ledger.models import Account
from zhuanhua.ui.forms import LookForm


def _label(name: str) -> Any:
    return Call._meta.get_field(name).verbose_name


class StartCallForm(LookForm):
    """A new call, empty or copied."""

    title = forms.CharField(label=_label("title"), max_length=120)
    copy_of = forms.ModelChoiceField(
        label=_("照哪个通知起稿"),
        queryset=Call.objects.none(),
        required=False,
        empty_label=_("不照，从头编制"),
        help_text=_("指南、申报书格式、评审指标和拨付比例一起带过来。"),
    )

    def __init__(self, *args: Any, calls: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copy_of"].queryset = calls  # type: ignore[attr-defined]


class CallForm(LookForm):
    """The facts of a call."""

    title = forms.CharField(label=_label("title"), max_length=120)
    scheme = forms.ChoiceField(
        label=_label("scheme"),
        choices=Scheme.choices,
        help_text=_("按哪一条规则判断谁能申报、最多补助多少。"),
    )
    guide = forms.CharField(
        label=_label("guide"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    contact = forms.CharField(label=_label("contact"), max_length=200, required=False)
    account = forms.ModelChoiceField(label=_label("account"), queryset=Account.objects.none(), required=False)
    research_fen = AmountField(
        label=_label("research_fen"), unit="wan", required=False, help_text=_("不开这一类的填0。")
    )
    conversion_fen = AmountField(
        label=_label("conversion_fen"), unit="wan", required=False, help_text=_("不开这一类的填0。")
    )
    opens_on = forms.DateField(label=_label("opens_on"), required=False)
    closes_on = forms.DateField(
        label=_label("closes_on"), required=False, help_text=_("最后一天整日可以提交。")
    )
    correction_days = forms.IntegerField(label=_label("correction_days"), min_value=1, max_value=60)
    experts_wanted = forms.IntegerField(label=_label("experts_wanted"), min_value=1, max_value=15)
    outlier_points = forms.IntegerField(
        label=_label("outlier_points"),
        min_value=1,
        max_value=100,
        help_text=_("一位专家的总分与其他专家的中位数相差超过它，就标出来。"),
    )
    pass_points = forms.IntegerField(label=_label("pass_points"), min_value=0, max_value=100)

    def __init__(self, *args: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]


class CriterionForm(LookForm):
    """One criterion; the weight in whole per cent."""

    title = forms.CharField(label=_("评审指标"), max_length=60)
    weight = forms.IntegerField(label=_("权重（%）"), min_value=1, max_value=100)
    most = forms.IntegerField(label=_("满分"), min_value=1, max_value=100)


class InstalmentForm(LookForm):
    """One part of the award."""

    title = forms.CharField(label=_("拨付节点"), max_length=60)
    share = forms.IntegerField(label=_("比例（%）"), min_value=1, max_value=100)


CriterionFormSet = forms.formset_factory(
    CriterionForm, extra=2, max_num=12, absolute_max=12, validate_max=True
)
InstalmentFormSet = forms.formset_factory(
    InstalmentForm, extra=1, max_num=8, absolute_max=8, validate_max=True
)


class ExtendForm(LookForm):
    """More time."""

    closes_on = forms.DateField(label=_("新的截止日"))
    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
