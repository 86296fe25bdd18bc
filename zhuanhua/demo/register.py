"""Which contracts were registered in the demo city, year by year? Drawn from a seed, with totals that are exact to the fen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from zhuanhua.demo import words
from zhuanhua.demo.names import Firm, Population

YUAN = 100
STEP = 1_000 * YUAN  # most prices are round
POINTS = ("11", "12", "13")  # registration points, places 7 and 8 of the number
MONTHS = (4, 2, 6, 6, 7, 9, 7, 7, 9, 7, 12, 24)  # December carries the year
LICENCE_FROM = date(2026, 3, 1)

# sub-kind: share of the contracts in ten thousand, share of the amount in ten thousand
MIX = {
    "11": (3650, 4400), "12": (350, 550), "13": (60, 80), "21": (180, 320), "22": (60, 60), "23": (230, 560), "24": (80, 60),
    "29": (110, 250), "41": (680, 300), "51": (4400, 3350), "52": (60, 20), "53": (140, 50),
}  # fmt: skip
FIELD_OF_IP = {"21": "11", "22": "11", "23": "20", "24": "30", "29": "11", "31": "11", "32": "20"}
FIELD_SHARES = {
    "01": 34,
    "02": 4,
    "03": 21,
    "04": 9,
    "05": 7,
    "06": 8,
    "07": 6,
    "08": 1,
    "09": 3,
    "10": 4,
    "11": 8,
}


@dataclass(frozen=True)
class Year:
    """How much was registered in a year: contracts that stand, their sum, and how many more were cancelled later."""

    year: int
    contracts: int
    total_fen: int
    cancelled: int = 0
    since: date | None = None
    until: date | None = None


YEARS = (
    Year(2017, 6_637, 21_755_700_000 * YUAN, cancelled=4),
    Year(2018, 8_078, 25_204_000_000 * YUAN, cancelled=9),
)
LATER = (
    (8_706, 28_312),
    (8_951, 30_068),
    (9_640, 34_177),
    (10_018, 38_420),
    (10_744, 44_156),
    (11_205, 49_893),
    (11_832, 55_971),
)
UNREGISTERED = timedelta(days=130)  # what the first import of the running year does not hold yet
UNSENT = timedelta(days=8)  # what no registration point has sent yet


def years_until(day: date) -> tuple[Year, ...]:
    """Give every year up to a day: 2017 and 2018 as they are known, later ones by a table, then by steady growth."""
    years = list(YEARS)
    end = day - UNREGISTERED
    for place in range(end.year - YEARS[-1].year):
        number = YEARS[-1].year + 1 + place
        beyond = max(place - len(LATER) + 1, 0)
        contracts, millions = LATER[min(place, len(LATER) - 1)]
        contracts, millions = contracts * (100 + 5 * beyond) // 100, millions * (100 + 9 * beyond) // 100
        if number < end.year:
            years.append(Year(number, contracts, millions * 1_000_000 * YUAN))
        else:
            first, last = date(number, end.month, 1), min(day - UNSENT, date(number + 1, 1, 1))
            parts = ((date(number, 1, 1), first), (first, last))
            years += [_part(number, contracts, millions, *part) for part in parts if part[0] < part[1]]
    return tuple(years)


def _part(number: int, contracts: int, millions: int, since: date, until: date) -> Year:
    """Give the days of a year from `since` up to `until`, which is left out."""
    share = _share(number, until) - _share(number, since)
    return Year(
        number,
        contracts * share // 3_000,
        millions * share // 3_000 * 1_000_000 * YUAN,
        since=since if since > date(number, 1, 1) else None,
        until=until,
    )


def _share(number: int, until: date) -> int:
    """Tell how much of a year's work is done before a day, in three-thousandths."""
    if until.year > number:
        return 3_000
    return 30 * sum(MONTHS[: until.month - 1]) + MONTHS[until.month - 1] * min(until.day - 1, 30)


