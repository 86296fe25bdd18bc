"""What do people type when a match takes a step?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_today
from zhuanhua.shared.people.models import Organisation
from zhuanhua.ui.forms import LookForm


class StepForm(LookForm):
    """The day of the step, and for the last one the contract's registration number."""

    done_on = forms.DateField(label=_("日期"), initial=city_today)
    note = forms.CharField(label=_("说明"), max_length=300, required=False)
    registration = forms.CharField(label=_("合同登记编号"), max_length=40, required=False)


class BrokerForm(LookForm):
    """Which agency is to bring the two sides together."""

    broker = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("撮合方"),
        widget=forms.Select(attrs={"class": "w-auto"}),
    )


class AlertsForm(LookForm):
    """What somebody wants to be told."""

    alerts = forms.BooleanField(label=_("有新的高度匹配时提醒我"), required=False)
    digest = forms.BooleanField(label=_("每周给我一份汇总"), required=False)
