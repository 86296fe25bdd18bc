"""Does a verdict on a like offer count, of the same need and of a like one, and never the pair's own?"""

import numpy as np

from zhuanhua.engines.matching.neighbours import WIDTH, Likeness, Told, beside

NEAR = np.array([[1.0, 0.9, 0.1, 0.8], [0.9, 1.0, 0.1, 0.1], [0.1, 0.1, 1.0, 0.1]], np.float32)
NEEDS = np.array([0, 0, 0, 1])
LIKE = Likeness(NEAR, NEAR, NEAR, np.array([1.0, 0.9], np.float32))


def _seen(levels, *, own=None, like=LIKE):
    return beside(Told.of(np.array(levels), NEEDS, 2), like, 0, own)


def test_own_verdict_is_left_out():
    own = np.array([0, 1, 2])

    before, after = _seen([4, 1, 1, 2], own=own), _seen([1, 1, 1, 2], own=own)

    of_need = slice(1, 35)  # the rest compares with the mean of all verdicts
    assert before.shape == (3, WIDTH)
    assert (before[0, 6:9] == after[0, 6:9]).all()
    assert (before[1, of_need] != after[1, of_need]).any()


def test_like_offer_counts_more_than_an_unlike_one():
    seen = _seen([4, 1, 1, 1], own=None)

    nearest_level = 9
    assert seen[0, nearest_level] == 4
    assert seen[0, 6] > seen[2, 6]


def test_verdict_of_a_like_need_counts():
    high, low = _seen([2, 2, 2, 4]), _seen([2, 2, 2, 1])

    assert high[0, 35] > low[0, 35]


def test_need_without_verdicts_takes_the_mean():
    told = Told.of(np.array([4, 1, 1, 2]), NEEDS, 2)

    seen = beside(told, LIKE, None)

    assert np.isfinite(seen).all()
    assert (seen[:, 1] == 0).all()
    assert np.allclose(seen[:, 0], 2.0)