@dataclass(slots=True)
class Sold:
    """A contract of the register before it is stored."""

    number: str
    title: str
    seller: Firm
    buyer: Firm
    subkind: str
    field: str
    ip_kind: str
    plan_source: str
    payment_form: str
    total_fen: int
    trade_fen: int
    is_related: bool
    signed_on: date
    starts_on: date
    ends_on: date
    registered_on: date
    ip_number: str = ""
    will_be_cancelled: bool = False


def contracts_of(year: Year, population: Population, seed: int, after: Sequence["Sold"] = ()) -> list["Sold"]:
    """Draw the contracts of one year in the order of registration; those that stand add up to the year's total.

    Numbers go on behind those of `after`, the earlier part of the same year.
    """
    chance = Random(f"{seed}/register/{year.since or year.year}")
    titles = Titles(chance)
    subkinds = chance.choices(list(MIX), [share for share, _ in MIX.values()], k=year.contracts)
    amounts = amounts_of(subkinds, year.total_fen, chance)
    days = sorted(
        chance.choices(*_days(year.year, year.since, year.until), k=year.contracts + year.cancelled)
    )
    doomed = set(chance.sample(range(len(days)), year.cancelled))
    cast = [population.cast[name] for name in ("firm", "rival", "university")]
    sold, used = [], Counter(one.number[8:10] for one in after if one.number.startswith(str(year.year)))
    serials = {point: used[point] for point in POINTS}
    standing = iter(zip(subkinds, amounts, strict=True))
    sellers = chance.choices(population.sellers, population.seller_weights, k=len(days))
    for place, day in enumerate(days):
        subkind, total = (
            ("11", chance.randrange(80, 900) * 10 * STEP // 10) if place in doomed else next(standing)
        )
        seller = cast[place % 3] if place in doomed else sellers[place]
        point = POINTS[_point(seller.district)]
        serials[point] += 1
        number = f"{year.year}2101{point}{serials[point]:06d}"
        one = draw(
            chance,
            titles,
            population,
            seller=seller,
            subkind=subkind,
            total=total,
            registered_on=day,
            number=number,
        )
        one.will_be_cancelled = place in doomed
        sold.append(one)
    return sold


def draw(
    chance: Random,
    titles: "Titles",
    population: Population,
    *,
    seller: Firm,
    subkind: str,
    total: int,
    registered_on: date,
    number: str = "",
) -> Sold:
    """Draw the facts of one contract around its seller, sub-kind, amount and day."""
    field = (
        seller.field
        if chance.random() < 0.6
        else chance.choices(list(FIELD_SHARES), list(FIELD_SHARES.values()))[0]
    )
    buyers = population.local_buyers if chance.random() < 0.42 else population.outside_buyers
    buyer = chance.choice(buyers)
    while buyer.uscc == seller.uscc:
        buyer = chance.choice(buyers)
    signed = registered_on - timedelta(days=chance.choice((6, 9, 12, 16, 21, 28, 35, 47, 63, 90, 118)))
    starts = signed + timedelta(days=chance.choice((0, 0, 0, 1, 5, 10)))
    ends = starts + timedelta(days=chance.choice((120, 180, 270, 365, 365, 547, 730, 1095)))
    ip_kind = (
        FIELD_OF_IP.get(subkind) or chance.choices(("99", "20", "30", "11", "12"), (58, 20, 12, 7, 3))[0]
    )
    return Sold(
        number=number,
        title=titles.draw(field, subkind),
        seller=seller,
        buyer=buyer,
        subkind=subkind,
        field=field,
        ip_kind=ip_kind,
        plan_source=chance.choices(("none", "provincial", "local", "national", "ministry"), (86, 5, 5, 3, 1))[
            0
        ],
        payment_form=chance.choices(("instalments", "once"), (72, 28))[0],
        total_fen=total,
        trade_fen=trade_of(total, subkind, chance),
        is_related=chance.random() < 0.04,
        signed_on=signed,
        starts_on=starts,
        ends_on=ends,
        registered_on=registered_on,
        ip_number=patent_number(chance, signed.year) if ip_kind in {"11", "12", "13"} else "",
    )


def amounts_of(subkinds: Sequence[str], total_fen: int, chance: Random) -> list[int]:
    """Draw heavy-tailed prices around each sub-kind's share, which moves a little from year to year; they add up to the total exactly."""
    raw = [chance.lognormvariate(0, 1.45) for _ in subkinds]
    shares = {subkind: share * chance.uniform(0.84, 1.16) for subkind, (_count, share) in MIX.items()}
    sums: dict[str, float] = {}
    for subkind, weight in zip(subkinds, raw, strict=True):
        sums[subkind] = sums.get(subkind, 0.0) + weight
    whole = sum(shares[subkind] for subkind in sums)
    scale = {subkind: total_fen * shares[subkind] / whole / summed for subkind, summed in sums.items()}
    amounts = [
        _rounded(scale[subkind] * weight, chance) for subkind, weight in zip(subkinds, raw, strict=True)
    ]
    largest = sorted(range(len(amounts)), key=amounts.__getitem__, reverse=True)[:40]
    rest = total_fen - sum(amounts)
    each = rest // len(largest) // STEP * STEP
    for place in largest:
        amounts[place] += each
    amounts[largest[0]] += rest - each * len(largest)
    if min(amounts) <= 0 or sum(amounts) != total_fen:
        message = f"the amounts do not add up to {total_fen}"
        raise ValueError(message)
    return amounts


def _rounded(amount: float, chance: Random) -> int:
    if chance.random() < 0.07:
        return max(int(amount), 300_000)
    step = STEP if amount < 500 * STEP else 10 * STEP
    return max(round(amount / step) * step, 3 * STEP)


def trade_of(total: int, subkind: str, chance: Random) -> int:
    """Most contracts are technology alone; in others equipment and materials are taken off."""
    if subkind not in {"11", "12", "13", "51"} or chance.random() < 0.86:
        return total
    return max(total * chance.randrange(6_000, 9_700) // 10_000 // YUAN * YUAN, YUAN)


def patent_number(chance: Random, year: int) -> str:
    """Write an invented patent number; the check digit is right (ZC 0006-2003)."""
    body = f"{max(year - chance.randrange(1, 6), 2004)}{chance.choice('12')}{chance.randrange(10**7):07d}"
    check = (
        sum(
            int(digit) * weight
            for digit, weight in zip(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True)
        )
        % 11
    )
    return f"ZL{body}.{'X' if check == 10 else check}"


class Titles:
    """Draws project names; a name comes twice only with another scene before it."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.used: set[str] = set()
        self.parts = {field: tuple(text.split() for text in texts) for field, texts in words.FIELDS.items()}

    def draw(self, field: str, subkind: str) -> str:
        """Make a name of the field that ends as contracts of the sub-kind do."""
        things, ways, forms = self.parts[field]
        chance = self.chance
        while True:
            form = chance.choice(forms) if chance.random() < 0.62 else ""
            scene = chance.choice(words.SCENES) if chance.random() < 0.45 else ""
            end = chance.choice(words.KIND_WORDS[subkind])
            name = f"{scene}{chance.choice(things)}{chance.choice(ways)}{form}{end}".replace(
                "技术技术", "技术"
            )
            if chance.random() < 0.05:
                name += chance.choice(("（二期）", "（三期）", "（一阶段）"))
            if name not in self.used or chance.random() < 0.05:
                self.used.add(name)
                return name


@lru_cache(maxsize=32)
def _days(year: int, since: date | None, until: date | None) -> tuple[list[date], list[int]]:
    first = since or date(year, 1, 1)
    days = [
        first + timedelta(days=number) for number in range(((until or date(year + 1, 1, 1)) - first).days)
    ]
    weekdays = [
        day
        for day in days
        if day.weekday() < 5 and (day.month, day.day) not in {(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)}
    ]
    return weekdays, [MONTHS[day.month - 1] for day in weekdays]


def _point(district: str) -> int:
    return {"210112": 1, "210113": 1, "210106": 2, "210114": 2}.get(district, 0)
