"""What did the city collect for its fair of 2018? 1,239 achievements and 1,302 needs, in every field, with true matches among them; drawn from a seed.

A need and an achievement that speak of the same thing and the same technique are a true match; `planted` in the demo's folder lists them, for whoever wants to see whether an
engine finds them. The words of a need are those of a firm (what goes wrong), the words of an achievement those of a laboratory.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from zhuanhua.core.dates import city_now
from zhuanhua.core.rows import insert_rows
from zhuanhua.core.text import match_key
from zhuanhua.demo import words
from zhuanhua.demo.days import on_day
from zhuanhua.demo.names import Firm, Names, Population
from zhuanhua.demo.register import patent_number
from zhuanhua.shared.catalogue.actions.likenesses import keep_bands
from zhuanhua.shared.catalogue.catalogues import Catalogue, catalogue_of
from zhuanhua.shared.catalogue.suggesting import classes_of
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.people.models import Organisation, OrganisationName
from zhuanhua.shared.workflow.serials import numbers

ACHIEVEMENTS, NEEDS = 1_239, 1_302
FIRMS, HOUSES, AGENCIES = 1_000, 100, 50
COLLECTED, REVIEWED = date(2018, 4, 16), date(2018, 5, 14)
MATCHED = 0.62  # share of needs for which the city has what they look for
DRAWN = re.compile(r"\{(\d+)-(\d+)\}")
FORMS = ("装置", "系统", "技术", "方法", "工艺", "成套技术")
PLACES = ("本市一家龙头企业的产线", "两家企业的车间", "省内示范工程", "实验平台", "中试基地", "三家用户现场")
PROOFS = (
    "通过了科技成果评价，结论为国内领先",
    "通过了第三方检测",
    "由用户出具了使用报告",
    "通过了省级项目验收",
)
AWARDS = ("", "", "", "", "省科技进步二等奖", "市科技进步一等奖", "行业协会技术发明奖")
WISHES = (
    "希望高校院所帮助解决",
    "希望引进成熟技术",
    "希望联合开发",
    "愿意先做一个工位试用",
    "可以提供现场和样件",
)
COMMON_COLUMNS = (
    "number", "title", "title_key", "summary", "text", "keywords", "field", "cooperation", "level", "owner_id", "district", "contact_name", "contact_phone", "expires_on", "trl",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """One technique of a field: its name, what goes wrong without it, the figure to be reached."""

    name: str
    problem: str
    figure: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What an item speaks of: field, thing, technique. Two items of the same topic are a true match."""

    field: str
    thing: str
    way: Way


@dataclass
class Collected:
    """What was made: numbers by topic, on both sides."""

    achievements: dict[Topic, list[str]] = field(default_factory=lambda: defaultdict(list))
    needs: dict[Topic, list[str]] = field(default_factory=lambda: defaultdict(list))

    def pairs(self) -> list[tuple[str, str]]:
        """Give every true match: need and achievement of one topic."""
        return sorted(
            (need, achievement)
            for topic, needs in self.needs.items()
            for need in needs
            for achievement in self.achievements.get(topic, ())
        )


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """Every topic that the vocabulary can speak of, in order."""
    vocabulary = yaml.safe_load(Path(__file__).with_name("technology.yaml").read_text(encoding="utf-8"))
    return tuple(
        Topic(code, thing, Way(*(part.strip() for part in line.split("~"))))
        for code, listed in vocabulary.items()
        for thing in listed["things"].split()
        for line in listed["ways"]
    )


def planted_file() -> Path:
    """Where the true matches are listed: need, achievement."""
    return Path(settings.DATA_DIR) / "samples" / "planted-matches.csv"


