"""Who reviews in the demo city? Experts of its universities and institutes, with their fields and the ties that are on file."""

from datetime import date, timedelta
from random import Random
from typing import Any

from zhuanhua.demo import words
from zhuanhua.demo.days import on_day
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.codes import Chain
from zhuanhua.programmes.projects.models import Expert
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.people.models import Membership, Organisation, Person

SURNAMES = "邵骆闻江严秦卓白"  # no applicant of the demo city bears one
COUNT, MOST = 30, 24
CHAINS = [chain.value for chain in Chain]
TITLES = ("教授", "研究员", "教授级高级工程师", "副教授")


def settle(people: dict[str, Any], *, day: date, chance: Random) -> list[Expert]:
    """Take the demo expert and others into the pool; a few are shareholders of firms or have worked there."""
    officer = people["officer"]
    homes = list(
        Organisation.objects.filter(kind__in=("university", "institute"), merged_into=None).order_by("pk")
    )
    cast = {people[name].organisation.pk for name in ("university", "institute")}
    homes = [home for home in homes if home.pk not in cast][:15]
    with on_day(day - timedelta(days=900)):
        own = ["equipment", "auto", "it", "energy"]
        pool = [_kept(people["expert"], own, chance, officer)]
        for place in range(COUNT - 1):
            person = _person(place, homes[place % len(homes)], chance)
            fields = chance.sample(CHAINS, 4)
            fields[0] = CHAINS[place % len(CHAINS)]
            pool.append(_kept(person, sorted(set(fields)), chance, officer))
        firms = Organisation.objects.filter(kind="enterprise", district__startswith="2101").order_by("pk")[:8]
        for expert, firm in zip(pool[3:11], firms, strict=True):
            kind, source = chance.choice((("shares", "企业年报"), ("employer", "社保记录")))
            since = date(2015, 3, 1) if kind == "employer" else None
            actions.record_tie(
                expert=expert, kind=kind, organisation=firm, since_on=since, source=source, by=officer
            )
    return pool


def _person(place: int, home: Organisation, chance: Random) -> Person:
    name = SURNAMES[place % len(SURNAMES)] + words.GIVEN[(place * 7) % len(words.GIVEN)]
    person = Person(username=f"expert{place + 2:02d}", name=name, email=f"expert{place + 2:02d}@demo.invalid")
    person.set_unusable_password()
    person.save()
    Membership.objects.create(
        person=person, organisation=home, role=RoleName.EXPERT, since_on=date(2016, 1, 4)
    )
    return person


def _kept(person: Person, fields: list[str], chance: Random, officer: Any) -> Expert:
    return actions.keep_expert(
        person=person, fields=fields, job_title=chance.choice(TITLES), most=MOST, is_active=True, by=officer
    )
