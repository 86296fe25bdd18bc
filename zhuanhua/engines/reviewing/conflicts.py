"""Does an expert have an interest in an application? Judged from ties on file: employers, shares, inventions, projects, declarations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TieKind(StrEnum):
    """How an expert is tied to an organisation or a person."""

    EMPLOYER = "employer"
    SHARES = "shares"
    INVENTION = "invention"
    PROJECT = "project"
    DECLARED = "declared"


FADING = (
    TieKind.EMPLOYER,
    TieKind.PROJECT,
)  # these count for some years after they ended; the others for good


@dataclass(frozen=True, slots=True)
class Tie:
    """One tie: to an organisation by its key, or to a person by name; `until` None still holds."""

    kind: TieKind
    organisation: int | None = None
    person: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Parties:
    """Who stands behind an application: organisations by key, people by name."""

    organisations: frozenset[int]
    people: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """One interest: the tie, and which party it leads to."""

    tie: Tie
    organisation: int | None = None
    person: str = ""


def conflicts(
    ties: Iterable[Tie], parties: Parties, *, name: str = "", on: date, years: int = 3
) -> list[Found]:
    """Give every interest of an expert in an application on a day; an expert of the team itself has one too.

    An employment or a shared project counts while it lasts and for `years` afterwards.
    """
    found = []
    if name and name in parties.people:
        found.append(Found(Tie(TieKind.DECLARED, person=name), person=name))
    for tie in ties:
        if not _counts(tie, on, years):
            continue
        if tie.organisation is not None and tie.organisation in parties.organisations:
            found.append(Found(tie, organisation=tie.organisation))
        elif tie.person and tie.person in parties.people:
            found.append(Found(tie, person=tie.person))
    return found


def coverage(ties_by_expert: Mapping[int, Iterable[Tie]]) -> dict[str, int]:
    """Say how much the check can see: experts, and how many have a tie of each kind on file."""
    seen = {"experts": len(ties_by_expert)}
    for kind in TieKind:
        seen[kind.value] = sum(1 for ties in ties_by_expert.values() if any(tie.kind == kind for tie in ties))
    return seen


def _counts(tie: Tie, on: date, years: int) -> bool:
    if tie.since is not None and tie.since > on:
        return False
    return tie.kind not in FADING or tie.until is None or _later(tie.until, years) >= on


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)