def collect(people: dict[str, Any], population: Population, *, day: date, seed: int) -> dict[str, int]:
    """Fill both catalogues as of the fair of 2018, renewed since, and list the true matches; gives the numbers of each."""
    chance = Random(f"{seed}/catalogues")
    made = Collected()
    with transaction.atomic():
        firms, houses, agencies = _taking_part(people, population, chance)
        offered = _offered(chance)
        _store("achievement", _achievements(offered, [*houses, *agencies], chance, made, day), people, day)
        _store("need", _needs(set(offered), firms, chance, made, day), people, day)
    _list_matches(made.pairs())
    return {"achievements": ACHIEVEMENTS, "needs": NEEDS, "matches": len(made.pairs())}


def _taking_part(
    people: dict[str, Any], population: Population, chance: Random
) -> tuple[list[Organisation], list[Organisation], list[Organisation]]:
    """Give a thousand firms, a hundred universities and institutes, fifty agencies: those of the register first, others are founded."""
    known = {one.uscc: one for one in Organisation.objects.filter(merged_into__isnull=True)}
    listed = [*population.cast.values(), *population.sellers, *population.local_buyers]
    names = Names(chance)
    names.used = {one.name for one in known.values()} | set(known)
    found = []
    for kinds, wanted in (
        (("enterprise",), FIRMS),
        (("university", "institute"), HOUSES),
        (("agency",), AGENCIES),
    ):
        here = list(dict.fromkeys(each.uscc for each in listed if each.kind in kinds and each.uscc in known))[
            :wanted
        ]
        founded = [_founded(names, kinds[place % len(kinds)], chance) for place in range(wanted - len(here))]
        found.append([*(known[code] for code in here), *_registered(founded, by=people["officer"])])
    return found[0], found[1], found[2]


def _founded(names: Names, kind: str, chance: Random) -> Firm:
    district, _town, _share = chance.choices(words.DISTRICTS, [place[2] for place in words.DISTRICTS])[0]
    if kind == "university":
        return names.public(district, "沈阳", kind, chance.choice(words.UNIVERSITIES), "03")
    if kind == "institute":
        return names.public(district, "沈阳", kind, chance.choice(words.INSTITUTES), "03")
    return names.firm(district, "沈阳", kind=kind)


def _registered(founded: Sequence[Firm], *, by: Any) -> list[Organisation]:
    Organisation.objects.bulk_create(
        [
            Organisation(
                uscc=firm.uscc, name=firm.name, name_key=match_key(firm.name), kind=firm.kind, district=firm.district,
                industry=firm.industry, size=firm.size, is_high_tech=firm.is_high_tech,
            )
            for firm in founded
        ],
        batch_size=80,
    )  # fmt: skip
    made = list(Organisation.objects.filter(uscc__in=[firm.uscc for firm in founded]).order_by("pk"))
    OrganisationName.objects.bulk_create(
        OrganisationName(organisation=one, name=one.name, name_key=one.name_key) for one in made
    )
    record_all(
        [
            Line(
                "organisation:create",
                case_kind="organisation",
                case_number=one.uscc or "",
                by=by,
                after={"name": one.name},
            )
            for one in made
        ]
    )
    return made


