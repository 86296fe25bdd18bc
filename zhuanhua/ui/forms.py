"""How does a form look? Label above, help between, error above the field, remarks of an officer, echoes of what was typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhuanhua.core import money
from zhuanhua.core.fields import AmountField
from zhuanhua.core.text import without_hidden
from zhuanhua.ui import words

DATE_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]
UNITS = {"yuan": gettext_lazy("元"), "wan": gettext_lazy("万元"), "yi": gettext_lazy("亿元")}
AMOUNT_FAULTS = {  # core speaks Chinese only; these stand in on English pages
    "empty": gettext_lazy("金额没有填。"),
    "not_a_number": gettext_lazy("这不是金额。请只填数字，例如386.00。"),
    "too_fine": gettext_lazy("金额细于1分。"),
    "too_large": gettext_lazy("金额太大，请核对单位。"),
    "too_small": gettext_lazy("金额不能小于%(least)s元。"),
}
REQUIRED = gettext_lazy("没有填。请填写这一项。")
NO_DATE = gettext_lazy("不是日期。请按2019-04-02的样子填。")
CHOOSE = gettext_lazy("请选择")
NO_SUCH_DAY = gettext_lazy("没有这一天。请核对年月日。")
LIKE_A_DAY = re.compile(r"\d{4}[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?", re.ASCII)
OURS: dict[
    type[forms.Field], dict[str, Any]
] = {  # Django's own sentences speak of variables and echo what was sent
    forms.CharField: {
        "max_length": gettext_lazy("太长了：最多%(limit_value)s字，现在有%(show_value)s字。"),
        "null_characters_not_allowed": gettext_lazy("含有看不见的字符。请删去后重填。"),
    },
    forms.EmailField: {"invalid": gettext_lazy("不是电子邮箱。请按name@example.com的样子填。")},
    forms.IntegerField: {
        "invalid": gettext_lazy("不是整数。请只填数字。"),
        "max_value": gettext_lazy("不能大于%(limit_value)s。"),
        "min_value": gettext_lazy("不能小于%(limit_value)s。"),
    },
    forms.DecimalField: {
        "invalid": gettext_lazy("不是数字。请只填数字，例如3.5。"),
        "max_decimal_places": gettext_lazy("小数太长。最多填%(max)s位小数。"),
    },
    forms.FileField: {"empty": gettext_lazy("文件是空的。请重新选择。")},
    forms.ChoiceField: {
        "invalid_choice": gettext_lazy("没有这个选项。请从列出的选项里选。"),
        "invalid_list": gettext_lazy("没有这个选项。请从列出的选项里选。"),
        "invalid_pk_value": gettext_lazy("没有这个选项。请从列出的选项里选。"),
    },
}


class LookRenderer(DjangoTemplates):
    """Finds the templates of forms and fields among ours."""

    form_template_name = "ui/form.html"
    field_template_name = "components/field.html"


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the summary above a form: what is wrong, and the field it leads to."""

    label: str
    text: str
    target: str


class LookField(BoundField):
    """A field with what the look needs beside Django's own: unit, echo, remark, whether it may stay empty."""

    form: "LookForm"

    @property
    def is_check(self) -> bool:
        """Is it a single box, whose label stands behind it?"""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_optional(self) -> bool:
        """May it stay empty? Then the label says 选填; what is required carries no mark."""
        return self.may_turn and self.name not in self.form.needed

    @property
    def may_turn(self) -> bool:
        """Is it empty in some cases and needed in others, as the rest of the form says?"""
        return not self.field.required and not self.field.disabled

    @property
    def remark(self) -> str:
        """What the officer wrote when this field was returned."""
        return self.form.remarks.get(self.name, "")

    @property
    def remark_head(self) -> str:
        """Who wrote it and when."""
        return self.form.remark_head

    @property
    def unit(self) -> str:
        """The unit in which an amount is typed, or the unit a field names itself."""
        if isinstance(self.field, AmountField):
            return str(UNITS[self.field.unit])
        return str(getattr(self.field, "unit_name", ""))

    @property
    def echo_kind(self) -> str:
        """Which echo follows the typing: amount, date, or count of characters."""
        if isinstance(self.field, AmountField):
            return f"amount-{self.field.unit}"
        if isinstance(self.field, forms.DateField):
            return "date"
        if isinstance(self.field.widget, forms.Textarea) and self.field.max_length:
            return f"count-{self.field.max_length}"
        return ""

    @property
    def echo(self) -> str:
        """Say back what was understood, so that a wrong zero or day is seen at once."""
        value = self.value()
        if isinstance(self.field, AmountField):
            return _amount_echo(value, self.field.unit)
        if isinstance(self.field, forms.DateField):
            return _date_echo(value)
        if isinstance(self.field.widget, forms.Textarea) and self.field.max_length:
            length = len(str(value or ""))
            return ngettext("%(length)s字，最多%(most)s字", "%(length)s字，最多%(most)s字", length) % {
                "length": length,
                "most": self.field.max_length,
            }
        return ""


