"""What would a plain search find? BM25 on words, cosine of characters, and always the same level: the peers of `evaluate`."""

import numpy as np
import scipy.sparse as sp

from zhuanhua.engines.matching import terms
from zhuanhua.engines.matching.arrays import Floats, Ints
from zhuanhua.engines.matching.features import PLACE
from zhuanhua.engines.matching.judged import Judged
from zhuanhua.engines.matching.records import Need, Offer

BINS = 20


def bm25(needs: list[Need], offers: list[Offer], at_need: Ints, at_offer: Ints) -> Floats:
    """Okapi BM25 (k1 1.2, b 0.75) of the words of a need's title in each offer."""
    asked = terms.count([""] * len(needs), [sorted(set(terms.words(need.title))) for need in needs])
    found = terms.count([""] * len(offers), [terms.words(offer.title) for offer in offers])
    lengths = np.asarray(found.sum(axis=1)).ravel()
    seen = terms.frequencies(found)
    idf = np.log(1 + (len(offers) - seen + 0.5) / (seen + 0.5))
    row = np.repeat(np.arange(len(offers)), np.diff(found.indptr))
    scale = 1.2 * (0.25 + 0.75 * lengths[row] / max(lengths.mean(), 1e-9))
    found.data = (idf[found.indices] * found.data * 2.2 / (found.data + scale)).astype(np.float32)
    return np.asarray(sp.csr_matrix(asked[at_need].multiply(found[at_offer])).sum(axis=1), np.float32).ravel()


def characters(judged: Judged) -> Floats:
    """Cosine of TF-IDF of runs of one to three characters, title twice and text."""
    return judged.rows.features[:, PLACE["c13_both"]]


def levels_by_score(scores: Floats, levels: Ints, fold: Ints) -> Ints:
    """The median level of what has a like score in the other folds: the best a bare score can say."""
    told = np.zeros_like(levels)
    for number in np.unique(fold):
        held, kept = fold == number, fold != number
        edges = np.quantile(scores[kept], np.linspace(0, 1, BINS + 1)[1:-1])
        bins = np.digitize(scores[kept], edges)
        medians = np.array(
            [np.median(levels[kept][bins == at]) if (bins == at).any() else 2 for at in range(BINS)]
        )
        told[held] = np.round(medians[np.digitize(scores[held], edges)])
    return told
