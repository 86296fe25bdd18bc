"""What do people type about a need? The common fields, and budget, day, wished maturity."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import AmountField
from zhuanhua.core.text import clean_block
from zhuanhua.shared.catalogue import codes
from zhuanhua.shared.catalogue.forms import ItemForm


class NeedForm(ItemForm):
    """技术需求."""

    trl = forms.TypedChoiceField(
        label=_("希望的成熟度"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: [("", _("不限")), *codes.trl_choices()],
        help_text=_("至少达到哪一级。"),
    )
    budget_fen = AmountField(
        label=_("预算"), unit="wan", required=False, least_fen=1, help_text=_("不填即面议。")
    )
    deadline_on = forms.DateField(
        label=_("希望完成日期"), required=False, help_text=_("到了这一天，需求自动从目录撤下。")
    )
    other_need = forms.CharField(
        label=_("其他需求"),
        max_length=2000,
        required=False,
        help_text=_("人才、资金、场地等，只有科技局看得到。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Clean the longer text too."""
        cleaned = super().clean()
        if "other_need" in cleaned:
            cleaned["other_need"] = clean_block(cleaned["other_need"])
        return cleaned
