"""What do people type to freeze figures? The year, what for, and which figures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.shared.figures import catalogue, queries
from zhuanhua.shared.figures.actions import TITLE_LENGTH
from zhuanhua.ui.forms import LookForm


class FreezeForm(LookForm):
    """Which figures of which year are frozen, and for which document."""

    year = forms.IntegerField(
        label=_("年份"),
        min_value=queries.FIRST_YEAR,
        max_value=queries.LAST_YEAR,
        help_text=_("四位年份，例如2018"),
    )
    title = forms.CharField(
        label=_("用途"), max_length=TITLE_LENGTH, help_text=_("这些数用在哪里，例如2018年统计公报")
    )
    codes = forms.MultipleChoiceField(label=_("指标"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["codes"]
        field.choices = [(figure.code, figure.name) for figure in catalogue.all_figures()]
