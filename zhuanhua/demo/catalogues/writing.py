"""What do the items of the demo city say? Needs in the words of firms, achievements in those of laboratories, all drawn."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from zhuanhua.demo import words
from zhuanhua.demo.catalogues.parties import HOUSES
from zhuanhua.demo.catalogues.topics import Collected, Topic, Way, topics
from zhuanhua.demo.register import patent_number
from zhuanhua.shared.catalogue.suggesting import classes_of
from zhuanhua.shared.people.models import Organisation
from zhuanhua.shared.workflow.serials import numbers

ACHIEVEMENTS, NEEDS = 1_239, 1_302
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


def offered_topics(chance: Random) -> list[Topic]:
    """Choose what the achievements speak of: every field, most topics once, some twice."""
    every = list(topics())
    chance.shuffle(every)
    chosen = every[: ACHIEVEMENTS * 5 // 6]
    return chosen + chance.choices(chosen, k=ACHIEVEMENTS - len(chosen))


def achievements(
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


def needs(
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
