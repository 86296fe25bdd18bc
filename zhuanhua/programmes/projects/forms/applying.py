"""What does an applicant type? Basic facts, the fields that the call's form asks, team, partners, budget, papers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import AmountField
from zhuanhua.programmes.projects.codes import Chain, Cost, Degree, PaperKind, Standing, library
from zhuanhua.programmes.projects.models import Application, Member, Partner
from zhuanhua.shared.people.models import Organisation
from zhuanhua.ui.forms import LookForm, dress


def _label(name: str) -> Any:
    return Application._meta.get_field(name).verbose_name


EMPTY = [("", _("请选择"))]


class BasicsForm(LookForm):
    """基本情况: what rules and lists need; nothing is required while it is a draft."""

    title = forms.CharField(label=_label("title"), max_length=120, required=False)
    track = forms.ChoiceField(label=_label("track"), required=False)
    chain = forms.ChoiceField(label=_label("chain"), choices=[*EMPTY, *Chain.choices], required=False)
    standing = forms.ChoiceField(
        label=_label("standing"), choices=[*EMPTY, *Standing.choices], required=False
    )
    leader_name = forms.CharField(label=_label("leader_name"), max_length=40, required=False)
    starts_on = forms.DateField(label=_label("starts_on"), required=False)
    ends_on = forms.DateField(label=_label("ends_on"), required=False)
    requested_fen = AmountField(label=_label("requested_fen"), unit="wan", least_fen=1, required=False)
    own_fen = AmountField(label=_label("own_fen"), unit="wan", required=False)

    def __init__(self, *args: Any, tracks: list[Any], **kwargs: Any) -> None:
        kwargs.setdefault("needed", tuple(self.base_fields))
        super().__init__(*args, **kwargs)
        self.fields["track"].choices = [*EMPTY, *((each.value, each.label) for each in tracks)]  # type: ignore[attr-defined]


class AnswersForm(LookForm):
    """A section of a call's form; `answer_form` puts its fields in."""

    @property
    def answers(self) -> dict[str, Any]:
        """What was typed and could be read, as it is kept: dates as text."""
        return {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in self.cleaned_data.items()
        }


def answer_form(section: dict[str, Any], *args: Any, **kwargs: Any) -> AnswersForm:
    """Build the form of one section from the library; a draft may leave everything empty."""
    needed = [asked["code"] for _field, asked in library.fields_of(section) if asked["required"]]
    form = AnswersForm(*args, needed=needed, **kwargs)
    for field, asked in library.fields_of(section):
        form.fields[field.code] = _field(field, asked)
    for made in form.fields.values():
        dress(made)
    return form


def _field(field: library.LibraryField, asked: dict[str, Any]) -> forms.Field:
    words: dict[str, Any] = {"label": field.label, "help_text": field.hint, "required": False}
    if field.kind == library.LONG:
        rows = 4 if asked["letters"] <= 500 else 8
        return forms.CharField(
            max_length=asked["letters"] or library.MOST_LETTERS,
            widget=forms.Textarea(attrs={"rows": rows}),
            **words,
        )
    if field.kind == library.WHOLE:
        made = forms.IntegerField(min_value=0, max_value=10_000_000, **words)
        made.unit_name = field.unit  # type: ignore[attr-defined]
        return made
    if field.kind == library.AMOUNT:
        return AmountField(unit="wan", **words)
    if field.kind == library.DAY:
        return forms.DateField(**words)
    if field.kind == library.CHOICE:
        return forms.ChoiceField(choices=[*EMPTY, *field.choices], **words)
    if field.kind == library.FLAG:
        return forms.BooleanField(**words)
    return forms.CharField(max_length=asked["letters"] or 200, **words)


class MemberForm(LookForm):
    """One member of the team."""

    name = forms.CharField(label=Member._meta.get_field("name").verbose_name, max_length=40)
    organisation_name = forms.CharField(
        label=Member._meta.get_field("organisation_name").verbose_name, max_length=120
    )
    email = forms.EmailField(label=Member._meta.get_field("email").verbose_name, max_length=254)
    degree = forms.ChoiceField(
        label=Member._meta.get_field("degree").verbose_name, choices=Degree.choices, initial=Degree.MASTER
    )
    task = forms.CharField(label=Member._meta.get_field("task").verbose_name, max_length=200)
    months = forms.IntegerField(
        label=Member._meta.get_field("months").verbose_name, min_value=1, max_value=120
    )


class PartnerForm(LookForm):
    """One partner, found by its credit code or its full name."""

    named = forms.CharField(label=_("统一社会信用代码或单位全称"), max_length=200)
    task = forms.CharField(label=Partner._meta.get_field("task").verbose_name, max_length=200)

    def clean_named(self) -> str:
        """Find the organisation."""
        typed = self.cleaned_data["named"].strip()
        found = Organisation.objects.filter(merged_into__isnull=True)
        organisation = found.filter(uscc=typed.upper()).first() or found.filter(name=typed).first()
        if organisation is None:
            raise forms.ValidationError(
                _("平台里没有这个单位。请核对代码或者全称；没有登记的，请对方先开设账号。")
            )
        self.organisation = organisation
        return str(organisation.name)


class BudgetForm(LookForm):
    """One line of the budget."""

    cost = forms.ChoiceField(label=_("科目"), choices=Cost.choices)
    city_fen = AmountField(label=_("市财政（万元）"), unit="wan", required=False)
    own_fen = AmountField(label=_("自筹（万元）"), unit="wan", required=False)
    ground = forms.CharField(label=_("测算依据"), max_length=200, required=False)

    def has_changed(self) -> bool:
        """A line in which only the kind of cost stands says nothing."""
        return bool(set(self.changed_data) - {"cost"})


MemberFormSet = forms.formset_factory(MemberForm, extra=3, max_num=60, absolute_max=60, validate_max=True)
PartnerFormSet = forms.formset_factory(PartnerForm, extra=2, max_num=12, absolute_max=12, validate_max=True)
BudgetFormSet = forms.formset_factory(BudgetForm, extra=3, max_num=14, absolute_max=14, validate_max=True)


class PaperForm(LookForm):
    """A paper."""

    kind = forms.ChoiceField(label=_("附件种类"))
    file = forms.FileField(label=_("文件"), help_text=_("PDF、Word、Excel、图片，一份不超过20MB。"))

    def __init__(self, *args: Any, kinds: tuple[PaperKind, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