class LookForm(forms.Form):
    """The base of every form: `remarks` maps returned fields to the officer's words, `remark_head` says whose they are.

    `needed` names fields that this case may not leave empty, though others may: their label does not say 选填.
    """

    default_renderer = LookRenderer
    bound_field_class = LookField
    use_required_attribute = False  # a form is sent as it is; what is missing is said in our own words

    def __init__(
        self,
        *args: Any,
        remarks: dict[str, str] | None = None,
        remark_head: str = "",
        needed: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("label_suffix", "")
        self.remarks = remarks or {}
        self.needed = frozenset(needed)
        self.remark_head = remark_head or str(_("登记员批注："))
        self.more: list[Fault] = []
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    def _clean_bound_field(self, bf: Any) -> Any:
        """Take what nobody sees out of typed words, but not out of passwords; what holds nothing else was left empty."""
        value = super()._clean_bound_field(bf)  # type: ignore[misc]
        if not isinstance(value, str) or isinstance(bf.field.widget, forms.PasswordInput):
            return value
        seen = without_hidden(value)
        if value and bf.field.required and not seen.strip():
            raise forms.ValidationError(bf.field.error_messages["required"], code="required")
        return seen

    def add_error(self, field: str | None, error: Any) -> None:
        """Add what is wrong; a fault of an amount is said in the language of the page."""
        code = getattr(error, "code", None)
        if (
            words.in_english()
            and field
            and code in AMOUNT_FAULTS
            and isinstance(self.fields.get(field), AmountField)
        ):
            error = forms.ValidationError(
                AMOUNT_FAULTS[code], code=code, params=getattr(error, "params", None)
            )
        if field and code == "invalid" and isinstance(self.fields.get(field), forms.DateField):
            typed = str(self[field].data or "").strip()
            if LIKE_A_DAY.fullmatch(typed):
                error = forms.ValidationError(NO_SUCH_DAY, code=code)
        super().add_error(field, error)

    def add_fault(self, label: str, text: str, *, target: str = "") -> None:
        """Add what is wrong with a place of the page that is no field of this form; `target` is its id."""
        self.more.append(Fault(label, text, target))

    @property
    def faults(self) -> list[Fault]:
        """List what is wrong, in the order of the fields; then what is wrong beside them."""
        found = [Fault("", str(text), "") for text in self.non_field_errors()]
        for field in self:
            found += [Fault(str(field.label or ""), str(text), field.auto_id or "") for text in field.errors]
        return found + self.more

    @property
    def fault_count(self) -> int:
        """How many places have to be changed."""
        return len(self.faults)


def dress(field: forms.Field) -> None:
    """Give a field the classes, date formats and sentences of the look."""
    widget = field.widget
    field.error_messages["required"] = field.error_messages.get("ours", REQUIRED)
    for kind, sentences in OURS.items():
        if isinstance(field, kind):
            field.error_messages.update(sentences)
    if isinstance(field, forms.DateField):
        field.input_formats = DATE_FORMATS
        field.widget.format = "%Y-%m-%d"  # type: ignore[attr-defined]
        field.error_messages["invalid"] = NO_DATE
        widget.attrs.setdefault("autocomplete", "off")
        widget.attrs.setdefault("placeholder", "2019-04-02")
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        widget.template_name = "ui/choices.html"
        _add_class(widget, "form-check-input")
    elif isinstance(widget, forms.CheckboxInput):
        _add_class(widget, "form-check-input")
    elif isinstance(widget, forms.Select):
        _add_class(widget, "form-select")
        if getattr(field, "empty_label", None) == BLANK_CHOICE_DASH[0][1]:
            field.empty_label = CHOOSE  # type: ignore[attr-defined]  # of ModelChoiceField alone
    elif not widget.is_hidden:
        _add_class(widget, "form-control")


def _add_class(widget: forms.Widget, name: str) -> None:
    present = widget.attrs.get("class", "").split()
    if name not in present:
        widget.attrs["class"] = " ".join([*present, name])


def _amount_echo(value: Any, unit: str) -> str:
    """即3,860,000.00元，人民币叁佰捌拾陆万元整; nothing while it cannot be read."""
    try:
        fen = value if isinstance(value, int) else money.parse_fen(str(value or ""), unit)
    except money.AmountError:
        return ""
    if words.in_english():
        return f"¥{money.yuan_text(fen)}"
    return f"即{money.yuan_text(fen)}元，{money.in_words(fen)}"


def _date_echo(value: Any) -> str:
    if isinstance(value, date):
        return words.spoken_day(value)
    try:
        return words.spoken_day(forms.DateField(input_formats=DATE_FORMATS).clean(value))
    except forms.ValidationError:
        return ""
