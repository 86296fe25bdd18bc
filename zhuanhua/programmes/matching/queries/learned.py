"""Which models are there, how many opinions, and what does somebody not want to be told?"""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from zhuanhua.programmes.matching.models import Judgement, Learning, Silence
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows


def learnings(person: Any) -> QuerySet[Learning]:
    """Give every course of learning, newest first, to who may teach."""
    if not allows(person, Permission.MATCH_TEACH):
        return Learning.objects.none()
    return Learning.objects.select_related("asked_by", "switched_by")


def learning_for(person: Any, identifier: int) -> Learning:
    """Give one course of learning; Http404 when there is none, or none for this person."""
    found = learnings(person).filter(pk=identifier).first()
    if found is None:
        raise Http404
    return found


def opinions(person: Any) -> int:
    """Count what was said of pairs: what a model can learn from."""
    return Judgement.objects.count() if allows(person, Permission.MATCH_TEACH) else 0


def silence_of(person: Any) -> Silence | None:
    """Give what the person switched off, if anything."""
    return Silence.objects.filter(person=person.pk).first()
