"""How does a world come about in which one of two experts reviews? From a seed, on a clock of its own, by the ordinary actions.

Two worlds of a seed hold the same people, applications, points and opinions. What differs is which of two experts was asked,
where that expert works, and when they opened the review and scored.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from unittest.mock import patch

from django.db import transaction
from django.test import TestCase

from tests.support.cast import BUREAU_NAME, make_organisation, make_person
from zhuanhua.core.dates import CITY_ZONE
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.models import Application, Call, Expert, Review
from zhuanhua.programmes.projects.tests import factories
from zhuanhua.shared.access.roles import RoleName

START = datetime(2026, 5, 12, 9, 0, tzinfo=CITY_ZONE)
FIELD = "equipment"
OPINION = "技术路线清楚，指标可以考核。"


@dataclass
class Clock:
    """The moment at which the world stands."""

    moment: datetime = START

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.moment += timedelta(**span)


@dataclass
class World:
    """What is there to look at: people by part, the call, the firm's applications."""

    clock: Clock
    people: dict[str, Any] = field(default_factory=dict)
    call: Call | None = None
    applications: list[Application] = field(default_factory=list)
    experts: list[Expert] = field(default_factory=list)


@contextmanager
def standing(clock: Clock) -> Iterator[Clock]:
    """Let the product's only source of time read this clock."""

    class Standing(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return clock.moment

    with patch("zhuanhua.core.dates.datetime", Standing):
        yield clock


@contextmanager
def undone() -> Iterator[None]:
    """Take back all that happened inside: the next world begins where this one began, numbers and all."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def step() -> Any:
    """One step of a world with what follows on commit: notices and mails go out at once."""
    return TestCase.captureOnCommitCallbacks(execute=True)


def begun(seed: int, clock: Clock) -> World:
    """The people, and a call in review with one to three applications of the firm; nobody is asked yet."""
    chance = Random(f"R8/{seed}")
    world = World(clock)
    bureau = make_organisation(BUREAU_NAME, "government")
    firm = make_organisation("启明云岭铸锻有限公司", number=1, size="small")
    rival = make_organisation("启明远山仪器有限公司", number=2, size="medium")
    parts = (
        ("applicant", RoleName.ENTERPRISE, firm), ("rival", RoleName.ENTERPRISE, rival), ("officer", RoleName.OFFICER, bureau),
        ("leader", RoleName.LEADER, bureau), ("finance", RoleName.FINANCE, bureau),
    )  # fmt: skip
    for name, role, home in parts:
        world.people[name] = make_person(name, f"某{name}", role, home)
    officer = world.people["officer"]
    for place, name in enumerate(("first", "second", "colleague", "bystander")):
        expert = factories.expert(f"专家{name}", number=900 + place, by=officer, fields=(FIELD,), most=12)
        world.experts.append(expert)
        world.people[name] = expert.person
    with step():
        call = factories.opened(officer=officer, finance=world.people["finance"])
    for place in range(chance.randrange(1, 4)):
        with step():
            wan = chance.randrange(150, 260)
            made = factories.admitted(
                call, by=world.people["applicant"], officer=officer, title=f"第{place + 1}项申报", requested_fen=wan * factories.WAN
            )  # fmt: skip
        world.applications.append(made)
    clock.wait(days=31)
    with step():
        call = actions.close_call(call=factories.close_day(call), by=officer, on=clock.moment.date())
        world.call = actions.start_review(call=call, by=officer, on=clock.moment.date())
    return world


def reviewed(world: World, seed: int, who: int) -> None:
    """One of two experts and a colleague review; the world's clock stands on the same moment afterwards, whoever it was."""
    chance = Random(f"R8/{seed}/points")
    officer, clock = world.people["officer"], world.clock
    evening = clock.moment + timedelta(days=9)
    points = [(chance.randrange(62, 95), chance.randrange(62, 95)) for _each in world.applications]
    with step():
        for application in world.applications:
            for expert in (world.experts[who], world.experts[2]):
                actions.assign_one(application=application, expert=expert, by=officer, on=clock.moment.date())
    pace = Random(f"R8/{seed}/{who}/pace")
    for application, (mine, theirs) in zip(world.applications, points, strict=True):
        for expert, value in ((world.experts[2], theirs), (world.experts[who], mine)):
            clock.wait(minutes=90 if expert == world.experts[2] else pace.randrange(5, 2_000))
            _score(application, expert, value, clock)
    assert clock.moment < evening
    clock.moment = evening


def _score(application: Application, expert: Expert, value: int, clock: Clock) -> None:
    review = Review.objects.select_related("application__call", "expert__person").get(
        application=application, expert=expert
    )
    with step():
        actions.open_review(review=review, by=expert.person, on=clock.moment.date())
        scores = {row["code"]: value for row in review.application.call.criteria}
        actions.score_review(
            review=review, scores=scores, comment=f"{OPINION}（{value}分）", by=expert.person
        )


def ranked(world: World) -> None:
    """The committee meets, the order stands."""
    officer, on = world.people["officer"], world.clock.moment.date()
    with step():
        actions.write_minutes(
            call=world.call, held_on=on, present="七位专家", text="同意。", by=officer, on=on
        )  # type: ignore[arg-type]
        world.call = actions.rank_call(call=world.call, by=officer, on=on)  # type: ignore[arg-type]


def decided(world: World) -> None:
    """Announced, its days over, decided by another person; points and opinions are told without names."""
    officer, leader = world.people["officer"], world.people["leader"]
    with step():
        call = actions.announce_call(call=world.call, by=officer, on=world.clock.moment.date())  # type: ignore[arg-type]
    factories.confirm_values(leader)
    world.clock.wait(days=9)
    with step():
        world.call = call
        actions.decide_call(call=factories.notice_over(call), by=leader, on=world.clock.moment.date())
