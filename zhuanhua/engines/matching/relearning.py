"""Is the model with the new verdicts better? Both are measured on the same folds before anybody switches."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zhuanhua.engines.matching import first_day, gaussian, levels, measures
from zhuanhua.engines.matching.arrays import Floats, Ints
from zhuanhua.engines.matching.judged import Judged, draw
from zhuanhua.engines.matching.kinship import Ground, Kernel, Rows
from zhuanhua.engines.matching.model import Model
from zhuanhua.engines.matching.records import Need, Offer, Verdict
from zhuanhua.engines.matching.trial import foretell_rows
from zhuanhua.engines.matching.view import View


@dataclass(frozen=True, slots=True)
class Comparison:
    """Old and new on the pairs both can be judged by: contest score and NDCG@10 of pairs held out."""

    old: str
    new: str
    pairs: int
    old_score: float
    new_score: float
    old_ndcg: float
    new_ndcg: float

    @property
    def is_better(self) -> bool:
        """Neither measure falls by more than chance would explain."""
        return self.new_score >= self.old_score - 0.005 and self.new_ndcg >= self.old_ndcg - 0.01


def relearn(
    model: Model,
    needs: Sequence[Need],
    offers: Sequence[Offer],
    verdicts: Sequence[Verdict],
    added: Sequence[Verdict],
    *,
    folds: int = 5,
) -> tuple[Model, Comparison]:
    """Add verdicts to those the model has learned from; language and weights stay, so that it takes seconds.

    Old and new foretell each pair without its fold, by leaving it out of the one inverse; what was added the old has never seen.

    A pair judged twice counts by its last verdict. Nothing is saved: whoever calls decides by the comparison.
    """
    latest = {(verdict.need_id, verdict.offer_id): verdict for verdict in [*verdicts, *added]}
    first = {(verdict.need_id, verdict.offer_id) for verdict in verdicts}
    both = draw(needs, offers, list(latest.values()), model.language)
    weights = model.lesson.weights if model.lesson is not None else None
    new = Model(model.language, both, seed=model.seed, weights=weights)
    keys = [
        (both.needs.ids[need], both.offers.ids[offer])
        for need, offer in zip(both.rows.needs, both.rows.offers, strict=True)
    ]
    was_known = np.array([key in first for key in keys])
    fold = measures.folds(len(keys), folds, seed=model.seed)
    chosen = weights if weights is not None else (new.lesson.weights if new.lesson is not None else None)
    after = _held_out(new, both, np.arange(len(keys)), fold, chosen)
    before = first_day.foretell(both.rows.features)
    if was_known.any():
        known = np.flatnonzero(was_known)
        before[known] = _held_out(new, both, known, fold[known], chosen)
        unseen = np.flatnonzero(~was_known)
        old = Model(model.language, both.part(known), seed=model.seed, weights=chosen)
        before[unseen] = foretell_rows(old, both, unseen)
    return new, _compare(model.version, new.version, both, before, after)


def _compare(old: str, new: str, judged: Judged, before: Floats, after: Floats) -> Comparison:
    lists = measures.lists(judged.rows.needs, judged.levels)

    def ndcg(foretold: Floats) -> float:
        told = [measures.ndcg(judged.levels[rows], levels.scores(foretold[rows])) for rows in lists]
        return float(np.mean(told)) if told else 0.0

    return Comparison(
        old, new, len(judged.levels),
        measures.contest(judged.levels, levels.levels(before)), measures.contest(judged.levels, levels.levels(after)),
        ndcg(before), ndcg(after),
    )  # fmt: skip


def _held_out(model: Model, judged: Judged, rows: Ints, fold: Ints, weights: Floats | None) -> Floats:
    """Five numbers a pair, each without the verdicts of its fold; few verdicts share the word with the first day's numbers."""
    part = judged.part(rows)
    raw = part.rows
    features = View.learn(raw.features).of(raw.features)
    kernel = Kernel(Ground.of(judged.needs, judged.offers))
    table = Rows(features, raw.needs, raw.offers, raw.noise, raw.shared)
    lesson = gaussian.learn(kernel, table, part.levels, seed=model.seed, weights=weights, keep=True)
    learned = gaussian.left_out(lesson, part.levels, [np.flatnonzero(fold == at) for at in np.unique(fold)])
    share = first_day.share_of_verdicts(len(rows))
    return (share * learned + (1 - share) * first_day.foretell(part.rows.features)).astype(np.float32)
