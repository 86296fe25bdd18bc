"""Gives the rows that the entry rules judge: what is known of an applicant before a word is written, and what its application adds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, Sum

from zhuanhua.programmes.projects.codes import Scheme
from zhuanhua.programmes.projects.models import Application, Call, Project
from zhuanhua.programmes.projects.states import AWAITING
from zhuanhua.programmes.projects.states_project import AT_WORK, BANNED
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.people.models import Organisation
from zhuanhua.shared.policy import rules
from zhuanhua.shared.policy.queries import confirmed
from zhuanhua.shared.policy.verdicts import Sheet, verdict, verdicts

CITY_PREFIX = "2101"
RULES = {Scheme.DOUBLE_HUNDRED: "projects.double_hundred", Scheme.SPECIAL: "projects.special"}


def rule_of(call: Call) -> rules.Rule:
    """Give the rule by which a call judges."""
    return rules.find(RULES[Scheme(call.scheme)])


def values_on(on: date) -> Any:
    """Give the values of project calls that hold on a day."""
    return rules.find(RULES[Scheme.DOUBLE_HUNDRED]).values(on)


def entry_sheet(
    call: Call, organisation: Organisation, on: date, application: Application | None = None
) -> Sheet:
    """Judge an organisation for a call with what is known: without an application, what only it can tell stays open."""
    row = _row(call.number, call.scheme, organisation, application)
    known = _known_of([organisation.pk], call.scheme)
    return verdict(rule_of(call), row | known[organisation.pk], on, confirmed=confirmed())


def grant_sheets(call: Call, applications: Sequence[Application], on: date) -> list[Sheet]:
    """Judge the applications of a call together, in the order given: an enterprise's total fills in that order."""
    known = _known_of({each.applicant_id for each in applications}, call.scheme)
    rows = [
        _row(each.number, call.scheme, each.applicant, each) | known[each.applicant_id] | {"place": place}
        for place, each in enumerate(applications, start=1)
    ]
    return verdicts(rule_of(call), rows, on, confirmed=confirmed()) if rows else []


def rows_on(scheme: str) -> Any:
    """Give the function that a replay asks for the rows of all applications of a scheme in the calendar year of a day."""

    def cases(on: date) -> Iterable[dict[str, Any]]:
        handed_in = Q(submitted_on__year=on.year, submitted_on__lte=on)
        found = list(
            Application.objects.filter(handed_in, call__scheme=scheme)
            .exclude(state__in=AWAITING)
            .select_related("applicant")
            .order_by("rank", "number")
        )
        known = _known_of({each.applicant_id for each in found}, scheme)
        return [
            _row(each.number, scheme, each.applicant, each)
            | known[each.applicant_id]
            | {"place": each.rank, "running_fen": 0}
            for each in found
        ]

    return cases


def party_names(parties: Iterable[str]) -> Mapping[str, str]:
    """Name the applicants of rows."""
    found = Organisation.objects.in_bulk([int(party) for party in parties])
    return {str(key): organisation.name for key, organisation in found.items()}


def _row(
    number: str, scheme: str, organisation: Organisation, application: Application | None
) -> dict[str, Any]:
    return {
        "number": number,
        "applicant": str(organisation.pk),
        "is_in_city": organisation.district.startswith(CITY_PREFIX) if organisation.district else None,
        "is_enterprise": organisation.kind == OrganisationKind.ENTERPRISE,
        "chain": (application.chain or None) if application else None,
        "standing": (application.standing or None) if application else None,
        "requested_fen": application.requested_fen if application else None,
        "own_fen": application.own_fen if application else None,
        "place": None,
    }


def _known_of(organisations: Iterable[int], scheme: str) -> dict[int, dict[str, Any]]:
    """Give what the records tell of applicants: what runs under the scheme, and whether something stands against them."""
    wanted = set(organisations)
    running = dict(
        Project.objects.filter(undertaker__in=wanted, state__in=AT_WORK, application__call__scheme=scheme)
        .values("undertaker")
        .order_by()
        .annotate(sum=Sum("award_fen"))
        .values_list("undertaker", "sum")
    )
    banned = set(
        Project.objects.filter(undertaker__in=wanted, state__in=BANNED).values_list("undertaker", flat=True)
    )
    return {each: {"running_fen": running.get(each, 0), "has_ban": each in banned} for each in wanted}
