"""What did the project calls of the letter bring? Two calls of 2017 and 2018 as the desk entered them from paper: 281 projects.

Nothing is entered as a result. The generator chooses who applied for what with which team, how good it was and what the reports
said; assignment, ranking, award, payment and figures follow the ordinary rules.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction

from zhuanhua.demo.bank_accounts import give_accounts
from zhuanhua.demo.days import on_day
from zhuanhua.demo.paying import SOURCE, Desk, announced_and_sent, answered, confirm
from zhuanhua.demo.projects import applicants, outcomes
from zhuanhua.demo.register import YUAN
from zhuanhua.engines.reviewing import total
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.actions.reviewing import criteria_of
from zhuanhua.programmes.projects.models import Call, Expert, Milestone, Project, Review
from zhuanhua.shared.ledger.actions import close_year, open_budget
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.workflow.actions import close_publicity, close_tasks_of
from zhuanhua.shared.workflow.moves import move_all

RULE = "projects.double_hundred"
WAN = 10_000 * YUAN
GUIDE = (
    "面向在沈阳市注册的企业，支持重大科技研发和重大科技成果转化两类项目。\n"
    "申报单位应当研发投入大、效益好、合作广、团队强；自筹资金不低于申请额。单项补助最高500万元，任务书签订后一次拨付。"
)
COMMENTS = ("目标明确，技术路线可行。", "创新点清楚，基础扎实。", "市场前景好，指标可以考核。", "必要性充分，预算合理。")  # fmt: skip
POOR = "创新点不足，指标难以考核，建议完善后再报。"


@dataclass(frozen=True)
class Year:
    """One call of the letter: its days, how many projects of each track, and how many applications more."""

    year: int
    opens_on: date
    closes_on: date
    decided_on: date
    research: int
    conversion: int
    award_fen: int
    passed_over: int


YEARS = (
    Year(2017, date(2017, 6, 20), date(2017, 7, 28), date(2017, 9, 22), 71, 68, 11_180 * WAN, 14),
    Year(2018, date(2018, 3, 5), date(2018, 4, 13), date(2018, 6, 8), 73, 69, 11_620 * WAN, 12),
)  # 281 = 144 + 137 projects, 2.28亿元


def enter(people: dict[str, Any], pool: Sequence[Expert], *, day: date, chance: Random) -> int:
    """Enter both calls, their projects and what came of them; gives the number of projects."""
    desk = Desk(*(people[name] for name in ("officer", "leader", "finance", "firm")))
    with on_day(day - timedelta(days=107)), transaction.atomic():
        confirm(desk, (RULE,), days=(YEARS[0].decided_on, day))
        drawn = applicants.draw([(each.research, each.conversion, each.award_fen, each.passed_over) for each in YEARS], chance)  # fmt: skip
        granted: list[Project] = []
        for year, asked in zip(YEARS, drawn, strict=True):
            granted += _granted(year, asked, desk, pool, chance)
        outcomes.report(granted, by=desk.officer, chance=chance)
        outcomes.accept(granted, desk)
    return len(granted)


def _granted(
    year: Year, asked: Sequence[applicants.Asked], desk: Desk, pool: Sequence[Expert], chance: Random
) -> list[Project]:
    """One call from its opening to the last payment."""
    call = _opened(year, desk)
    applications = applicants.handed_in(call, asked, by=desk.officer, on=year.closes_on - timedelta(days=3))
    actions.close_call(call=call, by=desk.officer, on=year.closes_on + timedelta(days=1))
    reviewed_on = year.closes_on + timedelta(days=8)
    actions.start_review(call=call, by=desk.officer, on=reviewed_on)
    actions.assign_call(call=call, by=desk.officer, on=reviewed_on)
    score(call, pool, {each.pk: one.quality for each, one in zip(applications, asked, strict=True)}, chance)
    met_on = reviewed_on + timedelta(days=17)
    actions.write_minutes(
        call=call, held_on=met_on, present="评审委员会九位专家", text="逐项审议专家意见，同意按平均分排序；六十分以下的不予立项。",
        by=desk.officer, on=met_on,
    )  # fmt: skip
    call = actions.rank_call(call=call, by=desk.officer, on=met_on)
    announced_on = year.decided_on - timedelta(days=10)
    call = actions.announce_call(call=call, by=desk.officer, on=announced_on)
    close_publicity(publicity=call.publicity, by=desk.officer, on=announced_on + timedelta(days=8))
    projects = actions.decide_call(call=call, by=desk.leader, on=year.decided_on)
    if len(projects) != year.research + year.conversion:
        message = f"the call of {year.year} does not grant what the letter says"
        raise ValueError(message)
    sign(projects, desk, on=year.decided_on + timedelta(days=20))
    _paid(year, call, projects, desk, chance)
    return projects


def _opened(year: Year, desk: Desk) -> Call:
    call = actions.start_call(
        title=f"{year.year}年科技创新“双百工程”项目申报", on=year.opens_on, by=desk.officer
    )
    facts = {
        "guide": GUIDE, "contact": "科技计划处，024-00000000", "account": _account(year, desk.finance),
        "research_fen": _track(year), "conversion_fen": _track(year), "opens_on": year.opens_on,
        "closes_on": year.closes_on, "experts_wanted": 2, "instalments": [{"title": "任务书签订", "share_bp": 10_000}],
    }  # fmt: skip
    call = actions.save_call(call=call, facts=facts, by=desk.officer)
    return actions.open_call(call=call, by=desk.officer, on=year.opens_on)


def _track(year: Year) -> int:
    """The money of each track: a tenth more than half of what will be granted, in whole millions."""
    return (year.award_fen * 11 // 20 // (100 * WAN) + 1) * 100 * WAN


def _account(year: Year, finance: Any) -> Account:
    budget = open_budget(
        code=f"KJ-{year.year}", programme="projects", year=year.year, name="科技创新“双百工程”",
        sources={SOURCE: year.award_fen * 5 // 4}, by=finance, key=f"demo-projects-{year.year}", on=date(year.year, 1, 8),
    )  # fmt: skip
    return budget.accounts.get()


def score(call: Call, pool: Iterable[Expert], quality: dict[int, int], chance: Random) -> None:
    """Let every expert score what was given to them, near the quality of each application, in one step for each expert."""
    criteria = criteria_of(call.criteria)
    people = {expert.pk: expert.person for expert in pool}
    by_expert: dict[int, list[Review]] = {}
    for review in Review.objects.filter(application__call=call, state="assigned").order_by("pk"):
        base = quality[review.application_id]
        review.scores = {each["code"]: base + chance.randrange(-4, 5) for each in call.criteria}
        review.total = total(review.scores, criteria)
        review.comment = chance.choice(COMMENTS) if base >= call.pass_points else POOR
        review.scored_at = review.state_since
        by_expert.setdefault(review.expert_id, []).append(review)
    for expert, reviews in by_expert.items():
        move_all(reviews, "score", by=people[expert], fields=("scores", "comment", "scored_at", "total"))
        close_tasks_of(reviews, by=people[expert])


def sign(projects: Sequence[Project], desk: Desk, *, on: date) -> None:
    """Sign the contracts: the first part of each waits for its payment."""
    for project in projects:
        project.signed_on = on
    move_all(projects, "sign", by=desk.leader, fields=("signed_on",))
    move_all(list(Milestone.objects.filter(project__in=projects, place=1).order_by("pk")), "reach", by=None)
    close_tasks_of(projects, by=desk.leader)


def _paid(year: Year, call: Call, projects: Sequence[Project], desk: Desk, chance: Random) -> None:
    """Pay every project in one batch; the budget of the year is closed after it."""
    on = year.decided_on + timedelta(days=34)
    batch = actions.pay_milestones(
        milestones=list(Milestone.objects.filter(project__in=projects)), account=call.account,  # type: ignore[arg-type]  # an open call has one
        title=f"{year.year}年“双百工程”项目补助", by=desk.officer, key=f"demo-projects-{year.year}", on=on,
    )  # fmt: skip
    give_accounts(batch, desk, chance)
    sent_on = announced_and_sent(desk, batch, on=on)
    answered(desk, batch, on=sent_on + timedelta(days=3))
    payments.reconcile_batch(batch=batch, by=desk.finance, on=sent_on + timedelta(days=5))
    close_year(
        budget=batch.account.budget, into=None, by=desk.finance, key=f"demo-projects-close-{year.year}",
        on=date(year.year, 12, 31),
    )  # fmt: skip
