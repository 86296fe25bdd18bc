"""Do kept trees foretell what the library that grew them foretells?"""

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from zhuanhua.engines.matching.trees import Trees, _boosted, _random


def _rows():
    chance = np.random.default_rng(1)
    rows = chance.standard_normal((300, 3)).astype(np.float32)
    return rows, np.clip(np.round(2.5 + rows[:, 1]), 1, 4).astype(np.int64)


def test_kept_trees_say_what_the_library_says():
    rows, levels = _rows()
    with threadpool_limits(1):
        boosted = HistGradientBoostingClassifier(max_iter=5, max_leaf_nodes=7, random_state=0).fit(
            rows, levels
        )
        random = ExtraTreesClassifier(5, max_leaf_nodes=9, random_state=0).fit(rows, levels)

    assert np.allclose(_boosted(boosted).chances(rows), boosted.predict_proba(rows), atol=1e-5)
    assert np.allclose(_random(random).chances(rows), random.predict_proba(rows), atol=1e-5)


def test_trees_learn_what_their_columns_say(monkeypatch):
    monkeypatch.setattr("zhuanhua.engines.matching.trees.ROUNDS", 30)
    monkeypatch.setattr("zhuanhua.engines.matching.trees.SEEDS", 2)
    rows, levels = _rows()

    told = Trees.grow(rows, levels, seed=0).chances(rows)

    error = np.abs(1 + (told > 0.5).sum(axis=1) - levels).mean()
    assert error < 0.6 * np.abs(2 - levels).mean()


def test_two_levels_are_too_few():
    rows, levels = _rows()

    assert Trees.grow(rows, np.where(levels > 2, 2, 1), seed=0) is None
