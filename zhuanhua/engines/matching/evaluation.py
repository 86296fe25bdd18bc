"""How good are the matches? The contest's score with known needs, NDCG@10 with unseen ones, beside plain searches in the same run."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from zhuanhua.engines.matching import baselines, first_day, levels, measures
from zhuanhua.engines.matching.arrays import Floats, Ints
from zhuanhua.engines.matching.judged import draw
from zhuanhua.engines.matching.portraits import Language
from zhuanhua.engines.matching.reading import Pair, verdicts
from zhuanhua.engines.matching.records import Need
from zhuanhua.engines.matching.trial import foretold_by_folds


@dataclass(frozen=True, slots=True)
class Row:
    """One way of matching and how far it gets; None where the measure does not apply."""

    name: str
    score: float | None
    score_spread: float | None  # standard deviation over the folds
    ndcg: float | None
    ndcg_error: float | None  # standard error over the needs


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The table and what it stands on."""

    pairs: int
    needs: int
    lists: int
    folds: int
    rows: tuple[Row, ...]

    def as_dict(self) -> dict[str, object]:
        """For a program."""
        return asdict(self)


def evaluate(
    needs: Sequence[Need],
    pairs: Sequence[Pair],
    *,
    folds: int = 5,
    seed: int = 0,
    say: Callable[[str], None] = lambda _: None,
) -> Evaluation:
    """Only judged pairs count. Folds are drawn by the seed: over pairs for the score, over needs for NDCG."""
    judged_pairs = [pair for pair in pairs if pair.level is not None]
    offers = [pair.offer for pair in judged_pairs]
    say("texts")
    language = Language.learn(needs, offers, seed=seed)
    judged = draw(needs, offers, verdicts(judged_pairs), language)
    truth = judged.levels
    by_pair = measures.folds(len(truth), folds, seed=seed)
    _, place = np.unique(judged.rows.needs, return_inverse=True)
    by_need = measures.folds(int(place.max()) + 1, folds, seed=seed)[place]
    lists = measures.lists(judged.rows.needs, truth)

    def row(name: str, told: Ints | None, scores: Floats | None) -> Row:
        each = (
            [measures.contest(truth[by_pair == at], told[by_pair == at]) for at in range(folds)]
            if told is not None
            else []
        )
        ranked = [measures.ndcg(truth[rows], scores[rows]) for rows in lists] if scores is not None else []
        return Row(
            name,
            float(np.mean(each)) if each else None,
            float(np.std(each)) if each else None,
            float(np.mean(ranked)) if ranked else None,
            float(np.std(ranked) / np.sqrt(len(ranked))) if ranked else None,
        )

    found = [row("always 2", np.full_like(truth, 2), None)]
    asked = {need.id: need for need in needs}
    read = [asked[key] for key in judged.needs.ids]  # needs that nobody judged are not among them
    searched = baselines.bm25(read, offers, judged.rows.needs, judged.rows.offers)
    for name, scores in (("BM25 words", searched), ("TF-IDF characters", baselines.characters(judged))):
        found.append(row(name, baselines.levels_by_score(scores, truth, by_pair), scores))
    early = first_day.foretell(judged.rows.features)
    found.append(row("engine, no verdicts", levels.levels(early), levels.scores(early)))
    say("folds over pairs")
    known = foretold_by_folds(language, judged, by_pair, seed=seed)
    say("folds over needs")
    unseen = foretold_by_folds(language, judged, by_need, seed=seed)
    found.append(row("engine", levels.levels(known), levels.scores(unseen)))
    return Evaluation(len(truth), int(place.max()) + 1, len(lists), folds, tuple(found))
