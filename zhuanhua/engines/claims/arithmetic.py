"""Does a recomputed value come out at the figure as printed: rounded, cut, or not at all."""

from fractions import Fraction
from math import floor

from zhuanhua.engines.claims.claim import CONTRADICTED, HOLDS, Claim

NEAR_LOW, NEAR_HIGH = Fraction(85, 100), Fraction(110, 100)  # how far 近 and 约 reach


def rounded(value: Fraction, step: Fraction) -> Fraction:
    """Half up, to a multiple of the step."""
    sign = -1 if value < 0 else 1
    return sign * floor(abs(value) / step + Fraction(1, 2)) * step


def cut(value: Fraction, step: Fraction) -> Fraction:
    """The digits behind the step dropped."""
    sign = -1 if value < 0 else 1
    return sign * floor(abs(value) / step) * step


def judge(computed: Fraction, claim: Claim) -> tuple[str, str]:
    """Status and way of rounding of a claim whose true value is known."""
    printed = claim.value
    if claim.modifier == "over":
        return (HOLDS, "cut") if printed <= computed <= printed * 2 else (CONTRADICTED, "cut")
    if claim.modifier == "more":
        return (HOLDS, "cut") if printed <= computed <= printed + leading(printed) else (CONTRADICTED, "cut")
    if claim.modifier == "near":
        fits = printed * NEAR_LOW <= computed <= printed * NEAR_HIGH
        return (HOLDS if fits else CONTRADICTED), "rounded"
    if rounded(computed, claim.step) == printed:
        return HOLDS, "rounded"
    if cut(computed, claim.step) == printed:
        return HOLDS, "cut"
    return CONTRADICTED, "rounded"


def leading(value: Fraction) -> Fraction:
    """The worth of the last digit that is not zero: 30余 lies below 40, 120余 below 130, 10万余 below 20万."""
    size = 1
    while value % (size * 10) == 0 and size * 10 <= value:
        size *= 10
    return Fraction(size)
