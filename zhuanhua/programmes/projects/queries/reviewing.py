"""Gives the pool of experts, their ties and loads, and why one may not review an application. For those who organise reviews."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from zhuanhua.engines.reviewing import Found, Parties, Tie, TieKind, conflicts, coverage
from zhuanhua.programmes.projects.codes import TIE_LABELS
from zhuanhua.programmes.projects.models import Application, Call, Expert, Review
from zhuanhua.programmes.projects.models import Tie as KeptTie
from zhuanhua.programmes.projects.queries.judging import values_on
from zhuanhua.programmes.projects.states import REVIEW_STANDS, CallState
from zhuanhua.shared.people.models import Membership, Organisation


@dataclass(frozen=True)
class Candidate:
    """An expert with what the assignment needs."""

    expert: Expert
    ties: tuple[Tie, ...]
    load: int

    @property
    def name(self) -> str:
        """The expert's name."""
        return str(self.expert.person.name)


def years_of_avoidance(on: date) -> int:
    """How long past employment and shared projects count (projects.avoidance.years)."""
    return int(values_on(on).avoidance_years)


def expert_of(person: Any) -> Expert | None:
    """Give the person's own entry in the pool."""
    return Expert.objects.filter(person=person.pk).first() if person.is_authenticated else None


def pool(call: Call | None = None) -> list[Candidate]:
    """Give every active expert with ties and the number of standing reviews in the call, or in all calls that are in review."""
    now = Q(reviews__application__call__state=CallState.IN_REVIEW)
    here = Q(reviews__state__in=REVIEW_STANDS) & (Q(reviews__application__call=call) if call else now)
    experts = list(
        Expert.objects.filter(is_active=True, person__is_active=True)
        .select_related("person")
        .annotate(load=Count("reviews", filter=here))
        .order_by("id")
    )
    ties = ties_of([expert.pk for expert in experts])
    return [Candidate(expert, tuple(ties[expert.pk]), expert.load) for expert in experts]  # type: ignore[attr-defined]


def ties_of(experts: Iterable[int]) -> dict[int, list[Tie]]:
    """Give the ties on file of each expert; the organisation in which their account acts is an employer too."""
    wanted = list(experts)
    found: dict[int, list[Tie]] = defaultdict(list, {expert: [] for expert in wanted})
    for kept in KeptTie.objects.filter(expert__in=wanted):
        found[kept.expert_id].append(
            Tie(TieKind(kept.kind), kept.organisation_id, kept.tied_name, kept.since_on, kept.until_on)
        )
    seats = Membership.objects.filter(person__expert__in=wanted).values_list(
        "person__expert", "organisation", "since_on", "until_on"
    )
    for expert, organisation, since, until in seats:
        found[expert].append(Tie(TieKind.EMPLOYER, organisation, since=since, until=until))
    return found


def parties_of(application: Application) -> Parties:
    """Give who stands behind an application: applicant, partners, leader and team, whatever they have answered."""
    partners = application.partners.values_list("organisation", flat=True)
    people = {name for name in application.members.values_list("name", flat=True) if name}
    if application.leader_name:
        people.add(application.leader_name)
    return Parties(frozenset({application.applicant_id, *partners}), frozenset(people))


def why_barred(application: Application, expert: Expert, on: date) -> list[Found]:
    """Give every interest of an expert in an application as the records stand at this moment."""
    return conflicts(
        ties_of([expert.pk])[expert.pk],
        parties_of(application),
        name=expert.person.name,
        on=on,
        years=years_of_avoidance(on),
    )


def coverage_of(candidates: Iterable[Candidate]) -> dict[str, int]:
    """Say how much the check can see of the pool."""
    return coverage({each.expert.pk: each.ties for each in candidates})


def said(found: Iterable[Found]) -> list[str]:
    """Word interests for those who organise reviews."""
    found = list(found)
    names = Organisation.objects.in_bulk([each.organisation for each in found if each.organisation])
    return [
        f"{TIE_LABELS[each.tie.kind.value]}：{names[each.organisation].name if each.organisation else each.person}"
        for each in found
    ]


def reviews_by_application(call: Call) -> dict[int, list[Review]]:
    """Give the standing reviews of a call by application, experts and all; for those who organise reviews."""
    found: dict[int, list[Review]] = defaultdict(list)
    reviews = Review.objects.filter(application__call=call).select_related("expert__person")
    for review in reviews.order_by("id"):
        found[review.application_id].append(review)
    return found
