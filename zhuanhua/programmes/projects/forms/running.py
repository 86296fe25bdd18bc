"""What is typed about a running project?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import AmountField
from zhuanhua.programmes.projects.codes import ChangeKind, CheckKind, Finding
from zhuanhua.programmes.projects.models import YearReport
from zhuanhua.shared.ledger.models import Account
from zhuanhua.ui.forms import LookForm, dress


class MilestoneForm(LookForm):
    """One milestone of the contract."""

    title = forms.CharField(label=_("里程碑"), max_length=200)
    due_on = forms.DateField(label=_("完成期限"))
    amount_fen = AmountField(label=_("拨付金额（万元）"), unit="wan")


MilestoneFormSet = forms.formset_factory(MilestoneForm, extra=2, max_num=8, absolute_max=8, validate_max=True)


class EvidenceForm(LookForm):
    """What was reached."""

    evidence = forms.CharField(
        label=_("完成情况"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("对照里程碑写明完成了什么；证明材料先在项目页上传。"),
    )


class AcceptanceForm(LookForm):
    """What was spent of the city's money."""

    spent_fen = AmountField(
        label=_("市财政资金决算支出"), unit="wan", help_text=_("按经费决算填；没有用完的要退回。")
    )


class InspectionForm(LookForm):
    """What a panel found."""

    kind = forms.ChoiceField(label=_("检查"), choices=CheckKind.choices)
    held_on = forms.DateField(label=_("日期"))
    finding = forms.ChoiceField(label=_("结论"), choices=Finding.choices)
    has_records = forms.BooleanField(label=_("原始记录完整"), required=False)
    is_diligent = forms.BooleanField(
        label=_("已勤勉尽责"),
        required=False,
        help_text=_("两项都有、没有通过的，应当免责（科学技术进步法第六十八条）。"),
    )
    panel = forms.CharField(label=_("专家组"), max_length=300)
    text = forms.CharField(label=_("意见"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))


def _label(name: str) -> Any:
    return YearReport._meta.get_field(name).verbose_name


class ReportForm(LookForm):
    """A yearly report."""

    year = forms.IntegerField(label=_label("year"), min_value=2000, max_value=2200)
    rd_fen = AmountField(label=_label("rd_fen"), unit="wan", help_text=_("当年实际研发投入，含市财政补助。"))
    technologies = forms.IntegerField(label=_label("technologies"), min_value=0, max_value=10_000)
    patents_filed = forms.IntegerField(label=_label("patents_filed"), min_value=0, max_value=10_000)
    patents_granted = forms.IntegerField(label=_label("patents_granted"), min_value=0, max_value=10_000)
    people = forms.IntegerField(label=_label("people"), min_value=0, max_value=100_000)
    sales_fen = AmountField(label=_label("sales_fen"), unit="wan")
    note = forms.CharField(
        label=_label("note"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class BatchForm(LookForm):
    """A batch of parts that were reached."""

    account = forms.ModelChoiceField(label=_("资金来源"), queryset=Account.objects.none())
    title = forms.CharField(label=_("批次名称"), max_length=160)

    def __init__(self, *args: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]


VALUES: dict[str, Any] = {
    ChangeKind.LEADER: lambda: forms.CharField(label=_("新的项目负责人"), max_length=40),
    ChangeKind.PARTNERS: lambda: forms.CharField(label=_("新的合作单位"), max_length=600, required=False),
    ChangeKind.TERM: lambda: forms.DateField(label=_("新的执行期止")),
    ChangeKind.TARGETS: lambda: forms.CharField(
        label=_("新的目标任务"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8})
    ),
}


class ChangeForm(LookForm):
    """A change; `change_form` puts in the field of its kind."""

    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


def change_form(kind: str, *args: Any, **kwargs: Any) -> ChangeForm:
    """Build the form of one kind of change; a budget is typed as lines beside it."""
    form = ChangeForm(*args, **kwargs)
    if kind in VALUES:
        reason = form.fields.pop("reason")
        form.fields["value"] = VALUES[kind]()
        dress(form.fields["value"])
        form.fields["reason"] = reason
    return form
