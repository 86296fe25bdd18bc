"""Who stands aside (回避)? Nobody decides a case of an organisation for which they act or have lately acted, or a case they began.

The measure is the one by which experts stand aside: an employment counts for some years after its end. Here it is taken from the
day the case began, so that a case does not become free by lying long. Whoever has two accounts is two persons to the house.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Forbidden
from zhuanhua.engines.reviewing import Parties, Tie, TieKind, conflicts
from zhuanhua.shared.access.verdicts import ALLOWED, Verdict, log_refusal
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.people.models import Membership

Years = Callable[[date], int]
_YEARS: list[Years] = []


@dataclass(frozen=True, slots=True)
class Matter:
    """A case as it looks to whoever may be partial: the organisations whose case it is, and the persons who began it."""

    case_kind: str
    case_number: str
    parties: frozenset[int]
    begun_by: frozenset[int] = frozenset()

    @classmethod
    def of(cls, case: Any, *, parties: Iterable[int | None], begun_by: Iterable[int | None] = ()) -> "Matter":
        """Put together what a case is to its judges; what is not filled in is nobody."""
        return cls(case.case_kind, case.number, _filled(parties), _filled(begun_by))


@dataclass(slots=True)
class Seat:
    """One employment of a person: the organisation, with those it went into or took in, and until when."""

    name: str
    until: date | None
    organisations: set[int] = field(default_factory=set)

    def counts(self, matter: Matter, on: date, years: int) -> bool:
        """Whether it is an interest in the case as of a day; one that was taken up during the case is one too."""
        ties = [
            Tie(TieKind.EMPLOYER, organisation, until=self.until)
            for organisation in self.organisations & matter.parties
        ]
        return bool(conflicts(ties, Parties(matter.parties), on=on, years=years))


def register_years(years: Years) -> None:
    """Say how long an employment counts after its end: the policy value of the programme that keeps it."""
    _YEARS[:] = [years]


def is_impartial(person: Any, case: Matter) -> Verdict:
    """Whether the person may decide the case, or why a colleague must; one query."""
    why = partial_in(person, [case]).get(case.case_number)
    return Verdict(allowed=False, reason=why) if why else ALLOWED


def require_impartial(person: Any, *cases: Matter) -> None:
    """Let the person decide all of it, or refuse with the reason and log the refusal. What the system does itself is nobody's interest."""
    found = {} if person is None else partial_in(person, cases)
    if found:
        number, why = next(iter(found.items()))
        log_refusal(person, number, "partial")
        raise Forbidden(why, code="partial")


def partial_in(person: Any, cases: Sequence[Matter]) -> dict[str, str]:
    """Say, by number, why the person leaves a case to a colleague; those they may decide are not named.

    One query for any number of cases; a second where an employment ended so long ago that it depends on when the case began.
    """
    found = {case.case_number: _began_it() for case in cases if person.pk in case.begun_by}
    if not cases:
        return found
    today = city_today()
    years = _YEARS[0](today) if _YEARS else 0
    seats = _seats_of(person)
    doubtful: list[tuple[Matter, Seat]] = []
    for case in cases:
        for seat in seats:
            if case.case_number in found or not seat.organisations & case.parties:
                continue
            if seat.counts(case, today, years):
                found[case.case_number] = _acted_for(seat)
            else:
                doubtful.append((case, seat))
    begun = _begun_on([case for case, _seat in doubtful])
    for case, seat in doubtful:
        on = begun.get((case.case_kind, case.case_number), today)
        if case.case_number not in found and seat.counts(case, on, years):
            found[case.case_number] = _acted_for(seat)
    return found


def _seats_of(person: Any) -> list[Seat]:
    """Give every employment but where the person sits now: the bureau may be party to a contract that somebody must register.

    An organisation that was merged is the one that was kept, whichever of the two the case or the employment still names.
    """
    own = person.organisation.pk if person.organisation is not None else None
    rows = Membership.objects.filter(person=person.pk).exclude(organisation=own).order_by("pk")
    seats: dict[int, Seat] = {}
    for key, name, until, *organisations in rows.values_list(
        "pk",
        "organisation__name",
        "until_on",
        "organisation",
        "organisation__merged_into",
        "organisation__merged_organisations",
    ):
        seat = seats.setdefault(key, Seat(name, until))
        seat.organisations |= _filled(organisations)
    return list(seats.values())


def _begun_on(cases: Sequence[Matter]) -> dict[tuple[str, str], date]:
    """Give the day of each case's first line in the journal."""
    if not cases:
        return {}
    lines = Entry.objects.filter(
        case_kind__in={case.case_kind for case in cases}, case_number__in={case.case_number for case in cases}
    )
    first = lines.order_by().values_list("case_kind", "case_number").annotate(Min("at"))
    return {(kind, number): date.fromisoformat(at[:10]) for kind, number, at in first}


def _filled(keys: Iterable[int | None]) -> frozenset[int]:
    return frozenset(key for key in keys if key is not None)


def _began_it() -> str:
    return _("这件事是您本人提出的，须回避，请由同事办理。")


def _acted_for(seat: Seat) -> str:
    words = {"name": seat.name}
    if seat.until is None:
        return _("您是“%(name)s”的人员，须回避，请由同事办理。") % words
    return _("您曾是“%(name)s”的人员，须回避，请由同事办理。") % words
