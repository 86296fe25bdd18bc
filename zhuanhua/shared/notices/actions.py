"""How is somebody told? A message on the site, and a mail where there is an address; a failing mail loses nothing.

The message is kept in the transaction of what it tells; the mail leaves after the commit, so that what was taken back was never told.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from zhuanhua.core.dates import city_now
from zhuanhua.shared.notices.letters import letter
from zhuanhua.shared.notices.models import Notice
from zhuanhua.shared.notices.queries import people_of

log = structlog.get_logger("zhuanhua.notices")


def notify(  # noqa: PLR0913 - each is a part of the message
    recipient: Any,
    *,
    title: str,
    body: str = "",
    words: Mapping[str, str] | None = None,
    url: str = "",
    mail: bool = True,
    mail_says: str = "",
) -> int:
    """Tell a person, or everybody who acts for an organisation; gives how many were told.

    `title` is a message of the catalogue (`gettext_noop`) that ends in what the case is called, `body` another, or what
    somebody typed; `words` fill their places. The mail tells the kind alone, and `mail_says`. Each reads in their own language.
    """
    people = people_of(recipient)
    told = [
        Notice(person=person, title=title[:300], body=body, words=dict(words or {}), url=url)
        for person in people
    ]
    Notice.objects.bulk_create(told)
    if mail:
        _mail_later(
            [
                letter(each.person.email, each, says=mail_says, language=each.person.language)
                for each in told
                if each.person.email
            ]
        )
    return len(people)


def write_to(address: str, *, title: str, mail_says: str, url: str, language: str = "") -> None:
    """Write to an address by mail alone; the link is the key, whether there is an account or not."""
    notice = Notice(title=title, url=url)
    _mail_later([letter(address, notice, says=mail_says, language=language, is_key=True)])


def read_notice(*, notice: Notice, by: Any) -> Notice:
    """Mark a message as read; only the person told may."""
    if notice.person_id == by.pk and notice.read_at is None:
        notice.read_at = city_now()
        notice.save(update_fields=["read_at"])
    return notice


def read_all_notices(*, by: Any) -> int:
    """Mark all of a person's messages as read."""
    return Notice.objects.filter(person=by.pk, read_at__isnull=True).update(read_at=city_now())


def _mail_later(letters: Sequence[EmailMessage]) -> None:
    if letters:
        transaction.on_commit(lambda: _mail(letters), robust=True)  # a partial has no name for Django's log


def _mail(letters: Sequence[EmailMessage]) -> None:
    """Send over one connection: a server that does not answer is waited for once, an address it refuses stops no other."""
    try:
        with get_connection() as post:
            for letter in letters:
                _post(post, letter)
    except OSError as fault:
        log.warning("notices.mail_failed", reason=str(fault), letters=len(letters))


def _post(post: BaseEmailBackend, letter: EmailMessage) -> None:
    try:
        post.send_messages([letter])
    except OSError as fault:
        log.warning("notices.mail_failed", reason=str(fault), letters=1)
