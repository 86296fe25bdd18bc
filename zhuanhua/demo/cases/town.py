"""Who is in the town while its stories are told, and how are they told together?

A story is a generator: it yields the day on which its next step happens. The stories are told together, day by day, so that
the journal reads as a bureau's weeks do.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction

from zhuanhua.demo.days import on_day
from zhuanhua.demo.names import Population
from zhuanhua.demo.register import Titles
from zhuanhua.shared.workflow.calendar import is_working_day

Story = Iterator[date]


@dataclass
class Town:
    """The town while its stories are told: who is there, which chance, which day is today."""

    population: Population
    people: dict[str, Any]
    today: date
    seed: int
    told: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Give every draw its own seeded chance."""
        self.chance = Random(f"{self.seed}/cases/{self.today}")
        self.titles = Titles(self.chance)
        self.filers = [self.people[name] for name in self.people if name.startswith("clerk")]
        self.filers += [
            self.people[name]
            for name in ("firm", "firm", "university", "university", "institute", "agency", "rival")
        ]
        self.desk = [self.people[name] for name in ("registrar", "registrar", "registrar2", "registrar3")]
        self.firms = {firm.uscc: firm for firm in self.population.sellers}

    def back(self, days: int) -> date:
        """Give the working day that lies so many working days before today; for 0 the last one up to today."""
        day = self.today
        while True:
            if is_working_day(day):
                if days <= 0:
                    return day
                days -= 1
            day -= timedelta(days=1)


def tell(stories: Iterable[Story], *, say: Callable[[str], None]) -> int:
    """Let the stories happen in the order of their days, each day in one transaction; gives the number of steps."""
    waiting = [(next(story), place, story) for place, story in enumerate(stories)]
    heapq.heapify(waiting)
    steps = 0
    while waiting:
        day = waiting[0][0]
        with on_day(day), transaction.atomic():
            while waiting and waiting[0][0] == day:
                _, place, story = heapq.heappop(waiting)
                steps += 1
                following = next(story, None)
                if following is not None:
                    heapq.heappush(waiting, (max(following, day), place, story))
    say(f"{steps} steps")
    return steps
