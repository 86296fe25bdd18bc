"""What do people type about a public notice? An objection that is signed, and its answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.ui.forms import LookForm


class PublicObjectionForm(LookForm):
    """异议: signed with a real name and a contact; both are kept from the public."""

    person_name = forms.CharField(
        label=_("姓名或单位"), help_text=_("请署真实姓名，单位须写全称。不公开。"), max_length=80
    )
    contact = forms.CharField(
        label=_("联系方式"), help_text=_("电话或地址，用来核实。不公开。"), max_length=120
    )
    text = forms.CharField(
        label=_("异议和依据"),
        help_text=_("写明事实和依据。匿名或逾期的不受理。"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class StopForm(LookForm):
    """终止公示: the reason is shown to everybody."""

    reason = forms.CharField(
        label=_("终止的原因"),
        help_text=_("向社会公开。只写事实和依据，不写个人信息。"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ObjectionAnswerForm(LookForm):
    """核实结果."""

    is_upheld = forms.TypedChoiceField(
        label=_("结论"),
        choices=[("no", _("异议不成立")), ("yes", _("异议成立"))],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("核实结果"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
