"""What do people type about rules? A day and other values to try; the ground on which a value is confirmed or withdrawn."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_today
from zhuanhua.shared.policy.book import PolicyError, Value
from zhuanhua.shared.policy.replaying import read_typed
from zhuanhua.shared.policy.rules import Rule, values_used
from zhuanhua.shared.policy.templatetags.policy import value_name, value_text
from zhuanhua.ui import words
from zhuanhua.ui.forms import LookForm, dress

PREFIX = "v."
LONGEST = 60
UNREADABLE = _("这个值读不懂。请照“现为”后面的样子填。")


class ReplayForm(LookForm):
    """试算: one field a value of the rule, empty where today's value stays."""

    def __init__(self, data: Any = None, *, rule: Rule) -> None:
        self.rule = rule
        self.day, self.day_fault = _day(data, rule)
        self.used: tuple[Value, ...] = values_used(rule, rule.values(self.day))
        super().__init__(data, initial={"on": self.day.isoformat()})
        self.fields["on"] = forms.CharField(
            label=_("哪一天"), help_text=_("当年到这一天的全部案例"), max_length=10
        )
        dress(self.fields["on"])
        for entry in self.used:
            self.fields[PREFIX + entry.id] = forms.CharField(
                label=value_name(entry),
                help_text=_("现为%(value)s") % {"value": value_text(entry)},
                required=False,
                max_length=LONGEST,
            )
            dress(self.fields[PREFIX + entry.id])

    def clean(self) -> dict[str, Any]:
        """Read each value as its unit wants it."""
        read: dict[str, Any] = {}
        if self.day_fault and "on" in self.cleaned_data:
            self.add_error("on", self.day_fault)
        for entry in self.used:
            typed = str(self.cleaned_data.get(PREFIX + entry.id) or "").strip()
            if not typed:
                continue
            try:
                read[entry.id] = read_typed(entry, typed)
            except PolicyError as fault:
                said = (
                    UNREADABLE if words.in_english() else fault.message
                )  # the book knows no Django, so it speaks Chinese only
                self.add_error(PREFIX + entry.id, said)
        self.read = read
        return self.cleaned_data

    def changes(self) -> dict[str, Any]:
        """The values that differ from today's."""
        now = {entry.id: entry.value for entry in self.used}
        return {identifier: value for identifier, value in self.read.items() if value != now[identifier]}


def _day(data: Any, rule: Rule) -> tuple[date, Any]:
    """The day asked for, and what is wrong with it; the fields are then those of today."""
    text = str((data or {}).get("on", "") or "")
    try:
        day = date.fromisoformat(text) if text else city_today()
    except ValueError:
        return city_today(), _("“%(typed)s”不是日期。请写成2026-03-01。") % {"typed": text[:40]}
    if not rule.values(day).entries:
        return city_today(), _("%(day)s还没有这条规则的数值。") % {"day": day}
    return day, ""


class ConfirmForm(LookForm):
    """本地确认."""

    document = forms.CharField(
        label=_("依据的文件"),
        help_text=_("会议纪要、请示批复等的名称或文号。向社会公开。"),
        max_length=120,
    )
    ground = forms.CharField(
        label=_("理由"),
        help_text=_("写明为什么可以按这个值付款。向社会公开。"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawForm(LookForm):
    """撤回确认."""

    reason = forms.CharField(
        label=_("撤回的理由"),
        help_text=_("撤回后不再按这个值付款；已经付出的不变。"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
