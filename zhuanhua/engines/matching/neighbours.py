"""What do the need's own verdicts say of one more pair? A second look: the process beside the like offers judged for this need."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from zhuanhua.engines.matching.arrays import Floats, Ints

PRIOR = 4.0  # verdicts of an average need that each need begins with
SHARP_TERMS, SHARP_SENSE = 10.0, 6.0  # how much more a like offer counts
RIDGE = 20.0
ROUNDS = 12


def of_need(levels: Ints, terms: Floats, sense: Floats, mean: float, *, itself: bool) -> Floats:
    """Nine numbers for each offer (row) from the levels of the need's judged offers (columns); its own verdict is left out."""
    size = (terms.shape[0], len(levels))
    other = ~np.eye(*size, dtype=bool) if itself else np.ones(size, bool)
    many = other.sum(axis=1)
    told = other @ levels.astype(np.float64)
    smooth = (told + PRIOR * mean) / (many + PRIOR)
    found = [smooth, many]
    for near, sharp in ((terms, SHARP_TERMS), (sense, SHARP_SENSE)):
        weight = np.exp(sharp * near) * other
        found.append(np.where(many > 0, weight @ levels / np.maximum(weight.sum(axis=1), 1e-9), smooth))
    nearest = np.argsort(np.where(other, -terms, np.inf), axis=1, kind="stable")[:, :3]
    first = nearest[:, 0]
    row = np.arange(size[0])
    found += [np.where(many > 0, terms[row, first], 0), np.where(many > 0, levels[first], smooth)]
    there = np.take_along_axis(other, nearest, axis=1)
    found.append(
        np.where(many > 0, (levels[nearest] * there).sum(axis=1) / np.maximum(there.sum(axis=1), 1), smooth)
    )
    high = other @ (levels >= 3).astype(np.float64)
    found += [high / np.maximum(many, 1), (high + 0.5) / (many + PRIOR)]
    return np.stack(found, axis=1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Second:
    """Three logistic curves: level at least 2, 3, 4, from what the process foretells and the need's own verdicts."""

    mean: float  # level of all verdicts
    centre: Floats
    spread: Floats
    slopes: Floats  # one row a curve, the last column its offset

    @classmethod
    def learn(cls, seen: Floats, levels: Ints) -> "Second":
        """Newton's method with a ridge; what is seen of a row must not come from its own verdict."""
        centre, spread = seen.mean(axis=0), seen.std(axis=0) + 1e-6
        rows = _rows(seen, centre, spread)
        slopes = [_curve(rows, levels >= least) for least in (2, 3, 4)]
        return cls(float(levels.mean()), centre, spread, np.stack(slopes).astype(np.float32))

    def chances(self, seen: Floats) -> Floats:
        """Of at least 2, 3, 4."""
        told = _rows(seen, self.centre, self.spread) @ self.slopes.T
        return (1 / (1 + np.exp(-told))).astype(np.float32)


def _rows(seen: Floats, centre: Floats, spread: Floats) -> Any:
    scaled = np.clip((seen - centre) / spread, -5, 5)
    return np.concatenate([scaled, np.ones((len(seen), 1))], axis=1).astype(np.float64)


def _curve(rows: Any, true: Any) -> Floats:
    slope = np.zeros(rows.shape[1])
    ridge = np.full(rows.shape[1], RIDGE)
    ridge[-1] = 1e-3
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ slope, -30, 30)))
        pull = rows.T @ (true - chance) - ridge * slope
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(ridge)
        slope += np.linalg.solve(bend, pull)
    return slope.astype(np.float32)
