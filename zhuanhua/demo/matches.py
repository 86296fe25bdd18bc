"""Who talked to whom in the demo city? What the fair of 2018 and the years since brought together, as the bureau entered it, and what is under way today.

True pairs of the catalogues (planted) become matches in every state; where the register holds a contract of the two sides, the match ends in it.
Verdicts of every kind are said of what the engine ranks. The people of the cast act by the ordinary actions.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction

from zhuanhua.core.dates import CITY_ZONE
from zhuanhua.core.rows import insert_rows
from zhuanhua.demo.catalogues import REVIEWED, planted_file
from zhuanhua.demo.days import on_day
from zhuanhua.programmes.contracts.queries import visible_contracts
from zhuanhua.programmes.matching import actions, keeping, queries
from zhuanhua.programmes.matching.models import Judgement, Match, MatchStep, Saying
from zhuanhua.programmes.matching.states import STEPS, MatchState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.workflow.actions import open_task
from zhuanhua.shared.workflow.moves import move_named
from zhuanhua.shared.workflow.serials import numbers

OLD = 70  # matches of the years since the fair that came to an end without a contract
FAR = {"contact": 6, "meet": 14, "intend": 26, "sign": 41}  # days after the question, about
LATE = 45  # days without a step: longer than the policy's term
ENDS = (
    "价格没有谈拢。", "样件试用没有达到指标。", "企业调整了投资计划。", "另找了合作方。", "双方对知识产权归属意见不一。",
)  # fmt: skip
NOTES = {
    "contact": "电话联系，双方约定见面。",
    "meet": "到现场看了工况，带走样件。",
    "intend": "签了意向书，先做一个工位试用。",
    "sign": "",
    "register": "",
}
# why a firm does not take what speaks of its subject, and what it says of anything else; people err now and then
REFUSALS = (
    ("too_dear", 18),
    ("too_early", 16),
    ("have_it", 16),
    ("region", 16),
    ("capacity", 14),
    ("rights_unclear", 14),
    ("wrong_field", 6),
)
STRANGE = (
    ("wrong_field", 76),
    ("other", 9),
    ("too_early", 6),
    ("capacity", 3),
    ("region", 3),
    ("rights_unclear", 3),
)
NEAR, ANSWERED = 10, 4  # of the best ranked, how many a side answers
# how far the matches of today got, and how many of each have waited for too long
TODAY = (
    ("asked", 20, 7),
    ("agreed", 12, 3),
    ("contacted", 18, 6),
    ("met", 16, 5),
    ("intended", 14, 3),
    ("signed", 10, 2),
)
ORDER = ("agreed", "contacted", "met", "intended", "signed", "registered")


@dataclass
class Told:
    """A match before it is stored: the pair, when it was asked, the days of its steps, where it stands."""

    need: Any
    achievement: Any
    asked_on: date
    steps: list[tuple[str, date]] = field(default_factory=list)  # verb, day; "agree" first
    ended_on: date | None = None
    reason: str = ""
    contract: int | None = None
    is_brokered: bool = False

    @property
    def state(self) -> str:
        """Where it stands."""
        if self.ended_on:
            return MatchState.ENDED.value
        return str(move_named(Match, self.steps[-1][0]).target) if self.steps else MatchState.ASKED.value

    @property
    def since(self) -> date:
        """The day of the last step."""
        return self.ended_on or (self.steps[-1][1] if self.steps else self.asked_on)


def tell(people: dict[str, Any], *, day: date, seed: int) -> dict[str, int]:
    """Bring true pairs together; gives how many matches, verdicts and contracts came of it."""
    chance = Random(f"{seed}/matches")
    with on_day(day - timedelta(days=1)), transaction.atomic():
        keeping.begin()
        shelf = keeping.present_shelf()
    pairs = _pairs(people["officer"], chance)
    told = [
        *_converted(pairs, people["officer"], chance, day),
        *_old(pairs, chance, day),
        *_present(pairs, chance, day),
    ]
    fits = _ranked(shelf, told)
    with transaction.atomic():
        _store(told, fits, people, chance)
        said = _say(told, fits, people, chance)
    with on_day(day - timedelta(days=2)):
        acted = _cast(people, day - timedelta(days=2))
    contracts = sum(one.contract is not None for one in told)
    return {"matches": len(told) + acted, "verdicts": said, "contracts": contracts}


def _pairs(officer: Any, chance: Random) -> list[tuple[Any, Any]]:
    """The planted pairs whose sides are two organisations, in a drawn order, each need once."""
    needs = {one.number: one for one in queries.visible_needs(officer)}
    achievements = {one.number: one for one in queries.visible_achievements(officer)}
    listed = _listed()
    chance.shuffle(listed)
    found = [(needs[need], achievements[achievement]) for need, achievement in listed]
    return [pair for pair in found if pair[0].owner_id != pair[1].owner_id]


def _listed() -> list[tuple[str, str]]:
    """The planted pairs, need and achievement."""
    with planted_file().open(encoding="utf-8", newline="") as file:
        return [(row["need"], row["achievement"]) for row in csv.DictReader(file)]


def _converted(pairs: list[tuple[Any, Any]], officer: Any, chance: Random, day: date) -> Iterator[Told]:
    """Matches that ended in a contract of the register; the pairs are taken out of the list."""
    sides = {(achievement.owner_id, need.owner_id): (need, achievement) for need, achievement in pairs}
    rows = visible_contracts(officer).filter(state="registered", signed_on__gte=REVIEWED + timedelta(days=60))
    rows = rows.filter(buyer__in={buyer for _seller, buyer in sides}).order_by("registered_on", "id")
    taken: set[tuple[int, int]] = set()
    for pk, seller, buyer, signed, registered in rows.values_list(
        "pk", "seller", "buyer", "signed_on", "registered_on"
    ):
        if (seller, buyer) in sides and (seller, buyer) not in taken and registered < day:
            taken.add((seller, buyer))
            need, achievement = sides[seller, buyer]
            pairs.remove((need, achievement))
            asked = signed - timedelta(days=FAR["sign"])
            one = Told(need, achievement, asked, contract=pk, is_brokered=chance.random() < 0.4)
            one.steps = [*_steps(asked, "intend", chance), ("sign", signed), ("register", registered)]
            yield one


def _old(pairs: list[tuple[Any, Any]], chance: Random, day: date) -> Iterator[Told]:
    """Matches of the years since the fair that came to an end without a contract."""
    span = max((day - REVIEWED).days - 200, 1)
    for _place in range(OLD):
        need, achievement = pairs.pop()
        asked = REVIEWED + timedelta(days=int(span * chance.random() ** 2) + 2)
        last = chance.choices(("agree", "contact", "meet", "intend"), (10, 40, 35, 15))[0]
        one = Told(need, achievement, asked, _steps(asked, last, chance), is_brokered=chance.random() < 0.3)
        one.ended_on = one.steps[-1][1] + timedelta(days=chance.randrange(20, 90))
        one.reason = chance.choice(ENDS)
        yield one


def _present(pairs: list[tuple[Any, Any]], chance: Random, day: date) -> Iterator[Told]:
    """Matches under way today in every state, some of which nobody has looked after for too long."""
    verbs = {"asked": "", "agreed": "agree", **{str(move_named(Match, verb).target): verb for verb in STEPS}}
    for state, count, late in TODAY:
        for place in range(count):
            need, achievement = pairs.pop()
            waits = LATE + chance.randrange(30) if place < late else chance.randrange(1, 25)
            reach = FAR.get(verbs[state], 3) if verbs[state] else 0
            asked = day - timedelta(days=waits + reach)
            steps = _steps(asked, verbs[state], chance) if verbs[state] else []
            yield Told(
                need,
                achievement,
                asked,
                steps,
                is_brokered=place % 3 == 0 and state not in {"asked", "agreed"},
            )


def _steps(asked: date, last: str, chance: Random) -> list[tuple[str, date]]:
    """The days of the steps up to the last, none after the day that `FAR` names."""
    found = [("agree", asked + timedelta(days=chance.randrange(1, 4)))]
    for verb, far in FAR.items():
        if found[-1][0] == last:
            break
        found.append((verb, asked + timedelta(days=far - chance.randrange(0, 3))))
    return found


def _ranked(shelf: Any, told: list[Told]) -> dict[str, dict[str, Any]]:
    """What the engine says of every need that somebody worked on."""
    wanted = list(dict.fromkeys(one.need.number for one in told))
    ranked = shelf.of_needs([shelf.items["need"][number] for number in wanted])
    return {
        number: {fit.achievement: fit for fit in fits} for number, fits in zip(wanted, ranked, strict=True)
    }


def _store(told: list[Told], fits: dict[str, dict[str, Any]], people: dict[str, Any], chance: Random) -> None:
    """Enter the matches with their steps, each step with its line of the journal."""
    officer, agency = people["officer"], people["agency"].organisation
    told.sort(key=lambda one: one.asked_on)
    by_year: dict[int, list[Told]] = defaultdict(list)
    for one in told:
        by_year[one.asked_on.year].append(one)
    given = [number for some in by_year.values() for number in numbers("DJ", len(some), on=some[0].asked_on)]
    columns = (
        "number", "state", "state_since", "need_id", "achievement_id", "asked_from_id", "asked_on", "level", "score_bp", "model", "broker_id", "contract_id", "version",
    )  # fmt: skip
    rows, lines = [], []
    for one, number in zip(told, given, strict=True):
        fit = _fit(one, fits)
        rows.append(
            (number, one.state, _at(one.since), one.need.pk, one.achievement.pk, one.need.owner_id, one.asked_on, fit.level, fit.score_bp,
             fit.model, agency.pk if one.is_brokered else None, one.contract, len(one.steps) + 1)
        )  # fmt: skip
        lines += _lines(one, number, fit, officer)
    insert_rows(Match, columns, rows, fixed={"asked_by_id": officer.pk})
    keys = dict(Match.objects.filter(number__in=given).values_list("number", "pk"))
    steps = [
        (keys[number], str(move_named(Match, verb).target), on, NOTES[verb])
        for one, number in zip(told, given, strict=True)
        for verb, on in one.steps
        if verb != "agree"
    ]
    insert_rows(MatchStep, ("match_id", "state", "done_on", "note"), steps, fixed={"told_by_id": officer.pk})
    lines.sort(key=lambda line: line.at or _at(REVIEWED))
    record_all(lines)
    for match in Match.objects.filter(number__in=given, state="asked").select_related(
        "need__owner", "achievement__owner"
    ):
        open_task(
            case=match, title="答复对接请求", about=f"{match.achievement.title} · {match.need.owner.name}",
            permission=Permission.MATCH_USE, organisation=match.achievement.owner, url=f"/matching/{match.number}/",
        )  # fmt: skip


def _lines(one: Told, number: str, fit: Any, officer: Any) -> list[Line]:
    pair = {
        "need": one.need.number,
        "achievement": one.achievement.number,
        "model": fit.model,
        "level": fit.level,
    }
    fixed: dict[str, Any] = {"case_kind": "match", "case_number": number, "by": officer}
    found = [Line("match:ask", after=pair, at=_at(one.asked_on), **fixed)]
    for verb, on in one.steps:
        after = {"state": str(move_named(Match, verb).target), "done_on": on.isoformat()}
        found.append(Line(f"match:{verb}", after=after, at=_at(on), **fixed))
    if one.ended_on:
        found.append(
            Line("match:end", after={"state": "ended"}, reason=one.reason, at=_at(one.ended_on), **fixed)
        )
    return found


def _say(told: list[Told], fits: dict[str, dict[str, Any]], people: dict[str, Any], chance: Random) -> int:
    """What the sides said: suitable of what they asked for, and why not of others that were ranked near."""
    officer, true = people["officer"], set(_listed())
    known = {(one.need.number, one.achievement.number) for one in told}
    keys = {one.number: one for one in queries.visible_achievements(officer)}
    rows, lines, said = [], [], set()
    for one in told:
        near = [fit for fit in fits[one.need.number].values() if (fit.need, fit.achievement) not in known]
        other = chance.sample(near[:NEAR], min(ANSWERED, len(near)))
        for fit, saying in [
            (_fit(one, fits), "suitable"),
            *((fit, _why_not((fit.need, fit.achievement), true, chance)) for fit in other),
        ]:
            achievement = keys[fit.achievement]
            pair = (one.need.pk, achievement.pk)
            if pair in said or achievement.owner_id == one.need.owner_id:
                continue
            said.add(pair)
            at = _at(one.asked_on)
            rows.append((*pair, one.need.owner_id, at, saying, fit.level, fit.model))
            if saying != Saying.SUITABLE:
                after = {"need": one.need.number, "achievement": fit.achievement, "saying": saying}
                lines.append(
                    Line(
                        "need:judge",
                        case_kind="need",
                        case_number=one.need.number,
                        by=officer,
                        after=after,
                        at=at,
                    )
                )
    columns = ("need_id", "achievement_id", "organisation_id", "said_at", "saying", "level", "model")
    insert_rows(Judgement, columns, rows, fixed={"said_by_id": officer.pk})
    lines.sort(key=lambda line: line.at or _at(REVIEWED))
    record_all(lines)
    return len(rows)


def _why_not(pair: tuple[str, str], true: set[tuple[str, str]], chance: Random) -> str:
    kinds, shares = zip(*(REFUSALS if pair in true else STRANGE), strict=True)
    return str(chance.choices(kinds, shares)[0])


def _cast(people: dict[str, Any], on: date) -> int:
    """The firm and the university of the cast answer what was ranked for their own; the agency takes up a match."""
    firm, university, agency = people["firm"], people["university"], people["agency"]
    made = 0
    with transaction.atomic():
        for who, items in (
            (firm, queries.visible_needs(firm)),
            (university, queries.visible_achievements(university)),
        ):
            for item in items.filter(owner=who.organisation.pk).order_by("id")[:2]:
                proposals = [
                    each
                    for each in queries.proposals_for(who, item)
                    if each.match is None and each.said is None
                ]
                for proposal, saying, note in zip(
                    proposals, ("suitable", "too_dear"), ("", "单条线120万元以内可以谈。"), strict=False
                ):
                    match = actions.judge_pair(
                        item=item, number=proposal.item.number, saying=saying, note=note, by=who, on=on
                    )
                    made += match is not None
        for side in (firm, university):
            waiting = queries.visible_matches(side).filter(state=MatchState.AGREED, broker__isnull=True)
            match = waiting.order_by("-state_since").first()
            if match is not None:
                match = actions.name_broker(match=match, broker=agency.organisation, by=side)
                actions.advance_match(
                    match=match, verb="contact", done_on=on, note="已和双方通话。", by=agency, on=on
                )
                break
    return made


def _fit(one: Told, fits: dict[str, dict[str, Any]]) -> Any:
    ranked = fits[one.need.number]
    return ranked.get(one.achievement.number) or min(ranked.values(), key=lambda fit: fit.score_bp)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10, 30), tzinfo=CITY_ZONE)
