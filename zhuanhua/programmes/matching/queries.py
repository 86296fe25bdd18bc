"""What can be asked about matches? Every read takes the person who asks."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404

from zhuanhua.programmes.achievements.queries import achievements_for_matching, visible_achievements
from zhuanhua.programmes.matching.models import Judgement, Match, MatchStep
from zhuanhua.programmes.matching.ranking import Fit, Shelf
from zhuanhua.programmes.matching.states import FINAL, MatchState
from zhuanhua.programmes.needs.queries import needs_for_matching, visible_needs
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows

SHOWN = 12
YEAR_DIGITS = 4
PARTIES = (
    "need__owner", "achievement__owner", "asked_by", "asked_from", "broker", "contract",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item that fits, with what was said of the pair and the match that came of it."""

    item: Any
    fit: Fit
    said: Judgement | None
    match: Match | None


def visible_matches(person: Any) -> QuerySet[Match]:
    """Give what the person may see: parties their own, the bureau all, an agency what it brokers or nobody does yet."""
    seen = Q(pk__in=[])
    if person.organisation is not None and allows(person, Permission.MATCH_USE):
        own = person.organisation.pk
        seen |= Q(need__owner=own) | Q(achievement__owner=own) | Q(broker=own)
    if allows(person, Permission.MATCH_BROKER):
        seen |= (
            Q(broker__isnull=True)
            & ~Q(state__in=FINAL)
            & ~Q(need__level="restricted")
            & ~Q(achievement__level="restricted")
        )
    if allows(person, Permission.MATCH_READ_ALL):
        seen = Q()
    return Match.objects.filter(seen).select_related(*PARTIES)


def match_for(person: Any, number: str) -> Match:
    """Give the match of that number; Http404 when there is none, or none for this person."""
    found = visible_matches(person).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def item_to_match(person: Any, number: str) -> Any:
    """Give a need or achievement whose matches the person may read: its owner's people and the bureau; Http404 otherwise."""
    for items in (visible_needs(person), visible_achievements(person)):
        item = items.filter(number=number).first()
        own = item is not None and person.organisation is not None and item.owner_id == person.organisation.pk
        if item is not None and (own or allows(person, Permission.MATCH_READ_ALL)):
            return item
    raise Http404


def proposals_for(person: Any, item: Any) -> list[Proposal]:
    """Rank the other catalogue for an item; only what the person may see."""
    others = visible_achievements(person) if item.case_kind == "need" else visible_needs(person)
    fits = _shelf(item.case_kind, _stamp(item.case_kind)).fits(item)
    seen = {
        other.number: other
        for other in others.filter(number__in=[fit.number for fit in fits]).exclude(owner=item.owner_id)
    }
    kept = [fit for fit in fits if fit.number in seen][:SHOWN]
    side = "achievement" if item.case_kind == "need" else "need"
    pairs = {item.case_kind: item, f"{side}__number__in": [fit.number for fit in kept]}
    said = {
        getattr(one, side).number: one
        for one in Judgement.objects.filter(organisation=item.owner_id, **pairs).select_related(side)
    }
    matches = {
        getattr(one, side).number: one for one in Match.objects.filter(**pairs).select_related(side)[::-1]
    }
    return [Proposal(seen[fit.number], fit, said.get(fit.number), matches.get(fit.number)) for fit in kept]


def said_of(person: Any, match: Match) -> QuerySet[Judgement]:
    """Give what both sides said of a pair, to who may see the match."""
    match_for(person, match.number)
    return Judgement.objects.filter(need=match.need_id, achievement=match.achievement_id).select_related(
        "organisation", "said_by"
    )


def said_about_mine(person: Any) -> QuerySet[Judgement]:
    """Give what others said of one's own items: why they are not wanted."""
    if person.organisation is None:
        return Judgement.objects.none()
    own = person.organisation.pk
    said = Judgement.objects.filter(Q(need__owner=own) | Q(achievement__owner=own))
    return said.exclude(organisation=own).select_related("organisation", "need", "achievement")


def steps_counted(person: Any, params: Any) -> QuerySet[MatchStep]:
    """Give the steps that a figure counts, by step, year and days; only of matches the person may see."""
    found = MatchStep.objects.filter(match__in=visible_matches(person)).select_related(
        "match__need", "match__achievement"
    )
    if params.get("step") in MatchState.values:
        found = found.filter(state=params["step"])
    year = str(params.get("done_year", ""))
    if year.isdigit() and len(year) == YEAR_DIGITS:
        found = found.filter(done_on__year=int(year))
    for name, side in (("done_from", "done_on__gte"), ("done_to", "done_on__lte")):
        day = day_or_none(str(params.get(name, "")))
        if day is not None:
            found = found.filter(**{side: day})
    return found.order_by("-done_on", "-id")


def open_matches(person: Any) -> QuerySet[Match]:
    """Give what is not settled yet, longest without a step first."""
    return visible_matches(person).exclude(state__in=FINAL).order_by("state_since", "id")


def day_or_none(text: str) -> date | None:
    """Read a day of an address; nonsense filters nothing."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def waiting(person: Any) -> int:
    """Count the open matches of the worklist."""
    return open_matches(person).count()


def _stamp(kind: str) -> tuple[Any, ...]:
    """Say how the other catalogue stands: anything that moves changes it."""
    side = Match.achievement if kind == "need" else Match.need
    items = side.field.related_model._default_manager
    found = items.aggregate(many=Count("pk"), newest=Max("state_since"), last=Max("pk"))
    return tuple(found.values())


@lru_cache(maxsize=4)
def _shelf(kind: str, stamp: tuple[Any, ...]) -> Shelf:  # noqa: ARG001 - the stamp is the key
    return Shelf(achievements_for_matching() if kind == "need" else needs_for_matching())
