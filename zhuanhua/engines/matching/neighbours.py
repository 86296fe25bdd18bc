"""What do the verdicts beside one more pair say? Those of the same need on like offers, and those of like needs on like offers."""

from dataclasses import dataclass

import numpy as np

from zhuanhua.engines.matching.arrays import Floats, Ints

PRIOR = 4.0  # verdicts of an average need that each need begins with
SHARPNESS = (10.0, 8.0, 6.0)  # how much more a like offer counts: by terms, sense, topic
ELSEWHERE, LIKE_NEED = 12.0, 6.0  # the same for verdicts of other needs: by offer and by need
NEED_ALONE, FEW, FAINT = 10.0, 0.02, 0.05
NEAREST = 3
EQUAL = 0.9999  # cosine from which on two texts are one
WIDTH = 40


@dataclass(frozen=True, slots=True)
class Told:
    """All verdicts, one row each, and what they say on the whole."""

    levels: Floats
    needs: Ints
    residuals: Floats  # level above that of the need on the whole
    by_need: Floats  # smoothed level of each need
    judged: Floats  # verdicts of each need

    @classmethod
    def of(cls, levels: Ints, needs: Ints, number: int) -> "Told":
        """From levels and the need of each row."""
        many = np.bincount(needs, minlength=number)
        mean = levels.mean()
        by_need = (np.bincount(needs, levels, minlength=number) + PRIOR * mean) / (many + PRIOR)
        return cls(
            levels.astype(np.float32),
            needs,
            (levels - by_need[needs]).astype(np.float32),
            by_need.astype(np.float32),
            many.astype(np.float32),
        )


@dataclass(frozen=True, slots=True)
class Likeness:
    """Of some offers (rows) to the offers of all verdicts (columns), and of their need to all needs that have verdicts."""

    terms: Floats
    sense: Floats
    topic: Floats
    needs: Floats


def beside(told: Told, like: Likeness, need: int | None, own: Ints | None = None) -> Floats:
    """Forty numbers an offer. `need` is the number of its need, None where it has no verdict; `own` the rows of the offers' own verdicts, left out."""
    mine = np.flatnonzero(told.needs == need) if need is not None else np.zeros(0, np.int64)
    use = np.ones((like.terms.shape[0], len(mine)), np.float32)
    if own is not None:
        use[mine[None] == own[:, None]] = 0
    found = [*_same_need(told, like, mine, use), *_other_needs(told, like, mine, need)]
    return np.stack(found, axis=1).astype(np.float32)


def _same_need(told: Told, like: Likeness, mine: Ints, use: Floats) -> list[Floats]:
    levels = told.levels[mine]
    many = use.sum(axis=1)

    def share(of: Floats, whole: Floats) -> Floats:
        return (use @ of + PRIOR * whole.mean()) / (many + PRIOR)

    smooth = share(levels, told.levels)
    square = share(levels**2, told.levels**2)
    found = [smooth, many]
    found += [
        share((levels >= least).astype(np.float32), (told.levels >= least).astype(np.float32))
        for least in (2, 3, 4)
    ]
    found.append(np.sqrt(np.maximum(square - smooth**2, 0)))
    high = np.float32((told.levels >= 3).mean())
    for near, sharp in zip((like.terms, like.sense, like.topic), SHARPNESS, strict=True):
        found += _by_nearness(near[:, mine], levels, use, sharp, smooth, high)
    equal = (like.terms[:, mine] > EQUAL) * use
    found += [equal.sum(axis=1), (equal @ levels + smooth) / (equal.sum(axis=1) + 1)]
    return found


def _by_nearness(
    near: Floats, levels: Floats, use: Floats, sharp: float, smooth: Floats, high: np.float32
) -> list[Floats]:
    """The level of like offers, the nearest one's, and how near those of each level are."""
    any_there = use.sum(axis=1) > 0
    weight = np.exp(sharp * near) * use
    total = np.maximum(weight.sum(axis=1), 1e-9)
    kept = np.where(use > 0, near, -9) if near.shape[1] else np.full((len(near), 1), -9.0)
    level_of = levels if len(levels) else np.zeros(1, np.float32)
    order = np.argsort(-kept, axis=1, kind="stable")[:, :NEAREST]

    def nearest(those: np.ndarray) -> Floats:
        return np.where(use * those > 0, near, -1).max(axis=1, initial=-1)

    liked, disliked, weak = nearest(levels >= 3), nearest(levels <= 1), nearest(levels == 2)
    return [
        np.where(any_there, weight @ levels / total, smooth),
        np.where(any_there, weight @ (levels >= 3) / total, high),
        np.where(any_there, kept.max(axis=1), 0),
        np.where(any_there, level_of[order[:, 0]], smooth),
        liked,
        disliked,
        weak,
        liked - disliked,
        np.where(any_there, level_of[order].mean(axis=1), smooth),
    ]


def _other_needs(told: Told, like: Likeness, mine: Ints, need: int | None) -> list[Floats]:
    """What like needs said of like offers above their own mean, and how they judge on the whole."""
    other = np.ones(len(told.levels), np.float32)
    other[mine] = 0
    by_row = like.needs[told.needs]
    found = []
    for near in (like.terms, like.sense):
        weight = np.exp(ELSEWHERE * (near - 1) + LIKE_NEED * (by_row - 1)) * other
        total = weight.sum(axis=1)
        found += [weight @ told.residuals / (total + FAINT), np.log(total + 1e-6)]
    weight = np.exp(NEED_ALONE * (like.needs - 1)) * (told.judged > 0)
    if need is not None:
        weight[need] = 0
    level = (weight @ told.by_need + FEW * told.levels.mean()) / (weight.sum() + FEW)
    return [*found, np.full(len(like.terms), level)]
