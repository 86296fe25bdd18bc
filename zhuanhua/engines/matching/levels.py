"""From what is foretold to what is shown: a score that orders, a level, and four probabilities that add up to one."""

import numpy as np

from zhuanhua.engines.matching.arrays import Floats, Ints


def scores(foretold: Floats) -> Floats:
    """Expected level and half the expected gain: strong matches come first even where they are not sure."""
    return (foretold[:, 0] + 0.5 * foretold[:, 4]).astype(np.float32)


def chances(foretold: Floats) -> Floats:
    """P(1), P(2), P(3), P(4)."""
    at_least = np.clip(foretold[:, 1:4], 0.005, 0.995)
    at_least = np.minimum.accumulate(at_least, axis=1)
    steps = np.concatenate([np.ones((len(at_least), 1)), at_least, np.zeros((len(at_least), 1))], axis=1)
    return (steps[:, :-1] - steps[:, 1:]).astype(np.float32)


def levels(foretold: Floats) -> Ints:
    """The median: what errs least."""
    return (1 + (foretold[:, 1:4] > 0.5).sum(axis=1)).astype(np.int64)
