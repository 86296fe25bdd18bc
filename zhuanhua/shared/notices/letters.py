"""What may a mail say? That something is new, of which kind, in which programme, by which day; never a word that somebody wrote.

A mail passes through many hands. What a case is called, whose it is, why it came back: that stands behind the sign-in.
"""

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext as _

from zhuanhua.shared.notices.models import Notice
from zhuanhua.ui.menu import title_at

DUE = ("due", "day", "until", "use_by")  # words that name the day until which something is to be done
PLAIN = {
    **dict.fromkeys(("count", "new", "waiting", "late"), re.compile(r"[0-9]{1,6}")),
    "at": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}"),
}
_PLACE = re.compile(r"%\((\w+)\)s")
_CALLED = re.compile(r"\s*[：:]\s*%\(\w+\)s$")  # the end of 登记申请已受理：%(name)s


def letter(
    address: str, notice: Notice, *, says: str = "", language: str = "", is_key: bool = False
) -> EmailMessage:
    """Write in the reader's language; `says` is a message of the catalogue that the mail brings too.

    The link leads through the sign-in to the place, unless it is itself the key (`is_key`). An address with a question
    in it is opened from the messages on the site: the question may be somebody's words.
    """
    asks = urlsplit(notice.url)
    place = reverse("notices:list") if asks.query or not asks.path else asks.path
    way = notice.url if is_key else f"{reverse('account_login')}?next={quote(place)}"
    with override(language or settings.LANGUAGE_CODE):
        kind, programme = kind_of(notice), str(title_at(asks.path))
        lines = [
            _("平台上有一条给您的新消息。"),
            "",
            _("事项：%(kind)s") % {"kind": kind},
            *([_("业务：%(programme)s") % {"programme": programme}] if programme else []),
            *([_("期限：%(day)s") % {"day": day}] if (day := _due(notice.words)) else []),
            *(["", told] if (told := _plain(says, notice.words)) else []),
            "",
            _("请由本人打开链接：") if is_key else _("请登录后查看和办理："),
            f"{settings.SITE_URL}{way}",
            "",
            _("为了保密，邮件里不写具体内容。这是系统邮件，请不要回复。"),
        ]
    subject = " · ".join(part for part in (kind, programme) if part)
    return EmailMessage(subject, "\n".join(lines), to=[address])


def kind_of(notice: Notice) -> str:
    """Give what a title says without its names: of 登记申请已受理：检测装置 it is 登记申请已受理."""
    return _plain(notice.title, notice.words) or _("新消息")


def _plain(message: str, words: Mapping[str, str]) -> str:
    """Say a message of the catalogue with its counts and moments; what no catalogue knows, somebody has typed."""
    with override("en"):
        known = gettext(message) if message else ""
    if known == message:
        return ""
    return _PLACE.sub(lambda place: _harmless(place.group(1), words), _CALLED.sub("", gettext(message)))


def _harmless(name: str, words: Mapping[str, str]) -> str:
    word = str(words.get(name, ""))
    return word if name in PLAIN and PLAIN[name].fullmatch(word) else "…"


def _due(words: Mapping[str, str]) -> str:
    """Give the first day among the words, as ISO date; what is no day stays out."""
    for name in DUE:
        try:
            return date.fromisoformat(str(words.get(name, ""))).isoformat()
        except ValueError:
            continue
    return ""
