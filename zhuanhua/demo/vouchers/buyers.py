"""Who bought which service with a voucher in the year of the letter? Drawn so that all adds up to its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from zhuanhua.core.money import split_fen
from zhuanhua.demo.register import YUAN
from zhuanhua.programmes.vouchers.models import Provider
from zhuanhua.shared.people.models import Organisation

YEAR = 2018
WAN = 10_000 * YUAN
STEP = 100 * YUAN  # what every drawn amount is a multiple of
STANDINGS = {"high_tech": 31, "little_giant": 10, "cultivated": 10, "other": 15}  # 66 enterprises
UNITS, TWICE = sum(STANDINGS.values()), 4  # of the units, so many redeemed two vouchers
PAID, INCOME = 2_865_000 * YUAN, 6_187_000 * YUAN
# kind of service: vouchers, sum of their contracts, and what their holders spent in all
KINDS = {
    "research": (34, 3_460_000 * YUAN, 1_600 * WAN),
    "testing": (26, 2_307_000 * YUAN, 1_200 * WAN),
    "ip": (6, 330_000 * YUAN, 72 * WAN),
    "information": (4, 90_000 * YUAN, 17 * WAN),
}
PRODUCTS, RIGHTS = [2] * 5 + [1] * 23, [2] * 3 + [1] * 9  # 33 by 28 units, 15 by 12 firms
WORK = {
    "research": ("样机研制", "工艺开发", "控制软件开发", "配方优化"),
    "testing": ("性能检测", "失效分析", "可靠性试验", "成分分析"),
    "ip": ("专利导航", "专利布局", "侵权预警"),
    "information": ("科技查新", "情报检索"),
}
TOPICS = ("高速主轴", "铝合金压铸件", "伺服驱动器", "换热机组", "齿轮箱", "锅炉给水泵", "激光切割头", "水处理药剂", "数控转台", "电缆接头", "风机叶片", "血液分析仪", "焊接机器人", "仓储穿梭车", "光纤传感器", "防腐涂层")  # fmt: skip


@dataclass
class Bought:
    """One service that a unit of 2018 bought, before anything is judged."""

    unit: Organisation
    standing: str
    provider: Provider
    kind: str
    topic: str
    price_fen: int
    asked_fen: int
    spent_fen: int
    applied_on: date
    products: int = 0
    rights: int = 0


def draw(providers: Sequence[Provider], chance: Random) -> list[Bought]:
    """Draw who bought what in 2018, so that contracts, redemptions, spending, products and rights add up to the letter's figures."""
    units = _units(chance)
    order = [*units, *chance.sample(units, TWICE)]
    kinds = [kind for kind, (count, _sum, _spent) in KINDS.items() for _each in range(count)]
    chance.shuffle(kinds)
    prices = {kind: _parts(total, count, chance) for kind, (count, total, _spent) in KINDS.items()}
    spent = {kind: _parts(total, count, chance) for kind, (count, _sum, total) in KINDS.items()}
    offers = {
        kind: [each for each in providers if each.services.filter(kind=kind).exists()] for kind in KINDS
    }
    bought = []
    for (unit, standing), kind in zip(order, kinds, strict=True):
        price = prices[kind].pop()
        bought.append(
            Bought(
                unit, standing, chance.choice(offers[kind]), kind, f"{chance.choice(TOPICS)}{chance.choice(WORK[kind])}",
                price, price // 2 // STEP * STEP, max(spent[kind].pop(), 0),
                date(YEAR, 2, 5) + timedelta(days=chance.randrange(110)),
            )
        )  # fmt: skip
    bought.sort(key=lambda one: (one.applied_on, one.unit.pk))
    _let_redemptions_sum(bought)
    _spread(bought, PRODUCTS, "products", chance)
    _spread(bought, RIGHTS, "rights", chance)
    return bought


def _units(chance: Random) -> list[tuple[Organisation, str]]:
    """Choose 66 local enterprises that nobody of the cast acts for; those without a size are medium, which no other rule pays."""
    local = Organisation.objects.filter(
        kind="enterprise", district__startswith="2101", memberships__isnull=True
    )
    local = local.filter(merged_into__isnull=True).order_by("pk")
    chosen = chance.sample(list(local[:900]), UNITS)
    for place, unit in enumerate(chosen):
        unit.is_high_tech = unit.is_high_tech or place < STANDINGS["high_tech"]
        if unit.size not in {"small", "micro", "medium"}:
            unit.size = "medium"
    Organisation.objects.bulk_update(chosen, ["size", "is_high_tech"])
    standings = [name for name, count in STANDINGS.items() for _each in range(count)]
    return list(zip(chosen, standings, strict=True))


def _parts(total: int, count: int, chance: Random) -> list[int]:
    """Split a sum into parts of whole hundreds of yuan, none more than thrice the average."""
    weights = [chance.randrange(40, 120) for _each in range(count)]
    return [part * STEP for part in split_fen(total // STEP, weights)]


def _let_redemptions_sum(bought: list[Bought]) -> None:
    """Let the largest ask for less than the half, until all that is asked adds up to what the letter says was saved."""
    over = sum(one.asked_fen for one in bought) - PAID
    for one in sorted(bought, key=lambda each: -each.asked_fen):
        cut = min(over, one.asked_fen // 4 // STEP * STEP)
        one.asked_fen -= cut
        over -= cut
    if over:
        message = "the vouchers of the demo city do not add up"
        raise ValueError(message)


def _spread(bought: list[Bought], counts: Sequence[int], name: str, chance: Random) -> None:
    """Give each count to a voucher of another unit."""
    by_unit = {one.unit.pk: one for one in bought}
    for one, count in zip(
        chance.sample(sorted(by_unit.values(), key=lambda each: each.unit.pk), len(counts)),
        counts,
        strict=True,
    ):
        setattr(one, name, count)
