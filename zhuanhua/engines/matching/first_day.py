"""How well does an offer fit before anybody has judged a pair? A few readable weights, the same for every city."""

import numpy as np

from zhuanhua.engines.matching.arrays import Floats
from zhuanhua.engines.matching.features import PLACE

# characters shared with title and text, without the words every title has; "likely": like what else comes near this need
WEIGHTS = {"core_c12_both": 1.5, "core_c12_core": 0.8, "c12_both": 1.5, "c1_both": 1.0, "likely_c12": 1.5}
# how likely level 2, 3, 4 is at a closeness: slope and offset of a logistic curve (bdci2019, rounded)
CURVES = ((4.7, -1.2), (2.1, -2.9), (1.9, -4.3))
HALF = 150  # verdicts at which they weigh as much as these numbers
ENOUGH = 1_000  # verdicts from which on these numbers no longer count


def foretell(features: Floats) -> Floats:
    """Level, chances of at least 2, 3, 4, and gain: the same five numbers the verdicts teach."""
    columns = [PLACE[name] for name in WEIGHTS]
    closeness = features[:, columns] @ np.array(list(WEIGHTS.values()), np.float32)
    chances = np.stack([1 / (1 + np.exp(-(slope * closeness + offset))) for slope, offset in CURVES], axis=1)
    level = 1 + chances.sum(axis=1)
    gain = 1 + chances @ np.array((1, 2, 4), np.float32)
    return np.concatenate([level[:, None], chances, gain[:, None]], axis=1).astype(np.float32)


def share_of_verdicts(number: int) -> float:
    """How far the verdicts are trusted."""
    return 1.0 if number >= ENOUGH else number / (number + HALF)
