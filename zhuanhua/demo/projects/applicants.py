"""Who applied in the years of the letter, for what, with which team? Drawn so that awards, teams and people add up to its figures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from zhuanhua.core.dates import city_now
from zhuanhua.core.money import split_fen
from zhuanhua.core.rows import insert_rows
from zhuanhua.demo import words
from zhuanhua.demo.register import YUAN, Titles
from zhuanhua.programmes.projects.models import Application, BudgetLine, Call, Member
from zhuanhua.programmes.projects.models.application import consent_token
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.people.models import Organisation
from zhuanhua.shared.workflow.serials import numbers

WAN = 10_000 * YUAN
TEAMS, PEOPLE = 275, 8_400
CHAINS = {  # chain: technical field of the titles, sub-kinds of contract whose words end them
    "auto": ("03", "13"), "aviation": ("02", "11"), "it": ("01", "11"), "ic": ("05", "11"), "equipment": ("03", "11"),
    "medicine": ("04", "13"), "food": ("09", "13"), "energy": ("06", "13"),
}  # fmt: skip
STANDINGS = ("platform", "talent", "standard", "national", "none")
DEGREES = ("doctor", "master", "master", "bachelor", "other")
TASKS = ("总体方案", "算法", "结构设计", "工艺试验", "测试", "装配调试", "软件", "产业化")
LETTERS = sorted(set("".join(words.GIVEN)))
COSTS = ("equipment", "material", "labour")
TEXTS = {
    "summary": "针对{title}中的关键问题开展研究，形成可以批量应用的技术和产品。",
    "background": "本市相关企业对{title}需求迫切，现有做法效率低、依赖进口。",
    "problems": "一是核心部件设计，二是工艺稳定性，三是在线检测。",
    "route": "先建模和样机试制，再小批量验证，最后在生产线上应用。",
    "innovation": "提出新的结构和控制方法，性能指标优于现有产品。",
    "goals": "完成样机和示范应用，技术指标经第三方测试合格。",
    "conversion": "两年内在本市转化，由申报单位实施。",
    "foundation": "已完成原理试验，有专职研发人员和试验平台。",
}


@dataclass
class Asked:
    """One application of those years before anything is judged."""

    applicant: Organisation
    leader: str
    team: list[str]
    track: str
    chain: str
    title: str
    requested_fen: int
    own_fen: int
    quality: int
    answers: dict[str, Any] = field(default_factory=dict)


def draw(years: Sequence[tuple[int, int, int, int]], chance: Random) -> list[list[Asked]]:
    """Draw the applications of each year: so many of each track that are good enough, asking for the sum together, and some that are not.

    Six teams of the first year come again in the second: 281 projects are carried by 275 teams.
    """
    granted = sum(research + conversion for research, conversion, _sum, _more in years)
    again = granted - TEAMS
    firms = _firms(TEAMS + sum(more for *_rest, more in years), chance)
    sizes = _sizes(TEAMS, PEOPLE, chance)
    titles = Titles(chance)
    drawn: list[list[Asked]] = []
    for research, conversion, award_fen, more in years:
        tracks = ["research"] * research + ["conversion"] * conversion
        chance.shuffle(tracks)
        amounts = [
            part * WAN
            for part in split_fen(award_fen // WAN, [chance.randrange(40, 160) for _each in tracks])
        ]
        known = chance.sample(drawn[0][: sum(years[0][:2])], again) if drawn else []
        good = []
        for place, (track, amount) in enumerate(zip(tracks, amounts, strict=True)):
            old = known[place] if place < len(known) else None
            firm, leader, team = (
                (old.applicant, old.leader, old.team) if old else (firms.pop(), *_team(sizes.pop(), chance))
            )
            good.append(_asked(firm, leader, team, track, amount, chance.randrange(68, 93), titles, chance))
        poor = [
            _asked(firms.pop(), *_team(8, chance), track, 80 * WAN, chance.randrange(42, 54), titles, chance)
            for track in chance.choices(("research", "conversion"), k=more)
        ]
        drawn.append(good + poor)
    return drawn


def _firms(count: int, chance: Random) -> list[Organisation]:
    """Choose local enterprises that nobody of the cast acts for."""
    local = Organisation.objects.filter(
        kind="enterprise", district__startswith="2101", memberships__isnull=True, merged_into__isnull=True
    )
    return chance.sample(list(local.order_by("pk")[:900]), count)


def _sizes(teams: int, people: int, chance: Random) -> list[int]:
    """Split the people over the teams, none larger than a form takes."""
    sizes = split_fen(people, [chance.randrange(60, 140) for _each in range(teams)])
    if max(sizes) > 60:  # noqa: PLR2004 - actions.applying.MOST_MEMBERS
        message = "a team of the demo city is too large"
        raise ValueError(message)
    return sizes


def _team(size: int, chance: Random) -> tuple[str, list[str]]:
    names: dict[str, None] = {}
    while len(names) < size:
        names[chance.choice(words.SURNAMES) + chance.choice(LETTERS) + chance.choice(LETTERS)] = None
    team = list(names)
    return team[0], team


def _asked(  # noqa: PLR0913 - one application is what it is
    firm: Organisation, leader: str, team: list[str], track: str, amount: int, quality: int, titles: Titles, chance: Random
) -> Asked:  # fmt: skip
    chain = chance.choice(list(CHAINS))
    field_code, kind = CHAINS[chain]
    title = titles.draw(field_code, "13" if track == "conversion" else kind)
    answers = {code: text.format(title=title) for code, text in TEXTS.items()}
    answers |= {
        "technologies": chance.randrange(2, 5), "patents": chance.randrange(3, 7), "maturity": chance.choice(("lab", "pilot", "small")),
        "new_sales_fen": amount * chance.randrange(8, 20),
    }  # fmt: skip
    own = amount * chance.randrange(15, 60) // 10 // WAN * WAN
    return Asked(firm, leader, team, track, chain, title, amount, own, quality, answers)


def handed_in(call: Call, asked: Sequence[Asked], *, by: Any, on: date) -> list[Application]:
    """Enter the applications as they lay on paper: handed in, and found in form."""
    form, now = call.forms.get(), city_now()
    starts_on = on + timedelta(days=90)
    made = Application.objects.bulk_create(
        Application(
            number=number, state="admitted", call=call, form=form, applicant=one.applicant, started_by=by, title=one.title,
            track=one.track, chain=one.chain, standing=STANDINGS[place % len(STANDINGS)], leader_name=one.leader,
            starts_on=starts_on, ends_on=starts_on + timedelta(days=730), requested_fen=one.requested_fen, own_fen=one.own_fen,
            answers=one.answers, submitted_on=on, examined_by=by, state_since=now,
        )
        for place, (number, one) in enumerate(zip(numbers("XM", len(asked), on=on), asked, strict=True))
    )  # fmt: skip
    insert_rows(
        Member,
        ("application_id", "name", "organisation_name", "email", "degree", "task", "months", "consent", "answered_at", "token"),
        (
            (
                each.pk, name, one.applicant.name, f"member{place + 1}@demo.invalid", DEGREES[(each.pk + place) % len(DEGREES)], TASKS[place % len(TASKS)],
                6 + (each.pk + place) % 19, "agreed", now, consent_token(),
            )
            for each, one in zip(made, asked, strict=True)
            for place, name in enumerate(one.team)
        ),
    )  # fmt: skip
    BudgetLine.objects.bulk_create(
        BudgetLine(application=each, cost=cost, city_fen=city, own_fen=own, ground="按近三年同类项目测算")
        for each, one in zip(made, asked, strict=True)
        for cost, city, own in zip(
            COSTS, split_fen(one.requested_fen, [4, 3, 3]), split_fen(one.own_fen, [5, 3, 2]), strict=True
        )
    )
    record_all([
        Line(f"project_application:{verb}", Application.case_kind, each.number, by, after={"call": call.number}, at=now)
        for each in made
        for verb in ("start", "submit", "admit")
    ])  # fmt: skip
    return made
