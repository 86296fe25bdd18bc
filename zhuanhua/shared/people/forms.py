"""What do people type about organisations and accounts? Fields, cleaning and the sentences of what is wrong."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.core.text import clean_line
from zhuanhua.shared.access.roles import ROLES
from zhuanhua.shared.people.districts import CHOICES
from zhuanhua.shared.people.kinds import OrganisationKind, OrganisationSize
from zhuanhua.shared.people.models import Organisation, Person
from zhuanhua.shared.people.models.person import USERNAME_RULE
from zhuanhua.shared.people.queries import organisation_by_name, organisation_by_uscc
from zhuanhua.shared.people.uscc import clean_uscc, explain_uscc
from zhuanhua.ui.forms import LookForm

PHONE_DIGITS = range(7, 16)
NOT_CHOSEN = ("", _("请选择"))


class UsccField(forms.CharField):
    """A 统一社会信用代码: cleaned to the form in which it is stored, or refused with what exactly is wrong."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("统一社会信用代码"))
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs.update(autocomplete="off", autocapitalize="characters", spellcheck="false")

    def clean(self, value: Any) -> str:
        """Give the eighteen places."""
        text = super().clean(value)
        if not text:
            return ""
        wrong = explain_uscc(text)
        if wrong:
            raise ValidationError(wrong, code="wrong_uscc")
        return clean_uscc(text) or ""


class PhoneField(forms.CharField):
    """A telephone number: digits, with blanks, hyphens and a country's + allowed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("手机号码"))
        super().__init__(max_length=20, **kwargs)
        self.widget.attrs.update(inputmode="tel", autocomplete="tel")

    def clean(self, value: Any) -> str:
        """Keep digits and a leading +."""
        text = clean_line(super().clean(value) or "")
        digits = "".join(sign for sign in text if sign.isascii() and sign.isdigit())
        if text and (len(digits) not in PHONE_DIGITS or text.strip("+0123456789 -()")):
            raise ValidationError(_("不像电话号码。请填7至15位数字，可带区号。"), code="invalid")
        return f"+{digits}" if text.startswith("+") else digits


class LineField(forms.CharField):
    """One line of text without control and direction characters."""

    def clean(self, value: Any) -> str:
        """Clean the line."""
        return clean_line(super().clean(value) or "")


def add_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Show an action's refusal at the field that it names, else above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


class RegistrationForm(LookForm):
    """An organisation applies for its first account."""

    uscc = UsccField(help_text=_("营业执照或者法人证书上的18位代码。"))
    organisation_name = LineField(label=_("单位名称"), max_length=200, help_text=_("与证照一致的全称。"))
    kind = forms.ChoiceField(
        label=_("单位性质"),
        choices=[
            NOT_CHOSEN,
            *(pair for pair in OrganisationKind.choices if pair[0] not in {"government", "individual"}),
        ],
    )
    district = forms.ChoiceField(label=_("所在地"), choices=[NOT_CHOSEN, *CHOICES])
    name = LineField(label=_("经办人姓名"), max_length=50)
    phone = PhoneField(help_text=_("只用于核实身份，不公开。"))
    email = forms.EmailField(
        label=_("电子邮箱"), help_text=_("批准后，设置密码的链接发到这里。"), max_length=254
    )
    username = forms.CharField(
        label=_("想用的账号"),
        max_length=50,
        validators=[USERNAME_RULE],
        help_text=_("3至50个字母、数字、点或者横线，登录时不分大小写。"),
    )


class FirstPasswordForm(LookForm):
    """Sets the first password by an invitation."""

    password1 = forms.CharField(label=_("密码"), strip=False, max_length=200, widget=forms.PasswordInput)
    password2 = forms.CharField(
        label=_("再输一遍密码"), strip=False, max_length=200, widget=forms.PasswordInput
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["password1"].help_text = "".join(password_validators_help_texts())
        for name in ("password1", "password2"):
            self.fields[name].widget.attrs["autocomplete"] = "new-password"

    def clean_password1(self) -> str:
        """Judge by the site's rules."""
        password = self.cleaned_data["password1"]
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        given = super().clean() or self.cleaned_data
        if given.get("password1") and given.get("password1") != given.get("password2"):
            self.add_error("password2", _("两次输入的密码不同。请重新输入。"))
        return given


