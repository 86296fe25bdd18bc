"""What does each programme put on the front page: links for each kind of reader, and what is open for applications today?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Reader(StrEnum):
    """Who reads the front page, in the order of its columns."""

    FIRM = "firm"
    UNIVERSITY = "university"
    AGENCY = "agency"
    EXPERT = "expert"
    BUREAU = "bureau"
    OVERSIGHT = "oversight"
    PUBLIC = "public"


APPLICANTS = (Reader.FIRM, Reader.UNIVERSITY, Reader.AGENCY)


@dataclass(frozen=True, slots=True)
class Lead:
    """A link for some readers: its words, the name of its address, and its place in the list."""

    label: Any
    url_name: str
    readers: tuple[Reader, ...]
    order: int = 50


@dataclass(frozen=True, slots=True)
class Opening:
    """Something that takes applications: its name, a line under it, where it opens, and how long; no day means always."""

    title: Any
    under: Any
    url: str
    closes_on: date | None = None


Openings = Callable[[date], Iterable[Opening]]

_LEADS: dict[str, tuple[Lead, ...]] = {}
_OPENINGS: dict[str, Openings] = {}


def register_leads(programme: str, *leads: Lead) -> None:
    """Show a programme's links on the front page; the door behind each still decides who may enter."""
    _LEADS[programme] = leads


def register_openings(programme: str, find: Openings) -> None:
    """Let the front page ask a programme what takes applications on a day."""
    _OPENINGS[programme] = find


def leads_for(reader: Reader) -> list[Lead]:
    """Give the links for one kind of reader in their order."""
    return sorted(
        (lead for leads in _LEADS.values() for lead in leads if reader in lead.readers),
        key=lambda lead: lead.order,
    )


def openings(on: date) -> list[Opening]:
    """Give what takes applications on a day: the first to close on top, what never closes last."""
    found = [opening for find in _OPENINGS.values() for opening in find(on)]
    return sorted(found, key=lambda opening: (opening.closes_on is None, opening.closes_on or on))
