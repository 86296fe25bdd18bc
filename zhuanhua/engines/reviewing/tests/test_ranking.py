"""Do totals, outliers and the tie rule come out to the hundredth?"""

from zhuanhua.engines.reviewing import Criterion, Scored, outliers, rank, total

CRITERIA = (Criterion("need", 4000), Criterion("way", 3500), Criterion("team", 2500))


def _scores(*points):
    return dict(zip(("need", "way", "team"), points, strict=True))


def test_total_weighs_exactly():
    assert total(_scores(90, 81, 77), CRITERIA) == 8360  # 36 + 28.35 + 19.25


def test_total_of_a_criterion_with_other_points_is_scaled():
    assert total({"one": 3}, (Criterion("one", 10_000, most=8),)) == 3750


def test_outliers_lie_far_from_the_median_of_the_others():
    assert outliers([8000, 8100, 8200, 5000], beyond=1500) == [3]
    assert outliers([8000], beyond=1500) == []


def test_rank_orders_by_mean_and_names_no_tie():
    ranked = rank([Scored(1, (_scores(70, 70, 70),)), Scored(2, (_scores(80, 80, 80),))], CRITERIA)

    assert [(each.key, each.place, each.mean, each.tie) for each in ranked] == [
        (2, 1, 8000, ""),
        (1, 2, 7000, ""),
    ]


def test_rank_breaks_ties_step_by_step():
    level = Scored(1, (_scores(80, 80, 80), _scores(80, 80, 80)))
    needed = Scored(2, (_scores(87, 72, 80), _scores(87, 72, 80)))  # the same mean, more on the heaviest
    spread = Scored(3, (_scores(80, 80, 90), _scores(80, 80, 70)))  # the same, a lower lowest
    richer = Scored(4, (_scores(80, 80, 80), _scores(80, 80, 80)), own_bp=6000)

    ranked = rank([level, needed, spread, richer], CRITERIA)

    assert [(each.key, each.tie) for each in ranked] == [
        (2, "heaviest"),
        (4, "heaviest"),
        (1, "own"),
        (3, "lowest"),
    ]


def test_rank_ends_with_the_number():
    same = [Scored(key, (_scores(80, 80, 80),)) for key in (9, 4)]

    assert [(each.key, each.tie) for each in rank(same, CRITERIA)] == [(4, "number"), (9, "number")]