def _offered(chance: Random) -> list[Topic]:
    """Choose what the achievements speak of: every field, most topics once, some twice."""
    every = list(topics())
    chance.shuffle(every)
    chosen = every[: ACHIEVEMENTS * 5 // 6]
    return chosen + chance.choices(chosen, k=ACHIEVEMENTS - len(chosen))


def _achievements(
    offered: Sequence[Topic], owners: Sequence[Organisation], chance: Random, made: Collected, day: date
) -> Iterator[dict[str, Any]]:
    given = numbers("CG", len(offered), on=COLLECTED)
    for place, (topic, number) in enumerate(zip(offered, given, strict=True)):
        owner = owners[place] if place < len(owners) else chance.choice(owners[:HOUSES])
        figure, trl = (
            _figure(topic.way.figure, chance),
            chance.choices(range(2, 10), (3, 6, 12, 18, 20, 18, 14, 9))[0],
        )
        thing, way, shop = topic.thing, topic.way, chance.choice(PLACES)
        scene = chance.choice(words.SCENES) if chance.random() < 0.4 else ""
        scene = "" if thing.startswith(scene[:2]) else scene
        yield _common(topic, number, owner, chance) | {
            "title": f"{scene}{thing}{way.name}{_form(way.name, chance)}",
            "summary": f"面向{thing}的{way.name}。{_how(chance)}，{figure}。{_standing(trl, shop)}。",
            "text": f"一、解决的问题：{way.problem}。\n二、做法：{_how(chance)}，{chance.choice(('形成了软硬件一体的样机', '形成了完整的工艺规程', '形成了可复制的方案'))}。\n"
            f"三、指标：{figure}。\n四、验证：{chance.choice(PROOFS)}，{_standing(trl, shop)}。\n五、合作：可以{chance.choice(('到现场测试', '先做小批量', '派人驻厂调试'))}。",
            "expires_on": _ends(day, chance, 900),
            "trl": trl,
            "cooperation": sorted(
                chance.sample(["licence", "transfer", "joint", "equity"], chance.choice((1, 2, 2, 3)))
            ),
            "ipc": chance.choice(classes_of(topic.field) or [""]),
            "rights": _rights(chance),
            "team": f"{_person(chance)}教授团队，{chance.randrange(4, 18)}人",
            "price_fen": chance.choice(
                (None, None, chance.randrange(10, 60) * 5_000_000, chance.randrange(10, 100) * 1_000_000)
            ),
            "evaluation": chance.choice(PROOFS) if trl > 5 else "",
            "awards": chance.choice(AWARDS),
        }
        made.achievements[topic].append(number)


def _needs(
    offered: set[Topic], firms: Sequence[Organisation], chance: Random, made: Collected, day: date
) -> Iterator[dict[str, Any]]:
    given = numbers("XQ", NEEDS, on=COLLECTED)
    matched = sorted(offered, key=lambda each: (each.field, each.thing, each.way.name))
    rest = [topic for topic in topics() if topic not in offered]
    for place, number in enumerate(given):
        owner = firms[place] if place < len(firms) else chance.choice(firms)
        topic = chance.choice(matched if chance.random() < MATCHED else rest)
        figure, thing, way = _figure(topic.way.figure, chance), topic.thing, topic.way
        plain = chance.random() < 0.35
        yield _common(topic, number, owner, chance) | {
            "title": _asked(thing, way, chance, plain=plain),
            "summary": f"我公司在{thing}方面，{way.problem}，{chance.choice(('影响交货', '成本居高不下', '客户多次提出意见', '已经成为瓶颈'))}。{chance.choice(WISHES)}，要求{figure}。",
            "text": f"现状：{way.problem}。试过{chance.choice(('增加人手', '进口设备', '外协加工', '请厂家调试'))}，效果不好。\n"
            f"目标：{figure}；{chance.choice(('不改动现有产线', '改造期间不停产', '能与现有系统对接', '操作工能自己维护'))}。\n"
            f"条件：{chance.choice(WISHES)}。",
            "keywords": [thing] if plain else [thing, way.name],
            "expires_on": _ends(day, chance, 300),
            "trl": chance.choice((None, None, 4, 5, 6, 7, 8)),
            "cooperation": sorted(
                chance.sample(
                    ["joint", "commission", "transfer", "licence", "consulting"], chance.choice((1, 2, 2))
                )
            ),
            "budget_fen": chance.choice(
                (None, chance.randrange(2, 50) * 10_000_000, chance.randrange(5, 60) * 5_000_000)
            ),
            "is_high_tech": owner.is_high_tech,
            "ownership": chance.choice(("民营", "民营", "民营", "国有", "合资")),
            "revenue_fen": chance.randrange(300, 60_000) * 1_000_000,
            "research_fen": chance.randrange(10, 2_000) * 1_000_000,
        }
        made.needs[topic].append(number)


def _common(topic: Topic, number: str, owner: Organisation, chance: Random) -> dict[str, Any]:
    return {
        "number": number,
        "keywords": [topic.thing, topic.way.name],
        "field": topic.field,
        "level": chance.choices(("public", "members", "undertaking"), (25, 55, 20))[0],
        "owner_id": owner.pk,
        "district": owner.district,
        "contact_name": _person(chance),
        "contact_phone": f"024-8{chance.randrange(10**7):07d}",
    }


def _store(kind: str, rows: Iterator[dict[str, Any]], people: dict[str, Any], day: date) -> None:
    """Enter the rows as collected by the officer, published by the reviewer, renewed since; three lines of the journal each."""
    catalogue: Catalogue = catalogue_of(kind)
    kept = [row | {"title_key": match_key(row["title"])} for row in rows]
    columns = (*COMMON_COLUMNS, *(name for name in kept[0] if name not in COMMON_COLUMNS))
    with on_day(day - timedelta(days=30)):
        since = city_now()
    fixed = {
        "state": "published", "state_since": since, "version": 3, "source": "import", "batch": f"{COLLECTED.year}-{catalogue.letters}",
        "submitted_on": COLLECTED, "submitted_by_id": people["officer"].pk, "reviewed_by_id": people["reviewer"].pk, "published_on": REVIEWED,
    }  # fmt: skip
    insert_rows(catalogue.model, columns, [tuple(row[name] for name in columns) for row in kept], fixed=fixed)
    keep_bands(list(catalogue.model.objects.filter(number__in=[row["number"] for row in kept])))
    steps = (
        (COLLECTED, "import", people["officer"], {}),
        (REVIEWED, "publish", people["reviewer"], {"state": "published"}),
        (day - timedelta(days=30), "renew", None, {"state": "published"}),
    )
    for on, verb, by, after in steps:
        with on_day(on):
            record_all(
                [
                    Line(
                        f"{kind}:{verb}", case_kind=kind, case_number=row["number"], by=by,
                        after=after | ({"expires_on": row["expires_on"]} if verb == "renew" else {}),
                    )
                    for row in kept
                ]
            )  # fmt: skip


def _list_matches(pairs: list[tuple[str, str]]) -> None:
    path = planted_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("need", "achievement"))
        writer.writerows(pairs)


