"""Who sat where before? Gives a person of the bureau an employment that has ended."""

from datetime import date, timedelta

from zhuanhua.core.dates import city_today
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.people.models import Membership, Organisation, Person

LONG_AGO = date(2014, 6, 30)


def sat_at(person: Person, organisation: Organisation, until: date | None = None) -> Person:
    """Let the person have acted for the organisation, until last month unless told otherwise."""
    Membership.objects.create(
        person=person,
        organisation=organisation,
        role=RoleName.ENTERPRISE,
        since_on=date(2012, 1, 1),
        until_on=until or city_today() - timedelta(days=30),
    )
    return person


def came_over(person: Person, bureau: Organisation, role: str) -> Person:
    """Let the person leave the firm today and sit at the bureau from now on."""
    Membership.objects.filter(person=person).update(until_on=city_today())
    person.acting = Membership.objects.create(
        person=person, organisation=bureau, role=role, since_on=city_today()
    )
    return person
