"""What do experts and those who organise reviews type?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import AmountField
from zhuanhua.programmes.projects.codes import Chain
from zhuanhua.programmes.projects.models import Expert
from zhuanhua.programmes.projects.models.expert import KINDS
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.people.models import Organisation, Person
from zhuanhua.ui.forms import LookForm


class ReasonForm(LookForm):
    """A reason."""

    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ScoreForm(LookForm):
    """Points on every criterion of the call, and an opinion."""

    comment = forms.CharField(label=_("评审意见"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, criteria: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opinion = self.fields.pop("comment")
        for row in criteria:
            points = forms.IntegerField(
                label=row["title"], min_value=0, max_value=row["most"],
                help_text=_("满分%(most)s，权重%(weight)s%%") % {"most": row["most"], "weight": row["weight_bp"] // 100},
            )  # fmt: skip
            points.unit_name = _("分")  # type: ignore[attr-defined]
            points.widget.attrs["class"] = "form-control"
            self.fields[row["code"]] = points
        self.fields["comment"] = opinion


class ExpertForm(LookForm):
    """An entry of the pool."""

    person = forms.ModelChoiceField(
        label=_("姓名"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("只列出有评审专家角色、还没有入库的账号。"),
    )
    fields_ = forms.MultipleChoiceField(
        label=_("专业领域"), choices=Chain.choices, widget=forms.CheckboxSelectMultiple
    )
    job_title = forms.CharField(label=_("职称"), max_length=40, required=False)
    most = forms.IntegerField(label=_("一次最多评审"), min_value=1, max_value=100, initial=12)
    is_active = forms.BooleanField(label=_("在库，可以分派"), required=False, initial=True)

    def __init__(self, *args: Any, expert: Expert | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if expert is not None:
            del self.fields["person"]
        else:
            holders = Person.objects.filter(
                memberships__role=RoleName.EXPERT,
                memberships__until_on__isnull=True,
                expert__isnull=True,
                is_active=True,
            )
            self.fields["person"].queryset = holders.distinct()  # type: ignore[attr-defined]
            self.fields["person"].label_from_instance = lambda person: person.name  # type: ignore[attr-defined]
            self.fields["person"].required = True


class TieForm(LookForm):
    """A tie."""

    kind = forms.ChoiceField(label=_("关系"), choices=KINDS)
    named = forms.CharField(label=_("单位的统一社会信用代码或全称"), max_length=200, required=False)
    tied_name = forms.CharField(
        label=_("有关人员"), max_length=40, required=False, help_text=_("共同发明人等，写姓名。")
    )
    since_on = forms.DateField(label=_("起"), required=False)
    until_on = forms.DateField(label=_("止"), required=False, help_text=_("仍在任的不填。"))
    source = forms.CharField(label=_("来源"), max_length=120, required=False)

    def clean_named(self) -> Any:
        """Find the organisation."""
        typed = self.cleaned_data["named"].strip()
        if not typed:
            return None
        found = Organisation.objects.filter(merged_into__isnull=True)
        organisation = found.filter(uscc=typed.upper()).first() or found.filter(name=typed).first()
        if organisation is None:
            raise forms.ValidationError(_("平台里没有这个单位。请核对代码或者全称。"))
        return organisation


class AssignForm(LookForm):
    """One more expert for one application."""

    application = forms.CharField(max_length=40, widget=forms.HiddenInput)
    expert = forms.ModelChoiceField(
        label=_("专家"),
        queryset=Expert.objects.filter(is_active=True)
        .select_related("person")
        .prefetch_related("person__memberships__organisation"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].label_from_instance = _named  # type: ignore[attr-defined]


def _named(expert: Expert) -> str:
    """Name and employers, since two experts may bear one name."""
    homes = [each.organisation.name for each in expert.person.memberships.all() if each.until_on is None]
    between = str(_("、"))
    return " · ".join([expert.person.name, between.join(homes)] if homes else [expert.person.name])


class MinutesForm(LookForm):
    """Minutes of the committee."""

    held_on = forms.DateField(label=_("开会日期"))
    present = forms.CharField(label=_("参加人员"), max_length=300)
    text = forms.CharField(label=_("纪要"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}))


class OverrideForm(LookForm):
    """A change of the order."""

    award_fen = AmountField(
        label=_("补助金额"), unit="wan", required=False, help_text=_("列入时填，不超过判定表上的金额。")
    )
    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
