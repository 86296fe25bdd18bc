"""Who is told when a password or a second factor changes? Its owner, at once, on the site and by mail: a thief would change it. The journal keeps a line.

The signals are the libraries' own; our apps send none to one another.
"""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.db.models.signals import post_delete
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.notices.actions import notify

PASSWORD = noop("登录密码已更改")
ADDED = noop("两步验证已启用")
REMOVED = noop("两步验证已停用")
BODY = noop("时间：%(at)s。如果不是您本人办理的，请立即联系安全管理员。")


def connect() -> None:
    """Listen to the libraries, once."""
    for signal in (password_changed, password_reset, password_set):
        signal.connect(tell_of_password, dispatch_uid="notices.password")
    authenticator_added.connect(tell_of_added, dispatch_uid="notices.factor_added")
    authenticator_removed.connect(write_removed, dispatch_uid="notices.factor_written")
    post_delete.connect(tell_of_removed, sender=Authenticator, dispatch_uid="notices.factor_removed")


def tell_of_password(sender: Any, *, user: Any, **_facts: Any) -> None:  # noqa: ARG001 - a receiver takes its sender
    """Tell the owner of a changed password."""
    _written(user, "person:change_password")
    _tell(user, PASSWORD)


def tell_of_added(sender: Any, *, user: Any, authenticator: Any, **_facts: Any) -> None:  # noqa: ARG001 - the same
    """Tell the owner of a new second factor; the codes for an emergency come with it."""
    if authenticator.type == Authenticator.Type.TOTP:
        _written(user, "person:add_factor")
        _tell(user, ADDED)


def write_removed(sender: Any, *, user: Any, authenticator: Any, **_facts: Any) -> None:  # noqa: ARG001 - the same
    """Write that somebody put away their own second factor; an administrator's reset has its own line."""
    if authenticator.type == Authenticator.Type.TOTP:
        _written(user, "person:remove_factor")


def tell_of_removed(sender: Any, *, instance: Any, **_facts: Any) -> None:  # noqa: ARG001 - the same
    """Tell the owner of a second factor that is gone, whoever took it away."""
    if instance.type == Authenticator.Type.TOTP:
        _tell(instance.user, REMOVED)


def _written(person: Any, event: str) -> None:
    record(event, case_kind="person", case_number=person.username, by=person)


def _tell(person: Any, title: str) -> None:
    words = {"at": f"{city_now():%Y-%m-%d %H:%M}"}
    notify(person, title=title, body=BODY, mail_says=BODY, words=words, url="/people/me/")
