"""Who works with whom? Matches that came to a contact, added up by the two sides."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.matching.models import MatchStep
from zhuanhua.programmes.matching.queries.pairs import narrowed, visible_matches
from zhuanhua.programmes.matching.states import MatchState
from zhuanhua.shared.catalogue import fields
from zhuanhua.shared.people.districts import area_name

MOST_GIVERS, MOST_TAKERS = 16, 20
SIDES = {"domain": _("按技术领域"), "district": _("按所在区县"), "organisation": _("按单位")}
COLUMNS = {
    "domain": "match__need__field",
    "district": "match__need__district",
    "organisation": "match__need__owner__name",
}


@dataclass(frozen=True, slots=True)
class Tie:
    """Two sides that talk: how many matches came to a contact, how many to a registered contract."""

    giver: str
    taker: str
    contacted: int
    registered: int


def ties_for(person: Any, *, by: str, domain: str = "", district: str = "") -> list[Tie]:
    """Give the ties of those with most matches, strongest first; only of matches the person may see."""
    matches = narrowed(visible_matches(person), {"domain": domain, "district": district})
    rows = (
        MatchStep.objects.filter(match__in=matches.order_by().values("pk"), state=MatchState.CONTACTED)
        .order_by()
        .values_list("match__achievement__owner__name", COLUMNS[by])
        .annotate(contacted=Count("pk"), registered=Count("pk", filter=Q(match__state=MatchState.REGISTERED)))
    )
    added: dict[tuple[str, str], tuple[int, int]] = {}
    for giver, value, contacted, registered in rows:
        key = (giver, _named(by, value))
        known = added.get(key, (0, 0))
        added[key] = (known[0] + contacted, known[1] + registered)
    givers = _largest(added, 0, MOST_GIVERS)
    near = {key: numbers for key, numbers in added.items() if key[0] in givers}
    takers = _largest(near, 1, MOST_TAKERS)
    ties = [Tie(*key, *numbers) for key, numbers in near.items() if key[1] in takers]
    return sorted(ties, key=lambda tie: (-tie.contacted, tie.giver, tie.taker))


def _named(by: str, value: str) -> str:
    if by == "domain":
        return str(fields.DOMAINS.get(fields.domain_of(value), _("未填领域")))
    return area_name(value) if by == "district" and value else value or str(_("未填"))


def _largest(added: dict[tuple[str, str], tuple[int, int]], side: int, most: int) -> set[str]:
    many: dict[str, int] = {}
    for key, (contacted, _registered) in added.items():
        many[key[side]] = many.get(key[side], 0) + contacted
    return set(sorted(many, key=lambda name: (-many[name], name))[:most])