def _figure(text: str, chance: Random) -> str:
    return DRAWN.sub(lambda found: str(chance.randint(int(found[1]), int(found[2]))), text)


def _form(way: str, chance: Random) -> str:
    return "" if way.endswith(("工艺", "设计", "系统", "平台")) else chance.choice(FORMS)


def _asked(thing: str, way: Way, chance: Random, *, plain: bool) -> str:
    if plain:
        return f"{thing}：{re.split('，', way.problem)[0]}，怎么解决"
    return chance.choice(
        (
            f"{thing}{way.name}",
            f"{thing}{way.name}技术",
            f"寻求{thing}的{way.name}方案",
            f"{thing}{way.name}改造",
        )
    )


def _how(chance: Random) -> str:
    return chance.choice(
        (
            "把机理模型和现场数据结合起来",
            "从材料、结构和控制三个方面一起做",
            "用自研的核心部件替代进口件",
            "在原有设备上加装模块即可",
            "用少量样本就能标定",
        )
    )


def _standing(trl: int, shop: str) -> str:
    if trl <= 3:
        return "完成了原理验证"
    if trl <= 5:
        return "在实验室做出了样品，完成小试"
    return f"在{shop}完成中试" if trl <= 7 else f"已在{shop}稳定运行"


def _rights(chance: Random) -> list[dict[str, str]]:
    return [
        {
            "kind": chance.choice(("invention", "invention", "utility")),
            "number": patent_number(chance, 2018),
            "status": chance.choice(("granted", "granted", "applied")),
        }
        for _ in range(chance.choice((0, 1, 1, 2)))
    ]


def _person(chance: Random) -> str:
    return chance.choice(words.SURNAMES) + chance.choice(words.GIVEN)


def _ends(day: date, chance: Random, spread: int) -> date:
    return day + timedelta(days=chance.randrange(25, spread))
