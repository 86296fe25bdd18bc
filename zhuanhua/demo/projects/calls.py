"""Which steps does a call of the demo city take? Each by the person whose step it is, on its day."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction

from zhuanhua.demo.days import on_day
from zhuanhua.demo.paying import SOURCE, Desk, confirm
from zhuanhua.demo.projects.letter_years import WAN
from zhuanhua.demo.projects.writing import Writer
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.models import Application, Call, Project, Review
from zhuanhua.shared.ledger.actions import open_budget
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.workflow.actions import close_publicity

RULE = "projects.special"
GUIDE = (
    "支持重点产业链头部企业牵头，围绕关键核心技术开展自主研发或者联合攻关。\n"
    "单个企业在研专项累计补助不超过1000万元；自筹资金不低于申请额；须写明成果转化义务和期限。"
)
GOOD, POOR = 82, 48


@dataclass(frozen=True)
class Wish:
    """One application of a call: by whom, how much, how good; with whom."""

    who: str
    wan: int
    quality: int = GOOD
    days: int = 730
    partner: str = ""
    track: str = "research"


class Calls:
    """The people, the day, and the steps that every call takes."""

    def __init__(self, people: dict[str, Any], day: date, chance: Random) -> None:
        self.people, self.day, self.chance = people, day, chance
        self.desk = Desk(*(people[name] for name in ("officer", "leader", "finance", "firm")))
        self.writer = Writer(people, chance)
        clerks = [people[name] for name in sorted(people) if name.startswith("clerk")]
        self.clerks = [person for person in clerks if person.organisation.kind == "enterprise"]
        with on_day(day - timedelta(days=600)):
            confirm(self.desk, (RULE,), days=(day,))

    def who(self, name: str) -> Any:
        """Give one of the cast, or a clerk by their place."""
        return self.clerks[int(name)] if name.isdigit() else self.people[name]

    @contextmanager
    def back(self, days: int) -> Iterator[date]:
        """Let the calendar stand so many days before today, in one transaction."""
        on = self.day - timedelta(days=days)
        with on_day(on), transaction.atomic():
            yield on

    def opened(self, title: str, *, since: int, until: int, copy_of: Call | None = None) -> Call:
        """Make and open a call that takes applications from `since` days ago until `until` days ago."""
        officer = self.desk.officer
        with self.back(since) as on:
            call = actions.start_call(title=f"{on.year}年{title}", on=on, by=officer, copy_of=copy_of)
            facts = {
                "scheme": "special", "guide": GUIDE, "contact": "科技计划处，024-00000000", "account": self._account(on.year),
                "research_fen": 900 * WAN, "conversion_fen": 600 * WAN, "experts_wanted": 2, "opens_on": on,
                "closes_on": self.day - timedelta(days=until),
            }  # fmt: skip
            call = actions.save_call(call=call, facts=facts, by=officer)
            return actions.open_call(call=call, by=officer, on=on)

    def admitted(self, call: Call, wishes: Sequence[Wish], *, ago: int) -> list[Application]:
        """Write, hand in and let through."""
        made = []
        with self.back(ago) as on:
            for wish in wishes:
                application = self.written(call, wish, on)
                application = actions.submit_application(
                    application=application, by=self.who(wish.who), on=on
                )
                made.append(actions.admit_application(application=application, by=self.desk.officer))
        return made

    def written(self, call: Call, wish: Wish, on: date) -> Application:
        """Write a draft that could be handed in."""
        return self.writer.written(
            call, self.who(wish.who), on=on, wan=wish.wan, days=wish.days, track=wish.track,
            partner=self.people[wish.partner] if wish.partner else None,
        )  # fmt: skip

    def in_review(self, call: Call, *, ago: int) -> Call:
        """Close, begin the review and assign the experts."""
        with self.back(ago) as on:
            call = actions.close_call(call=call, by=self.desk.officer, on=on)
            call = actions.start_review(call=call, by=self.desk.officer, on=on)
            actions.assign_call(call=call, by=self.desk.officer, on=on)
        return call

    def scored(self, call: Call, qualities: dict[int, int], *, ago: int) -> None:
        """Let every expert who is still asked score near the quality of each application."""
        with self.back(ago):
            for review in reviews_of(call).filter(state="assigned"):
                self.score(review, qualities[review.application_id])

    def score(self, review: Review, quality: int) -> None:
        """Score one review."""
        scores = {
            row["code"]: quality + self.chance.randrange(-5, 6) for row in review.application.call.criteria
        }
        comment = "路线清楚，指标可以考核，预算合理。" if quality >= GOOD else "创新点不足，市场分析偏弱。"
        actions.score_review(review=review, scores=scores, comment=comment, by=review.expert.person)

    def ranked(self, call: Call, *, ago: int) -> Call:
        """Write the minutes and rank."""
        with self.back(ago) as on:
            actions.write_minutes(
                call=call, held_on=on, present="评审委员会七位专家", text="逐项讨论，同意按平均分排序。",
                by=self.desk.officer, on=on,
            )  # fmt: skip
            return actions.rank_call(call=call, by=self.desk.officer, on=on)

    def decided(self, title: str, wishes: Sequence[Wish], *, since: int, ago: int) -> list[Project]:
        """A whole call; gives its projects in the order of the wishes."""
        call = self.opened(title, since=since, until=since - 30)
        applications = self.admitted(call, wishes, ago=since - 20)
        call = self.in_review(call, ago=since - 33)
        self.scored(call, qualities_of(applications, wishes), ago=since - 45)
        call = self.ranked(call, ago=ago + 12)
        with self.back(ago + 10) as on:
            call = actions.announce_call(call=call, by=self.desk.officer, on=on)
        with self.back(ago + 1) as on:
            close_publicity(publicity=call.publicity, by=self.desk.officer, on=on)  # type: ignore[arg-type]  # just announced
        with self.back(ago) as on:
            actions.decide_call(call=call, by=self.desk.leader, on=on)
        made = {each.application_id: each for each in Project.objects.filter(application__call=call)}
        return [made[each.pk] for each in applications if each.pk in made]

    def _account(self, year: int) -> Account:
        found = Account.objects.filter(budget__code=f"KJ-{year}").first()
        if found is not None:
            return found
        budget = open_budget(
            code=f"KJ-{year}", programme="projects", year=year, name="重大科技专项", sources={SOURCE: 6_000 * WAN},
            by=self.desk.finance, key=f"demo-projects-{year}", on=date(year, 1, 8),
        )  # fmt: skip
        return budget.accounts.get()


def reviews_of(call: Call) -> Any:
    """Give the reviews of a call with all that scoring needs."""
    return (
        Review.objects.filter(application__call=call)
        .select_related("application__call", "application__applicant", "expert__person")
        .order_by("pk")
    )


def qualities_of(applications: Sequence[Application], wishes: Sequence[Wish]) -> dict[int, int]:
    """Give the quality of each application by its key."""
    return {each.pk: wish.quality for each, wish in zip(applications, wishes, strict=True)}


def again(application: Application) -> Application:
    """Read an application anew."""
    return Application.objects.select_related("call", "applicant").get(pk=application.pk)
