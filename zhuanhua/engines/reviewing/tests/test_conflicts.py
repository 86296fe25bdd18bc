"""Which ties count, and until when?"""

from datetime import date

import pytest

from zhuanhua.engines.reviewing import Parties, Tie, TieKind, conflicts, coverage

PARTIES = Parties(frozenset({1, 2}), frozenset({"孟清和"}))
DAY = date(2026, 4, 8)


@pytest.mark.parametrize(
    ("tie", "counts"),
    [
        (Tie(TieKind.EMPLOYER, 1), True),
        (Tie(TieKind.EMPLOYER, 3), False),
        (Tie(TieKind.EMPLOYER, 2, until=date(2023, 4, 8)), True),  # three years ago to the day
        (Tie(TieKind.EMPLOYER, 2, until=date(2023, 4, 7)), False),
        (Tie(TieKind.EMPLOYER, 2, since=date(2026, 4, 9)), False),  # not yet begun
        (Tie(TieKind.SHARES, 1, until=date(2010, 1, 1)), True),
        (Tie(TieKind.INVENTION, person="孟清和"), True),
        (Tie(TieKind.INVENTION, person="孟清"), False),
        (Tie(TieKind.PROJECT, 1, until=date(2022, 1, 1)), False),
        (Tie(TieKind.DECLARED, 1), True),
    ],
)
def test_a_tie_counts_as_the_rule_says(tie, counts):
    assert bool(conflicts([tie], PARTIES, on=DAY)) is counts


def test_an_expert_of_the_team_has_an_interest():
    assert [found.person for found in conflicts([], PARTIES, name="孟清和", on=DAY)] == ["孟清和"]


def test_a_leap_day_ends_three_years_later():
    tie = Tie(TieKind.EMPLOYER, 1, until=date(2024, 2, 29))

    assert conflicts([tie], PARTIES, on=date(2027, 3, 1))
    assert not conflicts([tie], PARTIES, on=date(2027, 3, 2))


def test_coverage_counts_experts_by_what_is_on_file():
    seen = coverage({1: [Tie(TieKind.EMPLOYER, 1), Tie(TieKind.EMPLOYER, 2)], 2: []})

    assert (seen["experts"], seen["employer"], seen["shares"]) == (2, 1, 0)
