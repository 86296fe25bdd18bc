"""To whom did the universities and institutes of the demo city sell in the year of the letter? So many in the city, so many in the rest of the province.

Nothing is entered as a result. The generator chooses the buyers of what they developed, transferred and licensed; the figures count the register.
"""

from collections.abc import Sequence
from random import Random

from zhuanhua.demo.names import Firm, Population
from zhuanhua.demo.register import Sold

LOCAL, PROVINCE = 755, 1_206  # 755 is 62.6 % of 1,206; any number from 1,206 to 1,207 would be
CITY = "2101"


def shape(sold: Sequence[Sold], population: Population, seed: int) -> None:
    """Let exactly so many contracts of the year go to buyers in the city and in the province; amounts and all other contracts stay."""
    chance = Random(f"{seed}/conversions")
    places: dict[str, list[Sold]] = {"city": [], "province": [], "away": []}
    for one in sold:
        if _converts(one):
            places[_place(one.buyer)].append(one)
    for each in places.values():
        chance.shuffle(each)
    _send(places, "city", LOCAL, population, chance)
    _send(places, "province", PROVINCE - LOCAL, population, chance)


def _send(
    places: dict[str, list[Sold]], where: str, wanted: int, population: Population, chance: Random
) -> None:
    """Give or take buyers until the place has as many as it should; what is taken goes away, what is given comes from there."""
    buyers = [
        firm for firm in (*population.local_buyers, *population.outside_buyers) if _place(firm) == where
    ]
    away = [firm for firm in population.outside_buyers if _place(firm) == "away"]
    while len(places[where]) > wanted:
        one = places[where].pop()
        one.buyer = chance.choice(away)
        places["away"].append(one)
    while len(places[where]) < wanted:
        one = places["away"].pop()
        one.buyer = chance.choice([firm for firm in buyers if firm.uscc != one.seller.uscc])
        places[where].append(one)


def _converts(one: Sold) -> bool:
    return (
        one.seller.kind in {"university", "institute"}
        and one.subkind[0] in "123"
        and not one.will_be_cancelled
    )


def _place(firm: Firm) -> str:
    if firm.district.startswith(CITY):
        return "city"
    return "province" if firm.district.startswith(CITY[:2]) else "away"
