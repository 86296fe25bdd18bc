"""How do many small signs become a level? Trees grown by scikit-learn and kept as arrays: foretelling needs NumPy alone."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from zhuanhua.engines.matching.arrays import Floats, Ints

# boosted: each tree mends what the earlier ones missed; drawn by three seeds
ROUNDS, PACE, LEAVES, LEAST_ROWS, RIDGE, SHARE, BINS = 200, 0.03, 15, 30, 5.0, 0.2, 63
SEEDS = 3
# random: each tree for itself, cut at random places
RANDOM_TREES, RANDOM_LEAST, RANDOM_SHARE = 200, 5, 0.3


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees × nodes; a leaf leads to itself."""

    features: Any
    limits: Any
    left: Any
    right: Any
    values: Floats  # trees × nodes × levels
    begin: Floats  # boosted trees add to the logarithms of the levels' shares; random ones are averaged and have none

    def chances(self, rows: Floats) -> Floats:
        """Of each level."""
        every, row = np.arange(len(self.features))[None], np.arange(len(rows))[:, None]
        at = np.zeros((len(rows), len(self.features)), np.int64)
        while True:
            goes_left = rows[row, self.features[every, at]] <= self.limits[every, at]
            down = np.where(goes_left, self.left[every, at], self.right[every, at])
            if (down == at).all():
                break
            at = down.astype(np.int64)
        told = self.values[every, at].sum(axis=1)
        if len(self.begin):
            told = told + self.begin
            told = np.exp(told - told.max(axis=1, keepdims=True))
        return (told / told.sum(axis=1, keepdims=True)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted and random trees over the same columns."""

    forests: tuple[Forest, ...]
    levels: Ints

    @classmethod
    def grow(cls, rows: Floats, levels: Ints, *, seed: int) -> "Trees | None":
        """Learn; None where fewer than three levels were ever given."""
        from sklearn.ensemble import (  # noqa: PLC0415  slow, and only learning needs it
            ExtraTreesClassifier,
            HistGradientBoostingClassifier,
        )
        from threadpoolctl import threadpool_limits  # noqa: PLC0415  comes with it

        if len(np.unique(levels)) < 3:
            return None
        with threadpool_limits(1):  # threads that wait for one another make small work many times slower
            boosted = [
                HistGradientBoostingClassifier(
                    max_iter=ROUNDS, learning_rate=PACE, max_leaf_nodes=LEAVES, min_samples_leaf=LEAST_ROWS,
                    l2_regularization=RIDGE, max_features=SHARE, max_bins=BINS, early_stopping=False, random_state=seed + at,
                ).fit(rows, levels)
                for at in range(SEEDS)
            ]  # fmt: skip
            random = ExtraTreesClassifier(
                RANDOM_TREES, min_samples_leaf=RANDOM_LEAST,
                max_features=RANDOM_SHARE, random_state=seed, n_jobs=1,
            ).fit(rows, levels)  # fmt: skip
        return cls((*map(_boosted, boosted), _random(random)), random.classes_.astype(np.int64))

    def chances(self, rows: Floats) -> Floats:
        """Of at least 2, 3, 4: half from the boosted trees, half from the random ones."""
        *boosted, random = (forest.chances(rows) for forest in self.forests)
        told = (np.mean(boosted, axis=0) + random) / 2
        at_least = [told[:, self.levels >= least].sum(axis=1) for least in (2, 3, 4)]
        return np.stack(at_least, axis=1).astype(np.float32)


def _boosted(forest: Any) -> Forest:
    """Each tree of the library speaks of one level."""
    trees = [(at, tree.nodes) for step in forest._predictors for at, tree in enumerate(step)]
    kept = []
    for level, nodes in trees:
        values = np.zeros((len(nodes), len(forest.classes_)), np.float32)
        values[:, level] = nodes["value"]
        kept.append(
            (nodes["feature_idx"], nodes["num_threshold"], nodes["left"], nodes["right"], nodes["is_leaf"], values)
        )  # fmt: skip
    return _packed(kept, forest._baseline_prediction.ravel())


def _random(forest: Any) -> Forest:
    trees = [each.tree_ for each in forest.estimators_]
    return _packed(
        [
            (tree.feature, tree.threshold, tree.children_left, tree.children_right, tree.children_left < 0, tree.value[:, 0])
            for tree in trees
        ],
        np.zeros(0),
    )  # fmt: skip


def _packed(trees: list[tuple[Any, ...]], begin: Any) -> Forest:
    shape = (len(trees), max(len(tree[0]) for tree in trees))
    features, limits = np.zeros(shape, np.int16), np.zeros(shape, np.float64)
    left = np.broadcast_to(np.arange(shape[1], dtype=np.int16), shape).copy()
    right, values = left.copy(), np.zeros((*shape, trees[0][5].shape[1]), np.float32)
    for at, (feature, limit, to_left, to_right, is_leaf, value) in enumerate(trees):
        place, leaf, own = np.s_[at, : len(feature)], is_leaf.astype(bool), np.arange(len(feature))
        features[place] = np.where(leaf, 0, feature)
        limits[place] = np.where(leaf, 0, limit)
        left[place] = np.where(leaf, own, to_left)
        right[place] = np.where(leaf, own, to_right)
        values[place] = np.where(leaf[:, None], value, 0)
    return Forest(features, limits, left, right, values, begin.astype(np.float32))
