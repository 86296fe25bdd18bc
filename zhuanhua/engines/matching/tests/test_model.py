"""Does the model learn from verdicts, keep itself in a folder, and leave held-out labels alone?"""

from dataclasses import replace

import numpy as np

from zhuanhua.engines.matching import (
    Comparison,
    Index,
    Model,
    Need,
    Offer,
    Verdict,
    first_day,
    gaussian,
    measures,
    relearn,
    trees,
)
from zhuanhua.engines.matching.judged import draw
from zhuanhua.engines.matching.kinship import COMMON, Ground, Kernel, Rows
from zhuanhua.engines.matching.tests import town
from zhuanhua.engines.matching.trial import foretold_by_folds


def _trained(verdicts=None) -> Model:
    return Model.train(town.needs(), town.offers(), verdicts or town.verdicts())


def test_train_twice_gives_the_same_version():
    assert _trained().version == _trained().version


def test_save_and_load_rank_alike(tmp_path):
    model = _trained()
    again = Model.load(model.save(tmp_path / "model"))

    ranked = [
        Index.build(town.offers(), town.needs(), model=one).rank(town.needs()[0], 5) for one in (model, again)
    ]
    assert again.version == model.version
    assert [(match.offer_id, match.level) for match in ranked[0]] == [
        (match.offer_id, match.level) for match in ranked[1]
    ]


def test_verdict_on_a_need_moves_its_offer_up():
    wrong = [Verdict("n0", "o30", 4), *(Verdict("n0", f"o0{at}", 1) for at in range(3))]
    taught = Index.build(town.offers(), town.needs(), model=_trained(wrong * 1 + town.verdicts()[12:]))
    plain = Index.build(town.offers(), town.needs())

    def level_of_own(index):
        return next(match.score for match in index.rank(town.needs()[0], 12) if match.offer_id == "o00")

    assert level_of_own(taught) < level_of_own(plain)


def test_held_out_labels_do_not_matter():
    language = Model.first_day(town.offers(), town.needs()).language
    judged = draw(town.needs(), town.offers(), town.verdicts(), language)
    fold = measures.folds(len(judged.levels), 4, seed=1)
    before = foretold_by_folds(language, judged, fold, seed=0)

    judged.levels = np.where(fold == 2, 5 - judged.levels, judged.levels)
    after = foretold_by_folds(language, judged, fold, seed=0)

    assert (before[fold == 2] == after[fold == 2]).all()
    assert (before[fold != 2] != after[fold != 2]).any()


def _with_trees(monkeypatch) -> None:
    """Small enough for a town."""
    monkeypatch.setattr(first_day, "ENOUGH", 24)
    for name, value in (("ROUNDS", 5), ("LEAST_ROWS", 3), ("SEEDS", 1), ("RANDOM_TREES", 10)):
        monkeypatch.setattr(trees, name, value)


def test_second_look_is_kept_in_the_folder(monkeypatch, tmp_path):
    _with_trees(monkeypatch)
    model = _trained()

    again = Model.load(model.save(tmp_path / "model"))

    ranked = [
        Index.build(town.offers(), town.needs(), model=one).rank(town.needs()[0]) for one in (model, again)
    ]
    model.second = None
    without = Index.build(town.offers(), town.needs(), model=model).rank(town.needs()[0])
    chances = [[match.probabilities for match in matches] for matches in (*ranked, without)]
    assert chances[0] == chances[1] != chances[2]


def test_held_out_labels_do_not_matter_to_the_second_look(monkeypatch):
    _with_trees(monkeypatch)
    language = Model.first_day(town.offers(), town.needs()).language
    judged = draw(town.needs(), town.offers(), town.verdicts(), language)
    fold = measures.folds(len(judged.levels), 4, seed=1)
    before = foretold_by_folds(language, judged, fold, seed=0)

    judged.levels = np.where(fold == 2, 5 - judged.levels, judged.levels)
    after = foretold_by_folds(language, judged, fold, seed=0)

    assert (before[fold == 2] == after[fold == 2]).all()
    assert (before[fold != 2] != after[fold != 2]).any()


def test_left_out_equals_a_fit_without_the_rows():
    language = Model.first_day(town.offers(), town.needs()).language
    judged = draw(town.needs(), town.offers(), town.verdicts(), language)
    kernel, weights = Kernel(Ground.of(judged.needs, judged.offers)), COMMON.astype(np.float32)
    rows = judged.rows
    held, kept = np.arange(6), np.arange(6, len(rows))

    whole = gaussian.learn(kernel, rows, judged.levels, seed=0, weights=weights, keep=True)
    told = gaussian.left_out(whole, judged.levels, [held])[held]
    table = kernel.whole(rows, weights)
    goal = (gaussian.targets(judged.levels) - whole.mean) / whole.scale
    slow = table[np.ix_(held, kept)] @ np.linalg.solve(table[np.ix_(kept, kept)], goal[kept])

    assert np.allclose(told, slow * whole.scale + whole.mean, atol=1e-3)


def test_relearn_compares_on_the_same_folds_and_keeps_language():
    first = town.verdicts()[:24]
    model = _trained(first)

    new, told = relearn(model, town.needs(), town.offers(), first, town.verdicts()[24:], folds=4)

    assert (told.old, told.new, told.pairs) == (model.version, new.version, 48)
    assert new.verdicts == 48
    assert new.language is model.language
    assert 0.5 < told.old_score < 1


def test_comparison_refuses_what_falls():
    same = Comparison("a", "b", 9, old_score=0.77, new_score=0.77, old_ndcg=0.73, new_ndcg=0.73)

    assert same.is_better
    assert not replace(same, new_score=0.76).is_better
    assert not replace(same, new_ndcg=0.71).is_better


def test_relearn_last_verdict_on_a_pair_counts():
    model = _trained()

    new, told = relearn(
        model, town.needs(), town.offers(), town.verdicts(), [Verdict("n0", "o00", 1, "use")], folds=4
    )

    assert new.verdicts == len(town.verdicts())
    assert told.old != told.new


def test_noise_of_a_click_is_larger():
    language = Model.first_day(town.offers(), town.needs()).language
    judged = draw(
        town.needs(), town.offers(), [Verdict("n0", "o00", 4), Verdict("n0", "o01", 1, "use")], language
    )

    assert judged.rows.noise.tolist() == [1.0, 2.0]
    assert isinstance(judged.rows, Rows)
    assert Need("x", "y") != Offer("x", "y")
