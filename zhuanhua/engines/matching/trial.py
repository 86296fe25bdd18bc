"""What does the shipped engine foretell of pairs it has not seen? One model a fold, trained on the other folds alone."""

import numpy as np

from zhuanhua.engines.matching.arrays import Floats, Ints
from zhuanhua.engines.matching.judged import Judged
from zhuanhua.engines.matching.model import Model
from zhuanhua.engines.matching.portraits import Language


def foretold_by_folds(
    language: Language,
    judged: Judged,
    fold: Ints,
    *,
    seed: int,
    weights: Floats | None = None,
) -> Floats:
    """Five numbers a pair, each from a model that saw no verdict of that pair's fold.

    The texts of all candidates are known (they carry no label); the weights of the kernels are learned within the fold
    unless they are given.
    """
    found = np.zeros((len(judged.levels), 5), np.float32)
    for number in np.unique(fold):
        held = np.flatnonzero(fold == number)
        kept = np.flatnonzero(fold != number)
        model = Model(language, judged.part(kept) if len(kept) else None, seed=seed, weights=weights)
        found[held] = foretell_rows(model, judged, held)
    return found


def foretell_rows(model: Model, judged: Judged, held: Ints) -> Floats:
    """What a model says of some judged rows, need by need."""
    found = np.zeros((len(held), 5), np.float32)
    needs = judged.rows.needs[held]
    for need in np.unique(needs):
        here = np.flatnonzero(needs == need)
        at = held[here]
        found[here] = model.foretell(
            judged.needs, int(need), judged.offers, judged.rows.offers[at], judged.rows.features[at]
        )
    return found
