"""Why this match, and what speaks against it? Shared words with their weight, field, maturity, region, price: as data."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any

import numpy as np

from zhuanhua.engines.matching import lexicon, quantities, terms
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


@dataclass(frozen=True, slots=True)
class Asked:
    """A need, read once for all its reasons."""

    title: str
    text: str
    words: list[str]
    rarity: dict[str, float]
    vectors: dict[str, Floats]
    figures: quantities.Found

    @classmethod
    def of(cls, need: Need, language: Language) -> "Asked":
        """The words of its title that name the subject."""
        words = terms.core(terms.words(need.title))
        return cls(
            terms.normal(need.title),
            terms.normal(need.text),
            words,
            _rarity(words, language),
            _vectors(words),
            quantities.read(f"{need.title}\n{need.text}"),
        )


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer, read once for all its reasons."""

    told: str
    runs: list[list[str]]
    rarity: dict[str, float]
    long: list[str]
    vectors: Floats
    figures: quantities.Found

    @classmethod
    def of(cls, offer: Offer, language: Language) -> "Offered":
        """Its words, title, key words and text apart."""
        parts = (offer.title, " ".join(offer.keywords), offer.text)
        runs = [terms.core(terms.words(part)) for part in parts]
        words = list(dict.fromkeys(word for run in runs for word in run))
        long = [word for word in words if len(word) > 1]
        told = terms.normal(" ".join((offer.title, *offer.keywords, offer.text)))
        vectors = lexicon.shipped().vectors_of(long)
        figures = quantities.read(f"{offer.title}\n{offer.text}")
        return cls(told, runs, _rarity(words, language), long, vectors, figures)


def _rarity(words: list[str], language: Language) -> dict[str, float]:
    return dict(zip(words, language.idf[terms.word_columns(words)].tolist(), strict=True)) if words else {}


def _vectors(words: list[str]) -> dict[str, Floats]:
    return dict(zip(words, lexicon.shipped().vectors_of(words), strict=True))


def by_words(need: Asked, offer: Offered) -> list[Reason]:
    """Shared words and phrases by their rarity, related words, and the words of the need's title that the offer lacks."""
    whole = sum(need.rarity[word] for word in need.words) or 1.0
    found: dict[str, Reason] = {}
    for phrase, weight in _phrases(offer.runs, need.title, need.text, offer.rarity):
        place = "title" if phrase in need.title else "text"
        kind = "word" if phrase in offer.rarity else "phrase"
        share = round(weight / whole * (1.0 if place == "title" else 0.5), 3)
        found.setdefault(phrase, Reason(kind, share, {"text": phrase, "in": place}))
    reasons = sorted(found.values(), key=lambda reason: -reason.weight)[:MOST_WORDS]
    lacking = [
        word
        for word in dict.fromkeys(need.words)
        if len(word) > 1 and word not in offer.told and word not in terms.GENERIC | quantities.MEASURE
    ]
    related = _related(lacking, need, offer)
    reasons += [
        Reason("related", round(0.5 * need.rarity[word] / whole * near, 3), {"text": other, "to": word})
        for word, other, near in related
    ]
    known = {word for word, _, _ in related}
    rare = sorted((word for word in lacking if word not in known), key=lambda word: -need.rarity[word])
    return reasons + [
        Reason("missing", round(-0.5 * need.rarity[word] / whole, 3), {"text": word})
        for word in rare[:MOST_MISSING]
    ]


def _phrases(runs: list[list[str]], title: str, text: str, idf: dict[str, float]) -> list[tuple[str, float]]:
    """Longest runs of the offer's words that stand in the need word for word."""
    found: list[tuple[str, float]] = []
    for run in runs:
        at = 0
        while at < len(run):
            end = at
            phrase = ""
            while end < len(run):
                longer = phrase + run[end]
                if longer not in title and longer not in text:
                    break
                phrase = longer
                end += 1
            told = _without_measure(run[at:end])
            phrase = "".join(told)
            if len(phrase) > 1:
                found.append((phrase, sum(idf[word] for word in told)))
            at = max(end, at + 1)
    return found


def _without_measure(words: list[str]) -> list[str]:
    """What is left of a phrase without 不少于, 公里, 以上 at its ends: they name no subject, nor do numbers alone."""
    while words and words[0] in quantities.MEASURE:
        words = words[1:]
    while words and words[-1] in quantities.MEASURE:
        words = words[:-1]
    return [] if all(word.isdecimal() for word in words) else words


def by_figures(need: Asked, offer: Offered) -> list[Reason]:
    """Figures that both sides state of the same thing: one that reaches what is asked is a plus, one that misses it a warning."""
    return [
        Reason(
            "figure",
            0.1 if reached else -0.2,
            {"of": subject, "wished": wished.written, "has": has.written},
        )
        for subject, wished, has, reached in quantities.compared(need.figures, offer.figures)
    ]


def _related(lacking: list[str], need: Asked, offer: Offered) -> list[tuple[str, str, float]]:
    """Words of the need that the offer lacks, beside the nearest word it has."""
    if not lacking or not offer.long:
        return []
    near = np.stack([need.vectors[word] for word in lacking]) @ offer.vectors.T
    best: Any = near.argmax(axis=1)
    return [
        (word, offer.long[best[at]], float(near[at, best[at]]))
        for at, word in enumerate(lacking)
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
