"""Does the table compare with plain searches on the same rows, whatever else stands in the file of needs?"""

from zhuanhua.engines.matching import Need
from zhuanhua.engines.matching.evaluation import evaluate
from zhuanhua.engines.matching.reading import Pair
from zhuanhua.engines.matching.tests import town


def test_needs_that_nobody_judged_change_no_plain_search():
    offers = {offer.id: offer for offer in town.offers()}
    pairs = [
        Pair(str(at), told.need_id, offers[told.offer_id], told.level)
        for at, told in enumerate(town.verdicts())
    ]

    plain = evaluate(town.needs(), pairs, folds=2)
    more = evaluate([Need("x", "无人评判的需求"), *town.needs()], pairs, folds=2)

    searched = [next(row for row in table.rows if row.name == "BM25 words") for table in (plain, more)]
    assert searched[0].ndcg == searched[1].ndcg > 0.8
