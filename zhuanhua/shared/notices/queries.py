"""Whom does a message reach, and what has a person not read?"""

from typing import Any

from django.db.models import QuerySet

from zhuanhua.shared.notices.models import Notice
from zhuanhua.shared.people import queries as people
from zhuanhua.shared.people.models import Organisation, Person


def people_of(recipient: Any) -> list[Person]:
    """Give the person, or the active people who act for the organisation."""
    if isinstance(recipient, Organisation):
        return list(people.people_of(recipient))
    return [recipient] if recipient is not None and recipient.is_active else []


def notices_for(person: Any) -> QuerySet[Notice]:
    """Give a person's messages, newest first."""
    return Notice.objects.filter(person=person.pk)


def unread_count(person: Any) -> int:
    """Count what a person has not read."""
    return notices_for(person).filter(read_at__isnull=True).count()
