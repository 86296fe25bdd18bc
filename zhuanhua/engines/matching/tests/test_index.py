"""Does the index find what fits, both ways, and say why?"""

from dataclasses import replace

import pytest

from zhuanhua.engines.matching import Index, Model, Need, Offer
from zhuanhua.engines.matching.tests import town


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build(town.offers(), town.needs())


def test_rank_without_verdicts_finds_the_subject(index):
    found = {need.id: {match.offer_id[1] for match in index.rank(need, 2)} for need in town.needs()}

    assert found == {f"n{at}": {str(at)} for at in range(4)}


def test_rank_needs_finds_the_way_back(index):
    found = {offer.id: index.rank_needs(offer, 1)[0].need_id for offer in town.offers()}

    assert found == {offer.id: f"n{offer.id[1]}" for offer in town.offers()}


def test_what_is_ranked_does_not_depend_on_who_else_asks(index):
    together = index.rank_many(town.needs(), 5)

    assert together == [index.rank(need, 5) for need in town.needs()]


def test_rank_all_agrees_with_one_at_a_time(index):
    forward, backward = index.rank_all(3)

    assert forward == [index.rank(need, 3) for need in town.needs()]
    assert [matches[0].need_id for matches in backward] == [f"n{offer.id[1]}" for offer in town.offers()]


def test_rank_many_does_not_depend_on_the_others(index):
    alone = index.rank(town.needs()[2], 5)

    assert index.rank_many(town.needs(), 5)[2] == alone


def test_rank_foreign_or_empty_text_finds_nothing(index):
    assert index.rank(Need("x", "", "")) == []
    assert index.rank(Need("x", "!!!", "…")) == []


def test_build_without_offers_or_with_one_ranks():
    assert Index.build([]).rank(Need("n", "锂电池")) == []
    assert [
        match.offer_id for match in Index.build([Offer("only", "锂电池隔膜")]).rank(Need("n", "锂电池"))
    ] == ["only"]


def test_reasons_name_shared_and_missing_words(index):
    found = index.rank(town.needs()[1], 1)[0].reasons

    told = {(reason.kind, reason.facts["text"]) for reason in found}
    assert ("phrase", "深度处理") in told
    assert ("missing", "印染") in told
    assert all((reason.weight < 0) == (reason.kind == "missing") for reason in found)


def test_reasons_weigh_facts_for_and_against():
    need = replace(
        town.needs()[0], least_trl=7, budget_fen=100_00, field=("10", "101"), region=("32", "3202")
    )
    near = Offer(
        "near", "锂离子电池防爆阀", trl=8, price_fen=90_00, field=("10", "101"), region=("32", "3202")
    )
    far = Offer(
        "far", "锂离子电池防爆阀", trl=3, price_fen=200_00, field=("20", "201"), region=("11", "1101")
    )

    best, other = Index.build([far, near, *town.offers()]).rank(need, 20)[:1][0], None
    other = next(match for match in Index.build([far, near]).rank(need) if match.offer_id == "far")

    against = {
        reason.kind: dict(reason.facts)
        for reason in other.reasons
        if reason.weight < 0 and reason.kind != "missing"
    }
    assert best.offer_id == "near"
    assert against == {
        "field": {"wished": "10/101", "has": "20/201", "shared": 0},
        "maturity": {"wished": 7, "has": 3, "gap": 4},
        "price": {"budget_fen": 10000, "price_fen": 20000, "over_fen": 10000},
    }


def test_probabilities_add_up_and_agree_with_the_level(index):
    for match in index.rank(town.needs()[0], 10):
        assert sum(match.probabilities) == pytest.approx(1, abs=1e-5)
        assert match.probability >= 0.5 or match.level == 1


def test_build_twice_is_the_same_model():
    first, second = (Model.first_day(town.offers(), town.needs(), seed=3) for _ in range(2))

    assert first.version == second.version
