"""Which facts that money may depend on did an organisation change by itself, and has the bureau not entered since?"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from zhuanhua.shared.access.roles import ROLES, Desk
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.people.models import Organisation

PAID_BY = ("size", "district", "is_high_tech", "registered_on")  # facts that rules of payment ask for
OWN_ROLES = [name for name, role in ROLES.items() if role.desk == Desk.ORGANISATION]


def self_told(organisations: Iterable[Organisation], facts: Collection[str] = PAID_BY) -> dict[int, str]:
    """Say of each organisation that changed such a fact by itself which, and when last; nothing of the others."""
    told: dict[int, dict[str, datetime]] = {}
    for entry in _updates(str(one.pk) for one in organisations):
        at, number = parse_datetime(entry.at), int(entry.case_number)
        for name in facts:
            if name not in entry.after or entry.after[name] == entry.before.get(name):
                continue
            told.setdefault(number, {}).pop(name, None)  # what somebody else entered since stands
            if at and entry.actor_role in OWN_ROLES:
                told[number][name] = at
    return {number: _sentence(found) for number, found in told.items() if found}


def _updates(numbers: Iterable[str]) -> QuerySet[Entry]:
    lines = Entry.objects.filter(event="organisation:update", case_kind="organisation")
    return lines.filter(case_number__in=set(numbers)).order_by("seq")


def _sentence(facts: dict[str, datetime]) -> str:
    labels = [str(Organisation._meta.get_field(name).verbose_name) for name in facts]  # noqa: SLF001 - Django's documented meta
    words = {"facts": _("、").join(labels), "day": max(facts.values()).date().isoformat()}
    return _("%(facts)s由该单位自己更改，最近一次在%(day)s，请核对。") % words
