"""Which organisations do the rows of a workbook name, and which of them are new?"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from zhuanhua.core.text import match_key
from zhuanhua.programmes.contracts import codes
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.people.models import Organisation, OrganisationName

CHUNK = 5_000


_PARTY_KINDS = {
    OrganisationKind.ENTERPRISE: codes.PartyKind.DOMESTIC,
    OrganisationKind.AGENCY: codes.PartyKind.DOMESTIC,
    OrganisationKind.UNIVERSITY: codes.PartyKind.UNIVERSITY,
    OrganisationKind.INSTITUTE: codes.PartyKind.RESEARCH,
    OrganisationKind.HOSPITAL: codes.PartyKind.HEALTH,
    OrganisationKind.GOVERNMENT: codes.PartyKind.AUTHORITY,
    OrganisationKind.ASSOCIATION: codes.PartyKind.ASSOCIATION,
    OrganisationKind.INDIVIDUAL: codes.PartyKind.NATURAL_PERSON,
    OrganisationKind.OVERSEAS: codes.PartyKind.OVERSEAS,
    OrganisationKind.OTHER: codes.PartyKind.OTHER,
}
PARTY_KIND_OF = {kind.value: party.value for kind, party in _PARTY_KINDS.items()}


KIND_OF_PARTY = {
    "010": OrganisationKind.GOVERNMENT,
    "021": OrganisationKind.INSTITUTE,
    "022": OrganisationKind.UNIVERSITY,
    "023": OrganisationKind.HOSPITAL,
    "024": OrganisationKind.OTHER,
    "030": OrganisationKind.ASSOCIATION,
    "500": OrganisationKind.INDIVIDUAL,
    "600": OrganisationKind.OTHER,
    "900": OrganisationKind.OVERSEAS,
}


PUBLIC_WORDS = (
    ("大学", OrganisationKind.UNIVERSITY),
    ("学院", OrganisationKind.UNIVERSITY),
    ("医院", OrganisationKind.HOSPITAL),
    ("研究", OrganisationKind.INSTITUTE),
)


@dataclass(slots=True)
class Party:
    """An organisation that is known: its key, present name, all names it bore, place and kind."""

    pk: int
    name: str
    district: str
    kind: str
    name_keys: set[str] = field(default_factory=set)


class Parties:
    """The organisations of a workbook by code; a merged one answers as the one that was kept."""

    def __init__(self, by_code: dict[str, Party]) -> None:
        self.by_code = by_code

    def key_of(self, code: str) -> int:
        """Give the key under which the organisation of that code stands."""
        return self.by_code[code].pk

    @classmethod
    def of(cls, rows: Iterable[dict[str, Any]]) -> "Parties":
        """Fetch every organisation that the rows name, with its former names, in few queries."""
        wanted = sorted({row[key] for row in rows for key in ("seller_uscc", "buyer_uscc") if row.get(key)})
        by_code: dict[str, Party] = {}
        for start in range(0, len(wanted), CHUNK):
            found = Organisation.objects.filter(uscc__in=wanted[start : start + CHUNK]).select_related(
                "merged_into"
            )
            for organisation in found:
                kept = organisation.merged_into or organisation
                party = Party(
                    kept.pk, kept.name, kept.district, kept.kind, {kept.name_key, organisation.name_key}
                )
                by_code[organisation.uscc] = party
        by_key: dict[int, list[Party]] = {}
        for party in by_code.values():
            by_key.setdefault(party.pk, []).append(party)
        keys = sorted(by_key)
        for start in range(0, len(keys), CHUNK):
            names = OrganisationName.objects.filter(organisation__in=keys[start : start + CHUNK])
            for key, name in names.order_by().values_list("organisation", "name"):
                for party in by_key[key]:
                    party.name_keys.add(match_key(name))
        return cls(by_code)


def party_kind_of(known: Party | None, uscc: str, name: str) -> str:
    """Give the party kind of the national form for an organisation, known or new."""
    return PARTY_KIND_OF[known.kind if known else kind_of_code(uscc, name)]


def kind_of_code(uscc: str, name: str) -> str:
    """Tell the kind of a new organisation by the first two places of its code, and a public body by its name."""
    if uscc.startswith("11"):
        return OrganisationKind.GOVERNMENT.value
    if uscc.startswith("5"):
        return OrganisationKind.ASSOCIATION.value
    if uscc.startswith("12"):
        return next((kind for word, kind in PUBLIC_WORDS if word in name), OrganisationKind.OTHER).value
    return OrganisationKind.ENTERPRISE.value
