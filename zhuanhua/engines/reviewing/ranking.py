"""What do the scores say? Weighted totals in hundredths of a point, who scores far from the others, and the order with its tie rule.

Whole numbers throughout: a total is a sum of points × weight over 10,000, kept in hundredths; a mean is compared as a fraction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

WHOLE = 10_000
TIE_RULE = ("mean", "heaviest", "lowest", "own", "number")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: its code, its weight in basis points, and the most points it gives."""

    code: str
    weight_bp: int
    most: int = 100


@dataclass(frozen=True, slots=True)
class Scored:
    """One application with the scores of its reviewers, each by criterion; `own_bp` is its own money as a share of the whole."""

    key: int
    scores: tuple[Mapping[str, int], ...]
    own_bp: int = 0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in the order: shared places do not occur; `tie` names the step of the tie rule that decided, or nothing."""

    key: int
    place: int
    mean: int
    tie: str = ""


def total(scores: Mapping[str, int], criteria: Sequence[Criterion]) -> int:
    """Give the weighted total in hundredths of a point, of 100 points, half a hundredth up."""
    whole = sum(
        Fraction(scores[each.code] * 100 * 100 * each.weight_bp, each.most * WHOLE) for each in criteria
    )
    return int(whole + Fraction(1, 2))


def outliers(totals: Sequence[int], *, beyond: int) -> list[int]:
    """Name the places of totals that lie more than `beyond` hundredths from the median of the others."""
    found = []
    for place, own in enumerate(totals):
        others = [each for at, each in enumerate(totals) if at != place]
        if others and abs(Fraction(own) - Fraction(median(others))) > beyond:
            found.append(place)
    return found


def rank(papers: Sequence[Scored], criteria: Sequence[Criterion]) -> list[Ranked]:
    """Order by the mean total; ties by the rule written in TIE_RULE.

    Same mean: the higher mean on the heaviest criterion, then the higher lowest total, then the larger share of own money,
    then the smaller number (the application that came first).
    """
    heaviest = max(criteria, key=lambda each: each.weight_bp).code
    measured = [(paper, _measures(paper, criteria, heaviest)) for paper in papers]
    measured.sort(key=lambda pair: pair[1])
    ranked = []
    for place, (paper, measures) in enumerate(measured):
        tie = ""
        for near in (place - 1, place + 1):
            if 0 <= near < len(measured) and measured[near][1][0] == measures[0]:
                tie = tie or _decided(measures, measured[near][1])
        ranked.append(Ranked(paper.key, place + 1, int(-measures[0] + Fraction(1, 2)), tie))
    return ranked


def _measures(paper: Scored, criteria: Sequence[Criterion], heaviest: str) -> tuple[Fraction, ...]:
    totals = [total(scores, criteria) for scores in paper.scores]
    if not totals:
        return (Fraction(0), Fraction(0), Fraction(0), Fraction(-paper.own_bp), Fraction(paper.key))
    weighty = [scores[heaviest] for scores in paper.scores]
    return (
        -Fraction(sum(totals), len(totals)),
        -Fraction(sum(weighty), len(weighty)),
        -Fraction(min(totals)),
        Fraction(-paper.own_bp),
        Fraction(paper.key),
    )


def _decided(own: tuple[Fraction, ...], other: tuple[Fraction, ...]) -> str:
    return next(name for name, mine, theirs in zip(TIE_RULE, own, other, strict=True) if mine != theirs)
