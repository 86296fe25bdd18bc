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


class SeriesForm(LookForm):
    """A file of published statistics and where it comes from."""

    file = forms.FileField(
        label=_("CSV文件"),
        help_text=_("列：province、year、chn_block4、value、units、variables。不超过5 MB。"),
    )
    document = forms.CharField(
        label=_("文献"), max_length=160, help_text=_("引用时写的出处，例如中国科技统计年鉴2024")
    )
    publisher = forms.CharField(label=_("发布单位"), max_length=120)
    as_of = forms.DateField(label=_("截至"), help_text=_("数据截至哪一天，例如2024-12-31"))
    address = forms.CharField(
        label=_("取得处"), max_length=300, required=False, help_text=_("网址、版本号，可不填")
    )
    licence = forms.CharField(label=_("许可"), max_length=120, required=False)
