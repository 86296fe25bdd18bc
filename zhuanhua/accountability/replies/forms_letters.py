"""What do people type about proposals, letters and references? Fields, units and the sentences of what is wrong."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.accountability.replies.models import Letter, Proposal, Reference
from zhuanhua.accountability.replies.models.proposal import ProposalKind
from zhuanhua.ui.forms import LookForm

MOST_BYTES = 20 * 1024 * 1024


def _label(model: Any, name: str) -> Any:
    return model._meta.get_field(name).verbose_name  # noqa: SLF001 - Django's documented meta


class PersonField(forms.ModelChoiceField):
    """Chooses a person, by name and unit."""

    def label_from_instance(self, obj: Any) -> str:
        """Name the person and where they act."""
        return _named(obj)


class PeopleField(forms.ModelMultipleChoiceField):
    """Chooses several people, by name and unit."""

    def label_from_instance(self, obj: Any) -> str:
        """Name the person and where they act."""
        return _named(obj)


def _named(person: Any) -> str:
    home = person.acting.organisation if person.acting else None
    return (
        f"{person.name} · {person.acting.role_title if person.acting else ''} · {home.name if home else ''}"
    )


class ProposalForm(LookForm):
    """A proposal as it comes in."""

    kind = forms.ChoiceField(label=_label(Proposal, "kind"), choices=ProposalKind)
    session = forms.CharField(
        label=_label(Proposal, "session"),
        help_text=_("照交办通知写，例如市政协十五届二次会议。"),
        max_length=80,
    )
    paper_number = forms.CharField(
        label=_label(Proposal, "paper_number"), help_text=_("例如0469。"), max_length=20
    )
    title = forms.CharField(label=_label(Proposal, "title"), max_length=200)
    proposers = forms.CharField(
        label=_label(Proposal, "proposers"), help_text=_("答复主送的人，例如方委员。"), max_length=120
    )
    received_on = forms.DateField(label=_label(Proposal, "received_on"))
    term_days = forms.IntegerField(
        label=_("办理时限（工作日）"),
        help_text=_("交办通知写工作日数的填这里；写日期的填下一项。两项只填一项。"),
        min_value=1,
        max_value=250,
        required=False,
    )
    due_on = forms.DateField(label=_("答复期限"), required=False)
    lead_unit = forms.CharField(label=_label(Proposal, "lead_unit"), max_length=120)
    cosign_units = forms.CharField(
        label=_label(Proposal, "cosign_units"),
        help_text=_("一行写一个单位。"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text = forms.CharField(
        label=_label(Proposal, "text"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class AssignForm(LookForm):
    """Who drafts the answer, until when."""

    drafter = PersonField(label=_label(Proposal, "drafter"), queryset=None)
    draft_due_on = forms.DateField(label=_label(Proposal, "draft_due_on"))

    def __init__(self, *args: Any, drafters: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["drafter"].queryset = drafters  # type: ignore[attr-defined]


class ReasonForm(LookForm):
    """Why."""

    reason = forms.CharField(
        label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), min_length=2
    )


class BodyForm(LookForm):
    """The letter itself, with marks in place of numbers."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    title = forms.CharField(label=_label(Letter, "title"), max_length=200)
    addressee = forms.CharField(label=_label(Letter, "addressee"), max_length=120)
    body = forms.CharField(
        label=_label(Letter, "body"),
        help_text=_("每段一行。数字写成引用，例如{{contracts.count year=2018}}；在下面查找，点“插入”。"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 24, "class": "lettertext", "spellcheck": "false"}),
    )
    contact = forms.CharField(label=_label(Letter, "contact"), max_length=120, required=False)


class WordForm(LookForm):
    """A Word file with marks."""

    file = forms.FileField(
        label=_("docx文件"), help_text=_("数字写成{{…}}的引用；文字和版式照原样保留。不超过20 MB。")
    )

    def clean_file(self) -> Any:
        """Not too large."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(_("文件超过20 MB。请去掉图片再传。"))
        return upload


class SignersForm(LookForm):
    """Who must agree."""

    signers = PeopleField(
        label=_("会签人"),
        help_text=_("每人代表所在单位会签；起草人不能会签自己的答复。"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = forms.DateField(
        label=_("会签期限"), help_text=_("不填则用起草期限或者答复期限。"), required=False
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signers"].queryset = people  # type: ignore[attr-defined]


class CosignForm(LookForm):
    """Agree, or object with the reason."""

    verdict = forms.ChoiceField(
        label=_("会签意见"),
        choices=(("agree", _("同意")), ("object", pgettext_lazy("cosigning", "不同意"))),
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=_("意见"),
        help_text=_("不同意的须写明理由和要改的地方。"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """An objection has its reason."""
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == "object" and not (cleaned.get("remark") or "").strip():
            self.add_error("remark", _("没有写理由。请写明哪里要改。"))
        return cleaned


class IssueForm(LookForm):
    """Number and day of the letter."""

    document_number = forms.CharField(
        label=_label(Letter, "document_number"), help_text=_("例如沈科函〔2019〕12号。"), max_length=60
    )
    issued_on = forms.DateField(label=_label(Letter, "issued_on"))


class ReferenceForm(LookForm):
    """A number with its source."""

    code = forms.CharField(
        label=_label(Reference, "code"),
        help_text=_("小写字母、数字、点和短横，例如rd.2017；答复里写成{{ref:rd.2017}}。"),
        max_length=40,
    )
    name = forms.CharField(label=_label(Reference, "name"), max_length=120)
    text = forms.CharField(
        label=_label(Reference, "text"),
        help_text=_("照文件原样填一个带单位的数，例如140.1亿元、281项、2.42%。"),
        max_length=40,
    )
    definition = forms.CharField(label=_label(Reference, "definition"), max_length=300)
    document = forms.CharField(label=_label(Reference, "document"), max_length=200)
    page = forms.CharField(
        label=_label(Reference, "page"), help_text=_("例如第12页、第一部分第2段。"), max_length=60
    )
    as_of = forms.DateField(label=_label(Reference, "as_of"))


class CorrectionForm(ReferenceForm):
    """The same parts, corrected, with the reason."""

    code = None  # type: ignore[assignment]
    reason = forms.CharField(label=_("更正理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ReplaceForm(LookForm):
    """The figure that counts it from now on."""

    mark = forms.CharField(
        label=_("改由哪个指标计算"),
        help_text=_("写一处指标引用，例如{{contracts.count year=2018}}。"),
        max_length=200,
    )


class PickForm(LookForm):
    """What is looked for among figures and references."""

    q = forms.CharField(label=_("查指标和引用数"), required=False, max_length=60)
    year = forms.IntegerField(label=_("年份"), required=False, min_value=1950, max_value=2200)
