"""Are pairs of a file scored without their levels, and do taught pairs of a need keep them company?"""

from dataclasses import replace

from zhuanhua.engines.matching import Model, Need, Offer
from zhuanhua.engines.matching.reading import Pair
from zhuanhua.engines.matching.scoring import score_pairs
from zhuanhua.engines.matching.tests import town

TITLES = ("一种锂离子电池防爆安全阀及其制备方法", "玉米秸秆打捆机")


def _pairs(need_id="n0"):
    return [Pair(f"p{at}", need_id, Offer(f"new{at}", title), None) for at, title in enumerate(TITLES)]


def test_score_known_and_unseen_needs_and_ignores_levels():
    model = Model.train(town.needs(), town.offers(), town.verdicts())
    needs = [*town.needs(), Need("new", "锂电池防爆")]

    told = score_pairs(model, needs, _pairs())
    unseen = score_pairs(model, needs, _pairs("new"))

    assert told == score_pairs(model, needs, [replace(pair, level=1) for pair in _pairs()])
    assert [row[0] for row in told] == ["p0", "p1"]
    assert told[0][2] > told[1][2]
    assert unseen[0][2] > unseen[1][2]


def test_score_after_load_remembers_the_company(tmp_path):
    model = Model.train(town.needs(), town.offers(), town.verdicts())

    again = Model.load(model.save(tmp_path / "model"))

    assert len(again.judged_beside("n0")) == len(town.offers())
    assert again.judged_beside("unknown") == []
    assert score_pairs(again, town.needs(), _pairs()) == score_pairs(model, town.needs(), _pairs())