class ProfileForm(LookForm):
    """One's own name, mail, telephone and language."""

    name = LineField(label=_("姓名"), max_length=50)
    email = forms.EmailField(
        label=_("电子邮箱"),
        required=False,
        max_length=254,
        help_text=_("忘记密码时，重设密码的链接发到这里。"),
    )
    phone = PhoneField(required=False)
    language = forms.ChoiceField(label=_("界面语言"), choices=[("zh-hans", "简体中文"), ("en", "English")])


class OrganisationForm(LookForm):
    """The facts of an organisation that may change; its name has a form of its own, its code never changes."""

    district = forms.ChoiceField(label=_("所在地"), choices=[NOT_CHOSEN, *CHOICES], required=False)
    industry = forms.RegexField(
        r"^[A-T]?[0-9]{2,4}\Z|^[A-T]\Z",
        label=_("行业代码"),
        required=False,
        max_length=4,
        help_text=_("国民经济行业分类（GB/T 4754）的代码，如3512。"),
        error_messages={"invalid": _("不是行业代码。请填2至4位数字，如3512。")},
    )
    size = forms.ChoiceField(label=_("单位规模"), choices=OrganisationSize.choices)
    registered_on = forms.DateField(label=_("成立日期"), required=False)
    is_high_tech = forms.BooleanField(label=_("高新技术企业"), required=False)

    def clean_registered_on(self) -> Any:
        """No organisation is founded tomorrow."""
        day = self.cleaned_data["registered_on"]
        if day and day > city_today():
            raise ValidationError(_("成立日期晚于今天。请填营业执照上的日期。"), code="future")
        return day


class RenameForm(LookForm):
    """A new name from a day on."""

    name = LineField(label=_("新名称"), max_length=200)
    on = forms.DateField(label=_("启用日期"))

    def clean_on(self) -> Any:
        """A name is borne from a day that has come."""
        day = self.cleaned_data["on"]
        if day > city_today():
            raise ValidationError(_("启用日期晚于今天。请在更名之后再登记。"), code="future")
        return day


class MergeForm(LookForm):
    """Which of two is kept, and why they are one."""

    kept = forms.ChoiceField(label=_("保留哪个单位"), widget=forms.RadioSelect)
    reason = LineField(
        label=_("认定为同一单位的理由"),
        max_length=500,
        help_text=_("例如：名称多打了空格，联系人和地址相同，已电话核实。"),
    )

    def __init__(self, *args: Any, pair: tuple[Organisation, Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pair = {str(each.pk): each for each in pair}
        self.fields["kept"].choices = [(number, each.name) for number, each in self.pair.items()]

    @property
    def chosen(self) -> tuple[Organisation, Organisation]:
        """The organisation to keep and the one that goes into it."""
        kept = self.pair[self.cleaned_data["kept"]]
        return kept, next(each for each in self.pair.values() if each is not kept)


class ReasonForm(LookForm):
    """A reason of one line."""

    reason = LineField(label=_("理由"), max_length=500)


def role_choices() -> list[tuple[str, Any]]:
    """All roles, with a first line that chooses none."""
    return [NOT_CHOSEN, *((name, role.title) for name, role in ROLES.items())]


class RoleForm(LookForm):
    """A role in an organisation."""

    role = forms.ChoiceField(label=_("角色"), choices=role_choices)
    organisation = forms.CharField(
        label=_("所属单位"), max_length=200, help_text=_("填统一社会信用代码或者单位全称。")
    )

    def clean_organisation(self) -> Organisation:
        """Find the one organisation that was meant."""
        text = self.cleaned_data["organisation"]
        found = organisation_by_uscc(text) or organisation_by_name(text)
        if found is None:
            raise ValidationError(
                _("没有找到这个单位，或者有同名单位。请填18位统一社会信用代码。"), code="unknown"
            )
        return found


class InvitationForm(RoleForm):
    """A new account with its first role."""

    name = LineField(label=_("姓名"), max_length=50)
    username = forms.CharField(label=_("登录账号"), max_length=50, validators=[USERNAME_RULE])
    email = forms.EmailField(label=_("电子邮箱"), max_length=254, help_text=_("设置密码的链接发到这里。"))
    phone = PhoneField(required=False)
    field_order = ["name", "username", "email", "phone", "role", "organisation"]
