"""What do small firms of the demo city sell, so that the subsidy rule finds what the letter's year says?

Nothing is entered as a result. The generator chooses who is small and what small firms sell; the rule finds who is entitled to how much.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from random import Random

from zhuanhua.demo.accounts import firms_that_file
from zhuanhua.demo.names import Firm, Population
from zhuanhua.demo.register import STEP, YUAN, Sold

KNOWN_YEAR = 2018
UNITS, CONTRACTS, PAID = 58, 169, 10_028_000 * YUAN  # the year of the letter
JUDGED = date(2018, 12, 10)
CAP, LEAST = 1_000_000 * YUAN, 20_000 * YUAN  # contracts from CAP on get the same; below, a tenth
MOST = 5  # contracts of one unit: the yearly cap of a unit never cuts


def shape(sold: Sequence[Sold], population: Population, seed: int) -> tuple[Firm, ...]:
    """Choose the small firms of the city, and let those of the year of the letter sell what that year says; totals stay exact."""
    chance = Random(f"{seed}/subsidies")
    filing = {firm.uscc for firm in firms_that_file(population)}
    by_seller: dict[str, list[Sold]] = defaultdict(list)
    for one in sold:
        if _would_be_paid(one):
            by_seller[one.seller.uscc].append(one)
    for uscc in filing & set(by_seller):
        for one in by_seller.pop(uscc):
            one.buyer = chance.choice(population.outside_buyers)
    early = {
        uscc: some
        for uscc, every in by_seller.items()
        if (some := [one for one in every if one.registered_on <= JUDGED][:MOST])
    }
    chosen = _choose(early, chance)
    for uscc in chosen:
        for one in by_seller[uscc][len(early[uscc]) :]:
            one.buyer = chance.choice(population.outside_buyers)
    _let_amounts_sum([one for uscc in chosen for one in early[uscc]], list(sold))
    return tuple(early[uscc][0].seller for uscc in chosen)


def _would_be_paid(one: Sold) -> bool:
    local = one.seller.district[:4] == one.buyer.district[:4] == "2101"
    return (
        local
        and one.seller.kind in {"enterprise", "agency"}
        and one.subkind[0] in "12"
        and not one.is_related
    )


def _choose(early: dict[str, list[Sold]], chance: Random) -> list[str]:
    """Choose as many sellers as the letter says, with as many contracts, by changing one for another until it fits."""
    order = sorted(early)
    chance.shuffle(order)
    chosen, others = order[:UNITS], order[UNITS:]
    while (lack := CONTRACTS - sum(len(early[uscc]) for uscc in chosen)) != 0:
        swaps = [
            (place, other)
            for place, uscc in enumerate(chosen)
            for other in others
            if 0 < (len(early[other]) - len(early[uscc])) * (1 if lack > 0 else -1) <= abs(lack)
        ]
        place, other = chance.choice(swaps)
        others.remove(other)
        others.append(chosen[place])
        chosen[place] = other
    return chosen


def _let_amounts_sum(paid: list[Sold], all_sold: list[Sold]) -> None:
    """Scale the smaller contracts so that a tenth of each, at most 100,000 yuan, adds up; the year's largest contracts give or take the difference."""
    before = sum(one.total_fen for one in paid)
    ordered = sorted(paid, key=lambda one: (one.total_fen, one.number))
    large = min(
        sum(1 for one in ordered if one.total_fen >= CAP), (PAID - len(ordered) * LEAST // 10) // (CAP // 10)
    )
    rest = PAID - large * (CAP // 10)
    small = ordered[: len(ordered) - large]
    for one in ordered[len(small) :]:
        _price(one, max(one.total_fen, CAP))
    weights = [min(max(one.total_fen, LEAST), CAP - STEP) for one in small]
    left, weight = rest * 10, sum(weights)
    for place, (one, own) in enumerate(zip(small, weights, strict=True)):
        waiting = len(small) - place - 1
        share = left * own // weight // STEP * STEP if waiting else left
        share = min(max(share, LEAST, left - waiting * (CAP - STEP)), CAP - STEP, left - waiting * LEAST)
        _price(one, share)
        left, weight = left - share, weight - own
    difference = before - sum(one.total_fen for one in paid)
    chosen = {one.number for one in paid}
    largest = max((one for one in all_sold if one.number not in chosen), key=lambda one: one.total_fen)
    _price(largest, largest.total_fen + difference)
    if left or sum(min(one.total_fen, CAP) // 10 for one in paid) != PAID or largest.total_fen <= 0:
        message = "the subsidised contracts do not add up"
        raise ValueError(message)


def _price(one: Sold, total_fen: int) -> None:
    """Give a contract another price; what part of it is technology stays as it was."""
    one.trade_fen = (
        total_fen
        if one.trade_fen == one.total_fen
        else max(one.trade_fen * total_fen // one.total_fen // YUAN * YUAN, YUAN)
    )
    one.total_fen = total_fen
