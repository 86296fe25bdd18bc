"""What do people type about an item? The common fields; a programme adds its own."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.phones import are_phones
from zhuanhua.core.text import clean_block, clean_line
from zhuanhua.shared.catalogue import codes, fields
from zhuanhua.ui.forms import LookForm

MOST_KEYWORDS = 12
NO_PHONE = _("不像电话号码。请按“024-12345678转801”的样子填；几个号码用“/”或者“、”分开。")
SPLIT = re.compile(r"[,，、;；\s]+")


def split_keywords(text: str) -> list[str]:
    """Read keywords as people write them: with commas, pauses, blanks."""
    return list(dict.fromkeys(word[:30] for word in SPLIT.split(clean_line(text)) if word))[:MOST_KEYWORDS]


class ItemForm(LookForm):
    """The fields that achievements and needs share."""

    title = forms.CharField(label=_("名称"), max_length=200)
    summary = forms.CharField(
        label=_("简介"),
        max_length=1000,
        required=False,
        help_text=_("几句话说清楚：是什么、解决什么问题、达到什么指标。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    text = forms.CharField(
        label=_("全文"),
        max_length=8000,
        required=False,
        help_text=_("详细内容。谁看得到，由下面的“公开程度”决定。"),
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    keywords = forms.CharField(
        label=_("关键词"), max_length=300, required=False, help_text=_("用逗号或空格分开，最多12个。")
    )
    field = forms.ChoiceField(
        label=_("技术领域"), required=False, choices=lambda: [("", _("请选择")), *fields.choices()]
    )
    cooperation = forms.MultipleChoiceField(
        label=_("合作方式"),
        required=False,
        choices=codes.Cooperation.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    level = forms.ChoiceField(label=_("公开程度"), choices=codes.Level.choices, widget=forms.RadioSelect)
    contact_name = forms.CharField(
        label=_("联系人"), max_length=60, required=False, help_text=_("对方请求联系并经您同意后才看得到。")
    )
    contact_phone = forms.CharField(label=_("联系电话"), max_length=40, required=False)
    contact_email = forms.EmailField(label=_("电子邮箱"), max_length=120, required=False)

    @classmethod
    def initial_of(cls, item: Any) -> dict[str, Any]:
        """Give what the form shows of an item."""
        shown = {name: getattr(item, name) for name in cls.base_fields if hasattr(item, name)}
        return shown | {"keywords": "，".join(item.keywords)}

    def clean(self) -> dict[str, Any]:
        """Take out what no text may hold."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("title", "contact_name", "contact_phone"):
            if name in cleaned:
                cleaned[name] = clean_line(cleaned[name])
        if cleaned.get("contact_phone") and not are_phones(cleaned["contact_phone"]):
            self.add_error("contact_phone", forms.ValidationError(NO_PHONE, code="phone"))
        for name in ("summary", "text"):
            if name in cleaned:
                cleaned[name] = clean_block(cleaned[name])
        if "keywords" in cleaned:
            cleaned["keywords"] = split_keywords(cleaned["keywords"])
        return cleaned

    def values(self) -> dict[str, Any]:
        """Give what is to be saved."""
        return dict(self.cleaned_data)


class PaperForm(LookForm):
    """A picture or document."""

    kind = forms.ChoiceField(label=_("附件种类"))
    file = forms.FileField(
        label=_("文件"),
        allow_empty_file=True,
        help_text=_("图片用PNG、JPG，文件用PDF、DOCX、XLSX，每份不超过20MB。"),
    )

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]


class ReasonForm(LookForm):
    """退回修改."""

    reason = forms.CharField(
        label=_("要改什么"),
        help_text=_("发布单位会看到，请写明改哪里、怎么改。"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class UndertakingForm(LookForm):
    """保密承诺."""

    signed_name = forms.CharField(label=_("签署姓名"), help_text=_("填您的姓名，与账号一致。"), max_length=60)
    agreed = forms.BooleanField(label=_("我已阅读并同意上述承诺"))


class AskForm(LookForm):
    """请求联系."""

    message = forms.CharField(
        label=_("想谈什么"),
        help_text=_("写明贵单位的情况、用在哪里、希望怎样合作。对方会看到。"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class MergeForm(LookForm):
    """合并两条."""

    kept = forms.ChoiceField(label=_("保留哪一条"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("合并理由"),
        help_text=_("例如：同一专利由同一单位重复填报。"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, pair: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"].choices = [(item.number, f"{item.number} {item.title}") for item in pair]  # type: ignore[attr-defined]
