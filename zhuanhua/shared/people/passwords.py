"""Which passwords does this site accept? Length first (ASVS 6.2); the 等保 profile adds mixed signs."""

from pathlib import Path
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.core.text import match_key

LEAST = 12
CLASSES_WANTED = 3
SHORTEST_FACT = 3
# Words that everyone here would try first; the rest of the list is Django's twenty thousand.
LOCAL_WORDS = (
    "zhuanhua",
    "shenyang",
    "kejiju",
    "woaini",
    "iloveyou",
    "qwerty",
    "password",
    "admin",
    "1qaz2wsx",
    "5201314",
)


class LongEnough:
    """At least twelve characters; any characters, blanks and Chinese too."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse what is too short, and say by how much."""
        if len(password) < LEAST:
            words = {"count": len(password), "least": LEAST}
            raise ValidationError(
                ngettext(
                    "密码有%(count)s位，至少要%(least)s位。可以用一句话。",
                    "密码有%(count)s位，至少要%(least)s位。可以用一句话。",
                    words["count"],
                )
                % words,
                code="too_short",
            )

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("至少%(least)s位，可以用一句话，可以有空格和汉字。") % {"least": LEAST}


class NotCommon(password_validation.CommonPasswordValidator):
    """Not among the passwords that are tried first, nor one of them with digits behind it."""

    def __init__(
        self,
        password_list_path: str
        | Path = password_validation.CommonPasswordValidator.DEFAULT_PASSWORD_LIST_PATH,
    ) -> None:
        super().__init__(password_list_path)

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a common password, a common one with digits or marks around it, and repeated or running signs."""
        plain = password.lower().strip()
        stem = plain.strip("0123456789!@#$%^&*()_+-=.?~ ")
        repeated = len(set(plain)) <= CLASSES_WANTED
        if plain in self.passwords or stem in self.passwords or stem in LOCAL_WORDS or not stem or repeated:
            raise ValidationError(_("这个密码太常见，容易被猜中。请换一句别人想不到的话。"), code="common")

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("不用常见密码，不用一串数字或者重复的字符。")


class NotAboutOneself:
    """Does not hold one's own account, name, telephone, mail or organisation."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password that holds a fact which others know."""
        key = match_key(password)
        facts = [getattr(user, name, "") or "" for name in ("username", "name", "phone", "email")]
        facts.append((getattr(user, "email", "") or "").partition("@")[0])
        known = [match_key(fact) for fact in facts]
        if any(len(fact) >= SHORTEST_FACT and fact in key for fact in known):
            raise ValidationError(
                _("密码里有您的账号、姓名、电话或者邮箱，别人容易猜到。请换一个。"), code="about_oneself"
            )

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("不含本人的账号、姓名、电话和邮箱。")


class MixedSigns:
    """At least three of: small letters, capitals, digits, other signs (等保 8.1.4.1 a)."""

    def validate(self, password: str, user: Any = None) -> None:
        """Count the kinds of sign."""
        kinds = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())
        found = sum(any(kind(sign) for sign in password) for kind in kinds)
        if found < CLASSES_WANTED:
            raise ValidationError(_("请用大写字母、小写字母、数字、符号中的至少三种。"), code="one_kind")

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("用大写字母、小写字母、数字、符号中的至少三种；每90天换一次。")
