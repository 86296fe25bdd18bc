"""Why this match, and what speaks against it? Shared words with their weight, field, maturity, region, price: as data."""

from math import asin, cos, radians, sin, sqrt
from typing import Any

import numpy as np

from zhuanhua.engines.matching import terms
from zhuanhua.engines.matching.arrays import Floats
from zhuanhua.engines.matching.portraits import Language
from zhuanhua.engines.matching.records import Need, Offer, Reason

MOST_WORDS, MOST_MISSING = 6, 3
RELATED = 0.6  # cosine of two words from which on they are named as related
EARTH_KM = 6371.0


def by_facts(need: Need, offer: Offer) -> list[Reason]:
    """What does not stand in the texts. A fact that either side leaves out says nothing."""
    found: list[Reason] = []
    if need.field and offer.field:
        shared = _shared(need.field, offer.field)
        weight = 0.1 * shared if shared else -0.2
        found.append(
            Reason(
                "field",
                weight,
                {"wished": "/".join(need.field), "has": "/".join(offer.field), "shared": shared},
            )
        )
    if need.least_trl is not None and offer.trl is not None:
        gap = need.least_trl - offer.trl
        facts = {"wished": need.least_trl, "has": offer.trl, "gap": gap}
        found.append(Reason("maturity", 0.1 if gap <= 0 else -0.08 * gap, facts))
    if need.region and offer.region:
        shared = _shared(need.region, offer.region)
        found.append(
            Reason(
                "region",
                0.04 * shared,
                {"wished": need.region[-1], "has": offer.region[-1], "shared": shared},
            )
        )
    if need.place and offer.place:
        far = _kilometres(need.place, offer.place)
        found.append(Reason("distance", 0.05 if far < 100 else -0.02, {"kilometres": round(far)}))
    if need.budget_fen is not None and offer.price_fen is not None:
        over = offer.price_fen - need.budget_fen
        facts = {"budget_fen": need.budget_fen, "price_fen": offer.price_fen, "over_fen": max(over, 0)}
        found.append(Reason("price", 0.05 if over <= 0 else -0.2, facts))
    return found


def by_words(need: Need, offer: Offer, language: Language) -> list[Reason]:
    """Shared words and phrases by their rarity, related words, and the words of the need's title that the offer lacks."""
    title, text = terms.normal(need.title), terms.normal(need.text)
    runs = [terms.core(terms.words(part)) for part in (offer.title, " ".join(offer.keywords), offer.text)]
    asked = terms.core(terms.words(need.title))
    offered = list(dict.fromkeys(word for run in runs for word in run))
    idf = {
        word: float(language.idf[column])
        for word, column in zip([*offered, *asked], terms.word_columns([*offered, *asked]), strict=True)
    }
    whole = sum(idf[word] for word in asked) or 1.0
    found: dict[str, Reason] = {}
    for phrase, weight in _phrases(offered, runs, title, text, idf):
        place = "title" if phrase in title else "text"
        kind = "word" if phrase in idf else "phrase"
        found.setdefault(
            phrase,
            Reason(
                kind,
                round(weight / whole * (1.0 if place == "title" else 0.5), 3),
                {"text": phrase, "in": place},
            ),
        )
    reasons = sorted(found.values(), key=lambda reason: -reason.weight)[:MOST_WORDS]
    there = terms.normal(" ".join((offer.title, *offer.keywords, offer.text)))
    lacking = [word for word in asked if len(word) > 1 and word not in there and word not in terms.GENERIC]
    related = _related(lacking, offered, language)
    reasons += [
        Reason("related", round(0.5 * idf[word] / whole * near, 3), {"text": other, "to": word})
        for word, other, near in related
    ]
    known = {word for word, _, _ in related}
    rare = sorted(
        (word for word in dict.fromkeys(lacking) if word not in known), key=lambda word: -idf[word]
    )[:MOST_MISSING]
    return reasons + [Reason("missing", round(-0.5 * idf[word] / whole, 3), {"text": word}) for word in rare]


def _phrases(
    offered: list[str], runs: list[list[str]], title: str, text: str, idf: dict[str, float]
) -> list[tuple[str, float]]:
    """Longest runs of the offer's words that stand in the need word for word."""
    found: list[tuple[str, float]] = []
    for run in runs:
        at = 0
        while at < len(run):
            end = at
            while end < len(run) and (
                "".join(run[at : end + 1]) in title or "".join(run[at : end + 1]) in text
            ):
                end += 1
            phrase = "".join(run[at:end])
            if len(phrase) > 1:
                found.append((phrase, sum(idf[word] for word in run[at:end])))
            at = max(end, at + 1)
    return found


def _related(lacking: list[str], offered: list[str], language: Language) -> list[tuple[str, str, float]]:
    """Words of the need that the offer lacks, beside the nearest word it has."""
    senses = language.senses
    here = [word for word in dict.fromkeys(lacking) if word in senses.vocabulary]
    there = [word for word in offered if word in senses.vocabulary and len(word) > 1]
    if not here or not there:
        return []
    near: Floats = (
        senses.vectors[[senses.vocabulary[word] for word in here]]
        @ senses.vectors[[senses.vocabulary[word] for word in there]].T
    )
    best: Any = near.argmax(axis=1)
    return [
        (word, there[best[at]], float(near[at, best[at]]))
        for at, word in enumerate(here)
        if near[at, best[at]] >= RELATED
    ][:3]


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many steps two paths go together."""
    steps = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        steps += 1
    return steps


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Along the great circle."""
    north, south = radians(one[0]), radians(other[0])
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(radians(other[1] - one[1]) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))


def weight_of_facts(need: Need, offer: Offer) -> float:
    """What the facts add to the score."""
    return (
        float(np.sum([reason.weight for reason in by_facts(need, offer)]))
        if need.field or need.region or need.least_trl or need.budget_fen
        else 0.0
    )
