"""Who lives in the demo city? Invented organisations with valid codes, drawn from a seed."""

from dataclasses import dataclass, replace
from random import Random

from zhuanhua.demo import words

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
PLACES = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
PREFIX = {
    "enterprise": "91",
    "agency": "91",
    "university": "12",
    "institute": "12",
    "hospital": "12",
    "government": "11",
    "association": "51",
}
PARTY_KINDS = {
    "enterprise": "100",
    "agency": "100",
    "university": "022",
    "institute": "021",
    "hospital": "023",
    "government": "010",
    "association": "030",
}


@dataclass(frozen=True, slots=True)
class Firm:
    """An organisation before it is stored."""

    uscc: str
    name: str
    kind: str
    district: str
    field: str = "01"
    industry: str = ""
    size: str = "none"
    is_high_tech: bool = False

    @property
    def party_kind(self) -> str:
        """The party kind of the national form."""
        return PARTY_KINDS[self.kind]


def credit_code(prefix: str, district: str, chance: Random) -> str:
    """Make an 18-place code with both check places right (GB 11714-1997, GB 32100-2015)."""
    body = "MA" + "".join(chance.choice("0123456789ABCDEFGH") for _ in range(6))
    values = [int(place, 36) for place in body]
    rest = 11 - sum(weight * value for weight, value in zip(BODY_WEIGHTS, values, strict=True)) % 11
    code = f"{prefix}{district}{body}{'X' if rest == 10 else 0 if rest == 11 else rest}"
    total = sum(ALPHABET.index(place) * weight for place, weight in zip(code, PLACES, strict=True))
    return code + ALPHABET[(31 - total % 31) % 31]


class Names:
    """Draws names and codes that are never given twice."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        pairs = [first + second for first in words.FIRST for second in words.SECOND]
        chance.shuffle(pairs)
        self.pairs = pairs
        self.used: set[str] = set()
        self.drawn = 0

    def firm(
        self, district: str, town: str, *, trade: tuple[str, str, str] | None = None, kind: str = "enterprise"
    ) -> Firm:
        """Invent an enterprise or a transfer agency of a place."""
        chance = self.chance
        name_of_trade, field, industry = trade or chance.choice(words.TRADES)
        if kind == "agency":
            name_of_trade, industry = "技术转移", "7520"
        form = chance.choices(("有限公司", "股份有限公司", "科技有限公司"), (80, 12, 8))[0]
        size = chance.choices(("micro", "small", "medium", "large"), (30, 45, 18, 7))[0]
        name = self._free(
            lambda pair: f"{town}{pair}{name_of_trade}{form}".replace("科技科技", "科技").replace(
                "技术科技", "技术"
            )
        )
        return self._made(name, kind, district, field, industry, size, is_high_tech=chance.random() < 0.35)

    def public(self, district: str, town: str, kind: str, trade: str, field: str) -> Firm:
        """Invent a university, an institute, a hospital, an association or an office."""
        endings = {
            "university": "大学",
            "institute": "研究院",
            "hospital": "医院",
            "association": "行业协会",
            "government": "建设服务中心",
        }
        name = self._free(lambda pair: f"{town}{pair}{trade}{endings[kind]}")
        return self._made(name, kind, district, field, "", "none", is_high_tech=False)

    def _made(
        self, name: str, kind: str, district: str, field: str, industry: str, size: str, *, is_high_tech: bool
    ) -> Firm:
        while True:
            code = credit_code(PREFIX[kind], district, self.chance)
            if code not in self.used:
                self.used.add(code)
                return Firm(code, name, kind, district, field, industry, size, is_high_tech)

    def _free(self, make: object) -> str:
        while True:
            pair = self.pairs[self.drawn % len(self.pairs)]
            self.drawn += 1
            name = make(pair)  # type: ignore[operator]
            if name not in self.used:
                self.used.add(name)
                return name


@dataclass(frozen=True)
class Population:
    """The organisations of the city: who sells, who buys, and those that have accounts."""

    sellers: tuple[Firm, ...]
    seller_weights: tuple[float, ...]
    local_buyers: tuple[Firm, ...]
    outside_buyers: tuple[Firm, ...]
    cast: dict[str, Firm]


def populate(seed: int, *, firms: int = 620, outside: int = 420) -> Population:
    """Draw the organisations of the city; the same seed gives the same city."""
    chance = Random(f"{seed}/names")
    names = Names(chance)
    places, shares = [place[:2] for place in words.DISTRICTS], [place[2] for place in words.DISTRICTS]
    trade = {trade[0]: trade for trade in words.TRADES}
    cast = {
        "firm": replace(names.firm("210112", "沈阳", trade=trade["自动化"]), size="small"),
        "rival": names.firm("210106", "沈阳", trade=trade["数控设备"]),
        "university": names.public("210102", "沈阳", "university", "理工", "03"),
        "institute": names.public("210112", "沈阳", "institute", "材料", "05"),
        "agency": names.firm("210103", "沈阳", kind="agency"),
        "buyer": names.firm("210113", "沈阳", trade=trade["铸锻"]),
    }
    sellers = list(cast.values())
    for number in range(firms):
        district, town = chance.choices(places, shares)[0]
        shown = "沈阳" if chance.random() < 0.7 else f"沈阳{town}"
        if number % 40 == 0:
            sellers.append(
                names.public(
                    district,
                    "沈阳",
                    "university",
                    chance.choice(words.UNIVERSITIES),
                    chance.choice(["01", "03", "04", "05", "09"]),
                )
            )
        elif number % 15 == 0:
            sellers.append(
                names.public(
                    district,
                    "沈阳",
                    "institute",
                    chance.choice(words.INSTITUTES),
                    chance.choice(["03", "05", "06", "07", "11"]),
                )
            )
        else:
            sellers.append(names.firm(district, shown))
    weights = [_weight(firm, place, cast, chance) for place, firm in enumerate(sellers)]
    local = [*sellers, *(names.firm(*_place(chance, places, shares)) for _ in range(firms // 3))]
    for kind, trade_name, count in (
        ("hospital", "中心", 8),
        ("government", "城市", 10),
        ("association", "装备制造", 4),
    ):
        local += [
            names.public(chance.choices(places, shares)[0][0], "沈阳", kind, trade_name, "11")
            for _ in range(count)
        ]
    away = [names.firm(*chance.choice(words.OTHER_CITIES)) for _ in range(outside)]
    return Population(tuple(sellers), tuple(weights), tuple(local), tuple(away), cast)


def _place(chance: Random, places: list[tuple[str, str]], shares: list[int]) -> tuple[str, str]:
    return chance.choices(places, shares)[0][0], "沈阳"


def _weight(firm: Firm, place: int, cast: dict[str, Firm], chance: Random) -> float:
    """Few sell much: universities and institutes lead, the long tail sells now and then."""
    if place < len(cast):
        return 4.0
    base = {"university": 14.0, "institute": 7.0}.get(firm.kind, 1.0)
    return base * chance.paretovariate(1.4)
