"""How is somebody told? A message on the site, and a mail where there is an address; a failing mail loses nothing."""

from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_now
from zhuanhua.shared.notices.models import Notice
from zhuanhua.shared.notices.queries import people_of

log = structlog.get_logger("zhuanhua.notices")


def notify(recipient: Any, *, title: str, body: str = "", url: str = "", mail: bool = True) -> int:
    """Tell a person, or everybody who acts for an organisation; gives how many were told."""
    people = people_of(recipient)
    Notice.objects.bulk_create(
        Notice(person=person, title=title[:300], body=body, url=url) for person in people
    )
    if mail:
        for person in people:
            if person.email:
                _mail(person.email, title, body, url)
    return len(people)


def read_notice(*, notice: Notice, by: Any) -> Notice:
    """Mark a message as read; only the person told may."""
    if notice.person_id == by.pk and notice.read_at is None:
        notice.read_at = city_now()
        notice.save(update_fields=["read_at"])
    return notice


def read_all_notices(*, by: Any) -> int:
    """Mark all of a person's messages as read."""
    return Notice.objects.filter(person=by.pk, read_at__isnull=True).update(read_at=city_now())


def _mail(address: str, title: str, body: str, url: str) -> None:
    subject = " ".join(title.split())[:200]
    text = f"{body}\n\n{settings.SITE_URL}{url}\n\n{_('这是系统邮件，请在平台上办理。')}"
    try:
        EmailMessage(subject, text, to=[address]).send()
    except OSError as fault:
        log.warning("notices.mail_failed", reason=str(fault))
