"""What does a person type to make a token? What for, until when, and which of their own permissions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.roles import ROLES
from zhuanhua.ui.forms import DATE_FORMATS, LookForm


class TokenForm(LookForm):
    """A token for oneself."""

    name = forms.CharField(label=_("用途"), max_length=80, help_text=_("哪个程序用它，例如统计年报脚本"))
    expires_on = forms.DateField(
        label=_("有效期至"), input_formats=DATE_FORMATS, help_text=_("最长一年，例如2027-01-31")
    )
    scopes = forms.MultipleChoiceField(
        label=_("权限"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只给程序真正要用的；不能超出您的角色"),
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = ROLES.get(person.acting_role)
        held = sorted(role.permissions if role else (), key=lambda permission: permission.value)
        self.fields["scopes"].choices = [
            (permission.value, permission.label)
            for permission in held
            if permission != Permission.API_TOKEN_MANAGE
        ]
