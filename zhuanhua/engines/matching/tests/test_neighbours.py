"""Does a need's own verdict on a like offer count, and never the pair's own?"""

import numpy as np

from zhuanhua.engines.matching.neighbours import Second, of_need

NEAR = np.array([[1.0, 0.9, 0.1], [0.9, 1.0, 0.1], [0.1, 0.1, 1.0]], np.float32)


def test_own_verdict_is_left_out():
    before = of_need(np.array([4, 1, 1]), NEAR, NEAR, 2.0, itself=True)
    after = of_need(np.array([1, 1, 1]), NEAR, NEAR, 2.0, itself=True)

    assert (before[0] == after[0]).all()
    assert (before[1] != after[1]).any()


def test_like_offer_counts_more_than_an_unlike_one():
    asked = np.array([[0.95, 0.1, 0.1], [0.1, 0.1, 0.95]], np.float32)
    like, unlike = of_need(np.array([4, 1, 1]), asked, asked, 2.0, itself=False)

    assert like[2] > 3 > unlike[2]


def test_second_look_learns_what_its_columns_say():
    chance = np.random.default_rng(1)
    seen = chance.standard_normal((400, 3)).astype(np.float32)
    levels = np.clip(np.round(2.5 + seen[:, 1]), 1, 4).astype(np.int64)

    told = Second.learn(seen, levels).chances(seen)

    error = np.abs(1 + (told > 0.5).sum(axis=1) - levels).mean()
    assert error < 0.5 * np.abs(2 - levels).mean()
