"""What does finance type about budgets? New ones, more or less money, the end of a year; each form carries its own key."""

import secrets
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.fields import AmountField
from zhuanhua.shared.ledger import programmes
from zhuanhua.shared.ledger.models import Budget
from zhuanhua.ui.forms import LookForm

PLACES = 3  # sources that can be typed at once
FIRST_YEAR, LAST_YEAR = 2000, 2100
LOST = _("页面已经过期。请刷新后重新填写。")


def new_key() -> str:
    """Make the key of one form shown once: sent twice, it moves money once."""
    return secrets.token_urlsafe(18)


class KeyedForm(LookForm):
    """A form whose sending has one effect."""

    request_key = forms.CharField(
        label="", max_length=120, widget=forms.HiddenInput, initial=new_key, error_messages={"ours": LOST}
    )

    @property
    def shown(self) -> list[Any]:
        """The fields a person fills in."""
        return self.visible_fields()


class DatedForm(KeyedForm):
    """A form with the day from which it counts."""

    on = forms.DateField(label=_("日期"), initial=city_today, help_text=_("文件下达的日期，不晚于今天。"))

    def clean_on(self) -> date:
        """Refuse a day to come."""
        day: date = self.cleaned_data["on"]
        if day > city_today():
            raise ValidationError(_("日期在今天以后。请填今天或者以前的日期。"))
        return day


def _source(**more: Any) -> forms.CharField:
    return forms.CharField(label=_("资金来源"), max_length=60, **more)


def _amount(**more: Any) -> AmountField:
    return AmountField(label=_("金额"), unit="wan", least_fen=1, **more)


class OpenForm(DatedForm):
    """A new budget with its sources."""

    field_order = ("programme", "year", "name", "code", "on")
    programme = forms.ChoiceField(label=_("政策项目"))
    year = forms.IntegerField(label=_("年度"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    name = forms.CharField(label=_("名称"), max_length=120)
    code = forms.RegexField(
        r"\A[A-Z0-9][A-Z0-9-]*\Z",
        label=_("预算代码"),
        max_length=40,
        help_text=_("大写字母、数字和连字符，例如CT-2018；以后不再改。"),
        error_messages={"invalid": _("只能用大写字母、数字和连字符。请按CT-2018的样子填。")},
    )

    source_1 = _source(initial=_("市级财政"))
    amount_1 = _amount()
    source_2 = _source(required=False)
    amount_2 = _amount(required=False)
    source_3 = _source(required=False)
    amount_3 = _amount(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [(each.code, each.title) for each in programmes.all_spending()]  # type: ignore[attr-defined]
        self.fields["year"].initial = city_today().year

    @classmethod
    def rows(cls) -> list[tuple[str, str]]:
        """Name the pairs of fields for a source and its amount."""
        return [(f"source_{place}", f"amount_{place}") for place in range(1, PLACES + 1)]

    def sources(self) -> dict[str, int]:
        """Give the sources typed: name → whole fen."""
        data = self.cleaned_data
        return {data[source]: data[amount] for source, amount in self.rows() if data.get(source)}

    def clean(self) -> dict[str, Any]:
        """Refuse half a pair and a source named twice."""
        data = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for source, amount in self.rows():
            name, fen = data.get(source, ""), data.get(amount)
            if name and fen is None and amount not in self.errors:
                self.add_error(amount, _("没有填金额。请填写，或者删去这个来源。"))
            if fen is not None and not name and source not in self.errors:
                self.add_error(source, _("没有写来源。请写明这笔钱从哪里来。"))
            if name and name in seen:
                self.add_error(source, _("这个来源已经写过。请合并成一行。"))
            seen.add(name)
        return data


class AllocateForm(DatedForm):
    """More money for a source, or money taken back."""

    field_order = ("way", "amount_fen", "reason", "on")
    way = forms.ChoiceField(
        label=_("追加还是收回"),
        choices=(("more", _("追加")), ("less", _("收回可用的钱"))),
        widget=forms.RadioSelect,
        initial="more",
    )
    amount_fen = AmountField(label=_("金额"), unit="wan", least_fen=1)
    reason = forms.CharField(label=_("依据"), max_length=200, help_text=_("指标文件的文号，或者理由。"))

    @property
    def signed_fen(self) -> int:
        """The amount with its sign."""
        amount: int = self.cleaned_data["amount_fen"]
        return amount if self.cleaned_data["way"] == "more" else -amount


class CloseForm(DatedForm):
    """The end of a budget's year."""

    field_order = ("into", "on")
    into = forms.ModelChoiceField(
        label=_("没有用完的钱"), queryset=Budget.objects.none(), required=False, empty_label=_("交回财政")
    )

    def __init__(self, *args: Any, onward: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = onward  # type: ignore[attr-defined]
        self.fields["into"].error_messages["invalid_choice"] = _("没有这个选项。请从列出的选项里选。")
