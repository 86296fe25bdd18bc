"""Which organisations take part in the fair of the demo city? Those of the register first, others are founded."""

from collections.abc import Sequence
from random import Random
from typing import Any

from zhuanhua.core.text import match_key
from zhuanhua.demo import words
from zhuanhua.demo.names import Firm, Names, Population
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.people.models import Organisation, OrganisationName

FIRMS, HOUSES, AGENCIES = 1_000, 100, 50


def taking_part(
    people: dict[str, Any], population: Population, chance: Random
) -> tuple[list[Organisation], list[Organisation], list[Organisation]]:
    """Give a thousand firms, a hundred universities and institutes, fifty agencies: those of the register first, others are founded."""
    known = {one.uscc: one for one in Organisation.objects.filter(merged_into__isnull=True)}
    listed = [*population.cast.values(), *population.sellers, *population.local_buyers]
    names = Names(chance)
    names.used = {one.name for one in known.values()} | set(known)
    found = []
    for kinds, wanted in (
        (("enterprise",), FIRMS),
        (("university", "institute"), HOUSES),
        (("agency",), AGENCIES),
    ):
        here = list(dict.fromkeys(each.uscc for each in listed if each.kind in kinds and each.uscc in known))[
            :wanted
        ]
        founded = [_founded(names, kinds[place % len(kinds)], chance) for place in range(wanted - len(here))]
        found.append([*(known[code] for code in here), *_registered(founded, by=people["officer"])])
    return found[0], found[1], found[2]


def _founded(names: Names, kind: str, chance: Random) -> Firm:
    district, _town, _share = chance.choices(words.DISTRICTS, [place[2] for place in words.DISTRICTS])[0]
    if kind == "university":
        return names.public(district, "沈阳", kind, chance.choice(words.UNIVERSITIES), "03")
    if kind == "institute":
        return names.public(district, "沈阳", kind, chance.choice(words.INSTITUTES), "03")
    return names.firm(district, "沈阳", kind=kind)


def _registered(founded: Sequence[Firm], *, by: Any) -> list[Organisation]:
    Organisation.objects.bulk_create(
        [
            Organisation(
                uscc=firm.uscc, name=firm.name, name_key=match_key(firm.name), kind=firm.kind, district=firm.district,
                industry=firm.industry, size=firm.size, is_high_tech=firm.is_high_tech,
            )
            for firm in founded
        ],
        batch_size=80,
    )  # fmt: skip
    made = list(Organisation.objects.filter(uscc__in=[firm.uscc for firm in founded]).order_by("pk"))
    OrganisationName.objects.bulk_create(
        OrganisationName(organisation=one, name=one.name, name_key=one.name_key) for one in made
    )
    record_all(
        [
            Line(
                "organisation:create",
                case_kind="organisation",
                case_number=one.uscc or "",
                by=by,
                after={"name": one.name},
            )
            for one in made
        ]
    )
    return made
