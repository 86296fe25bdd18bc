"""Which pairs may a person see, what fits an item, and what do the figures count?"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from zhuanhua.core.dates import city_today, year_in
from zhuanhua.programmes.achievements.queries import visible_achievements
from zhuanhua.programmes.matching import keeping
from zhuanhua.programmes.matching.models import Candidate, Judgement, Match, MatchStep
from zhuanhua.programmes.matching.ranking import MOST, Fit, Why
from zhuanhua.programmes.matching.states import FINAL, MatchState
from zhuanhua.programmes.needs.queries import visible_needs
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.catalogue.codes import Level
from zhuanhua.shared.catalogue.fields import DOMAINS
from zhuanhua.shared.catalogue.queries import matchable_of
from zhuanhua.shared.figures.spans import in_span
from zhuanhua.shared.people.models import Organisation

SHOWN = 12
LEVELS = ("1", "2", "3", "4")
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
    """Give what the person may see: parties their own, the bureau all, an agency only what it was named the broker of."""
    seen = Q(pk__in=[])
    if person.organisation is not None and allows(person, Permission.MATCH_USE):
        own = person.organisation.pk
        seen |= Q(need__owner=own) | Q(achievement__owner=own) | Q(broker=own)
    if allows(person, Permission.MATCH_READ_ALL):
        seen = Q()
    return Match.objects.filter(seen).select_related(*PARTIES)


def brokers_for(match: Match) -> QuerySet[Organisation]:
    """Give the agencies that either side may name as broker: those with people who sign in, neither side itself."""
    working = Q(memberships__role=RoleName.AGENCY, memberships__until_on__isnull=True)
    found = Organisation.objects.filter(working, merged_into__isnull=True)
    return found.exclude(pk__in=[match.need.owner_id, match.achievement.owner_id]).distinct()


def match_for(person: Any, number: str) -> Match:
    """Give the match of that number; Http404 when there is none, or none for this person."""
    found = visible_matches(person).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def item_to_match(person: Any, number: str) -> Any:
    """Give an item whose matches the person may read: its owner's people and the bureau; brokers where it is on the shelf and not restricted. Http404 otherwise."""
    item = _item(person, number)
    open_to_brokers = item.level != Level.RESTRICTED and item.is_live(city_today())
    if _is_own_or_bureaus(person, item) or (open_to_brokers and allows(person, Permission.MATCH_BROKER)):
        return item
    raise Http404


def item_to_judge(person: Any, number: str) -> Any:
    """Give an item of which the person's side may speak, or that the bureau may read; Http404 otherwise."""
    item = _item(person, number)
    if not _is_own_or_bureaus(person, item):
        raise Http404
    return item


def _item(person: Any, number: str) -> Any:
    for items in (visible_needs(person), visible_achievements(person)):
        item = items.filter(number=number).first()
        if item is not None:
            return item
    raise Http404


def _is_own_or_bureaus(person: Any, item: Any) -> bool:
    own = person.organisation is not None and item.owner_id == person.organisation.pk
    return own or bool(allows(person, Permission.MATCH_READ_ALL))


def proposals_for(person: Any, item: Any) -> list[Proposal]:
    """Give what fits an item, best first; only what the person may see, and of others' words and matches only those they may read."""
    side = "achievement" if item.case_kind == "need" else "need"
    others = visible_achievements(person) if side == "achievement" else visible_needs(person)
    fits = {getattr(fit, side): fit for fit in _fits(item)}
    seen = {
        other.number: other for other in others.filter(number__in=list(fits)).exclude(owner=item.owner_id)
    }
    kept = [number for number in fits if number in seen][:SHOWN]
    pairs = {item.case_kind: item, f"{side}__number__in": kept}
    said = {
        getattr(one, side).number: one for one in _said_by_owner(person, item, pairs).select_related(side)
    }
    matches = {
        getattr(one, side).number: one for one in visible_matches(person).filter(**pairs).order_by("id")
    }
    return [Proposal(seen[number], fits[number], said.get(number), matches.get(number)) for number in kept]


def reasons_for(person: Any, item: Any, other: Any) -> list[Why]:
    """Give the engine's reasons for a pair, by what the person may read of both."""
    pair = [matchable_of(person, one) for one in (item, other)]
    return keeping.reasoner().why(*(pair if item.case_kind == "need" else reversed(pair)))


def _fits(item: Any) -> list[Fit]:
    if keeping.is_kept(item, keeping.in_use()):
        kept = Candidate.objects.filter(**{item.case_kind: item}).select_related("need", "achievement")
        return [
            Fit(
                one.need.number,
                one.achievement.number,
                one.level,
                one.score_bp,
                one.probability_bp,
                one.model,
            )
            for one in kept[:MOST]
        ]
    return keeping.ranked_now(matchable_of(None, item), item.case_kind)


def _said_by_owner(person: Any, item: Any, pairs: dict[str, Any]) -> QuerySet[Judgement]:
    own = person.organisation is not None and person.organisation.pk == item.owner_id
    if not own and not allows(person, Permission.MATCH_READ_ALL):
        return Judgement.objects.none()
    return Judgement.objects.filter(organisation=item.owner_id, **pairs)


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
    """Give the steps that a figure counts, by step, year, days, field, district and level; only of matches the person may see."""
    found = MatchStep.objects.filter(match__in=narrowed(visible_matches(person), params))
    if params.get("step") in MatchState.values:
        found = found.filter(state=params["step"])
    return (
        _within(found, params, "done")
        .select_related("match__need", "match__achievement")
        .order_by("-done_on", "-id")
    )


def asked_counted(person: Any, params: Any) -> QuerySet[Match]:
    """Give the matches asked for that a figure counts."""
    return _within(narrowed(visible_matches(person), params), params, "asked").order_by("-asked_on", "-id")


def narrowed(matches: QuerySet[Match], params: Any) -> QuerySet[Match]:
    """Narrow matches by what a figure is grouped by: domain and district of the need, level."""
    domain, district, level = (str(params.get(name, ""))[:6] for name in ("domain", "district", "level"))
    if domain in DOMAINS:
        matches = matches.filter(need__field__startswith=domain[:1])
    if district:
        matches = matches.filter(need__district=district)
    return matches.filter(level=int(level)) if level in LEVELS else matches


def _within(found: QuerySet[Any], params: Any, name: str) -> QuerySet[Any]:
    year = year_in(str(params.get(f"{name}_year", "")))
    if year is not None:
        found = found.filter(**{f"{name}_on__year": year})
    return in_span(found, params, f"{name}_on")


def open_matches(person: Any) -> QuerySet[Match]:
    """Give what is not settled yet, longest without a step first."""
    return visible_matches(person).exclude(state__in=FINAL).order_by("state_since", "id")


def count_by_state(person: Any) -> dict[str, int]:
    """Count the person's matches in each state."""
    counted = visible_matches(person).order_by().values_list("state").annotate(number=Count("pk"))
    return dict(counted)


def waiting(person: Any) -> int:
    """Count the open matches of the worklist."""
    return open_matches(person).count()
