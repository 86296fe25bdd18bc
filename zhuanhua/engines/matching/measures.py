"""How good is a ranking, how good are levels? The contest's score and NDCG, over folds that share nothing."""

import numpy as np

from zhuanhua.engines.matching.arrays import Floats, Ints


def contest(levels: Ints, told: Ints) -> float:
    """1 / (1 + mean absolute error)."""
    return float(1 / (1 + np.abs(levels - told).mean()))


def ndcg(levels: Ints, scores: Floats, depth: int = 10) -> float:
    """Of one need's list, with gain 2^(level−1) − 1."""
    gains = 2.0 ** (levels - 1) - 1
    order = np.argsort(-scores, kind="stable")[:depth]
    discount = 1 / np.log2(np.arange(2, depth + 2))
    ideal = np.sort(gains)[::-1][:depth]
    best = float((ideal * discount[: len(ideal)]).sum())
    return float((gains[order] * discount[: len(order)]).sum()) / best if best else 0.0


def lists(needs: Ints, levels: Ints) -> list[Ints]:
    """The rows of each need that can be judged as a list: at least five pairs, one of them of level 2 or better."""
    found = [np.flatnonzero(needs == need) for need in np.unique(needs)]
    return [rows for rows in found if len(rows) >= 5 and levels[rows].max() >= 2]


def folds(number: int, count: int, *, seed: int) -> Ints:
    """A seeded fold for each of so many things, all folds as equal as can be."""
    return np.random.default_rng(seed).permutation(number).astype(np.int64) % count
