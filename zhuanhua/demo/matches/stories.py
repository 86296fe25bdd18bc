"""Which matches does the demo city tell of? True pairs that ended in a contract, that came to nothing, that are under way today."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from zhuanhua.demo.catalogues import planted_file
from zhuanhua.demo.catalogues.writing import REVIEWED
from zhuanhua.programmes.contracts.queries import visible_contracts
from zhuanhua.programmes.matching import queries
from zhuanhua.programmes.matching.models import Match
from zhuanhua.programmes.matching.states import STEPS, MatchState
from zhuanhua.shared.workflow.moves import move_named

OLD = 70  # matches of the years since the fair that came to an end without a contract
FAR = {"contact": 6, "meet": 14, "intend": 26, "sign": 41}  # days after the question, about
LATE = 45  # days without a step: longer than the policy's term
ENDS = (
    "价格没有谈拢。", "样件试用没有达到指标。", "企业调整了投资计划。", "另找了合作方。", "双方对知识产权归属意见不一。",
)  # fmt: skip
# how far the matches of today got, and how many of each have waited for too long
TODAY = (
    ("asked", 20, 7),
    ("agreed", 12, 3),
    ("contacted", 18, 6),
    ("met", 16, 5),
    ("intended", 14, 3),
    ("signed", 10, 2),
)


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


def true_pairs(officer: Any, chance: Random) -> list[tuple[Any, Any]]:
    """The planted pairs whose sides are two organisations, in a drawn order, each need once."""
    needs = {one.number: one for one in queries.visible_needs(officer)}
    achievements = {one.number: one for one in queries.visible_achievements(officer)}
    listed = listed_pairs()
    chance.shuffle(listed)
    found = [(needs[need], achievements[achievement]) for need, achievement in listed]
    return [pair for pair in found if pair[0].owner_id != pair[1].owner_id]


def listed_pairs() -> list[tuple[str, str]]:
    """The planted pairs, need and achievement."""
    with planted_file().open(encoding="utf-8", newline="") as file:
        return [(row["need"], row["achievement"]) for row in csv.DictReader(file)]


def converted(pairs: list[tuple[Any, Any]], officer: Any, chance: Random, day: date) -> Iterator[Told]:
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


def old(pairs: list[tuple[Any, Any]], chance: Random, day: date) -> Iterator[Told]:
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


def present(pairs: list[tuple[Any, Any]], chance: Random, day: date) -> Iterator[Told]:
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
