"""What level has each pair of a file? Pairs of one need are each other's company, together with those the model was taught."""

from collections.abc import Sequence

import numpy as np

from zhuanhua.engines.matching import levels
from zhuanhua.engines.matching.features import Pairing
from zhuanhua.engines.matching.model import Model
from zhuanhua.engines.matching.portraits import Needs, Offers
from zhuanhua.engines.matching.reading import Pair
from zhuanhua.engines.matching.records import Need


def score_pairs(model: Model, needs: Sequence[Need], pairs: Sequence[Pair]) -> list[tuple[str, int, float]]:
    """pair_id, level and score of every pair, in the order of the file; a level in the file is not looked at."""
    drawn = Needs.draw(needs, model.language)
    offers = Offers.draw([*(pair.offer for pair in pairs), *model.read], model.language)
    pairing = Pairing(model.language, drawn, offers)
    need_at = {key: at for at, key in enumerate(drawn.ids)}
    at_need = np.array([need_at[pair.need_id] for pair in pairs], np.int64)
    found: list[tuple[str, int, float]] = [("", 0, 0.0)] * len(pairs)
    for need in np.unique(at_need):
        rows = np.flatnonzero(at_need == need)
        beside = np.array(model.judged_beside(drawn.ids[need]), np.int64) + len(pairs)
        features, _ = pairing.features(int(need), np.concatenate([rows, beside]))
        foretold = model.foretell(drawn, int(need), offers, rows, features[: len(rows)])
        told, scores = levels.levels(foretold), levels.scores(foretold)
        for at, row in enumerate(rows.tolist()):
            found[row] = (pairs[row].pair_id, int(told[at]), round(float(scores[at]), 6))
    return found
