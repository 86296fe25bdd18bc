"""What do people type when they come in? allauth's forms in our look and words."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from zhuanhua.ui.forms import LookForm, dress

LABELS = {
    "login": _("登录账号"),
    "password": _("密码"),
    "oldpassword": _("现在的密码"),
    "password1": _("新密码"),
    "password2": _("再输一遍新密码"),
    "email": _("电子邮箱"),
    "code": _("验证码"),
}


class OurWords(LookForm):
    """Gives allauth's fields our labels and none of its placeholders."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
            dress(field)
        if "password1" in self.fields:
            self.fields["password1"].help_text = "".join(password_validators_help_texts())
        if "code" in self.fields:
            self.fields["code"].widget.attrs.update(
                inputmode="numeric", autocapitalize="off", spellcheck="false"
            )


class SignInForm(OurWords, account.LoginForm):
    """账号和密码."""


class ChangePasswordForm(OurWords, account.ChangePasswordForm):
    """现在的密码、新密码两遍."""


class ResetPasswordForm(OurWords, account.ResetPasswordForm):
    """登记的电子邮箱."""


class NewPasswordForm(OurWords, account.ResetPasswordKeyForm):
    """新密码两遍."""


class ReauthenticateForm(OurWords, account.ReauthenticateForm):
    """密码再输一遍."""


class CodeForm(OurWords, second_factor.AuthenticateForm):
    """验证码或者恢复码."""


class CodeAgainForm(OurWords, second_factor.ReauthenticateForm):
    """验证码再输一遍."""


class SetUpCodeForm(OurWords, totp.ActivateTOTPForm):
    """验证器应用显示的第一个验证码."""
