"""What wants attention? Matches that wait too long, strong pairs that are new, and a line a week; nothing to those who switched it off."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from zhuanhua.core.dates import city_now, city_today
from zhuanhua.programmes.matching import notices, policy, queries
from zhuanhua.programmes.matching.models import Candidate, Silence
from zhuanhua.programmes.matching.states import FINAL, MatchState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import Anonymous, allows
from zhuanhua.shared.notices.queries import people_of
from zhuanhua.shared.people.models import Organisation
from zhuanhua.shared.policy.book import load
from zhuanhua.shared.policy.judge import judge

BOOK = Path(__file__).with_name("policy_values.yaml")


def stale_ones(matches: Sequence[Any], on: date) -> list[Any]:
    """Give those of the list that had no step for longer than the value of that day."""
    rows = [
        {"days_since": (on - localdate(one.state_since)).days, "is_open": one.state not in FINAL}
        for one in matches
    ]
    answers = judge(policy.attention, rows, load(BOOK, programme="matching").on(on))
    return [one for one, answer in zip(matches, answers, strict=True) if answer["is_stale"]]


def tell_of_new() -> int:
    """Tell the people of both sides of strong pairs that nobody was told of yet, once a person; gives how many people."""
    fresh = Candidate.objects.filter(level__gte=queries.STRONG, told_at=None)
    keys = list(fresh.values_list("pk", flat=True))
    sides = fresh.values_list("need__owner", "achievement__owner")
    told = 0
    for person in _people({owner for pair in sides for owner in pair}, "no_alerts"):
        own = person.organisation.pk
        found = [
            one
            for one in queries.leads_for(person).filter(pk__in=keys)
            if own in {one.need.owner_id, one.achievement.owner_id}
        ]
        if found:
            notices.found_new(person, found)
            told += 1
    Candidate.objects.filter(pk__in=keys).update(told_at=city_now())
    return told


def tell_weekly() -> int:
    """Send the weekly line to whom it concerns and who wants it; nobody twice within a week, nothing where nothing waits."""
    on, since = city_today(), city_now() - timedelta(days=7)
    sides = {
        owner for model in (queries.visible_needs, queries.visible_achievements) for owner in _owners(model)
    }
    told = 0
    for person in _people(sides, "no_digest"):
        silence, _made = Silence.objects.get_or_create(person=person)
        if silence.digested_on and on - silence.digested_on < timedelta(days=6):
            continue
        own = person.organisation.pk
        still = [
            one
            for one in queries.open_matches(person)
            if own in {one.need.owner_id, one.achievement.owner_id}
        ]
        waiting = [one for one in still if one.state == MatchState.ASKED and one.asked_from_id != own]
        strong = queries.leads_for(person).filter(found_at__gte=since)
        new = sum(own in {one.need.owner_id, one.achievement.owner_id} for one in strong[:200])
        late = stale_ones(still, on)
        if new or waiting or late:
            notices.week(person, new=new, waiting=len(waiting), late=len(late))
            told += 1
        Silence.objects.filter(pk=silence.pk).update(digested_on=on)
    return told


def _owners(visible: Any) -> set[int]:
    items = visible(Anonymous()).order_by()
    return set(items.values_list("owner", flat=True).distinct())


def _people(owners: set[int], switched_off: str) -> list[Any]:
    """The people of the organisations who may use matching and did not switch it off."""
    silent = set(Silence.objects.filter(**{switched_off: True}).values_list("person", flat=True))
    found = {
        person.pk: person
        for owner in Organisation.objects.filter(pk__in=owners)
        for person in people_of(owner)
        if person.pk not in silent and person.organisation is not None and person.organisation.pk == owner.pk
    }
    return [person for person in found.values() if allows(person, Permission.MATCH_USE)]
