"""Does a replay name who gains and who loses, to the fen, and read changed values as people write them?"""

from datetime import date

import pytest

from zhuanhua.shared.policy.book import PolicyError, load
from zhuanhua.shared.policy.replaying import overrides_in, read_typed, replay
from zhuanhua.shared.policy.rules import Rule
from zhuanhua.shared.policy.tests.test_book import RATE, write
from zhuanhua.shared.policy.tests.test_judge import award, row

ON = date(2018, 6, 1)
CAP, SHARE = "city.subsidy.cap_fen", "city.subsidy.rate"


@pytest.fixture
def rule(tmp_path):
    """Three cases of two parties; the first party's second case is over every cap."""
    spent = [("1", "甲", 2_000), ("2", "甲", 10_000_000_000), ("3", "乙", 5_001)]
    rows = [row(spend) | {"signed_on": ON, "kind": party} for _number, party, spend in spent]
    return Rule(
        code="city.subsidy.award",
        title="补助",
        book=write(tmp_path, RATE),
        function=award,
        conditions=(),
        steps=(),
        result="award_fen",
        party="kind",
        key="kind",
        cases=lambda on: rows,
    )


def test_replay_without_changes_gives_the_cost(rule):
    found = replay(rule, on=ON)

    assert (found.before_fen, found.after_fen, found.paid_cases) == (200_000_350, 200_000_350, (3, 3))
    assert (found.gainers, found.losers, found.changed) == ([], [], ())


def test_replay_names_gainers_and_losers(rule):
    found = replay(rule, on=ON, overrides={CAP: 100_000_000, SHARE: 600})

    assert [(each.name, each.difference_fen) for each in found.losers] == [("甲", -99_999_980)]
    assert [(each.name, each.difference_fen) for each in found.gainers] == [("乙", 50)]
    assert found.difference_fen == sum(each.difference_fen for each in found.parties)
    assert {(old.value, new.value) for old, new in found.changed} == {(200_000_000, 100_000_000), (500, 600)}
    assert found.version_before != found.version_after


@pytest.mark.parametrize(
    ("identifier", "typed", "read"),
    [
        (CAP, "50万元", 50_000_000),
        (CAP, "0.5元", 50),
        (CAP, "200", 200_000_000),
        (SHARE, "8%", 800),
        (SHARE, "0.25%", 25),
        (SHARE, "0.08", 800),
    ],
)
def test_read_typed_takes_what_people_write(rule, identifier, typed, read):
    assert read_typed(rule.values(ON).value(identifier), typed) == read


@pytest.mark.parametrize(
    ("identifier", "typed"),
    [(CAP, "many"), (CAP, "0.001元"), (SHARE, "5"), (SHARE, "x%"), (SHARE, "150%"), (SHARE, "0.001%")],
)
def test_read_typed_refuses_what_it_cannot_read(rule, identifier, typed):
    with pytest.raises(PolicyError, match=identifier):
        read_typed(rule.values(ON).value(identifier), typed)


def test_overrides_come_as_a_list_of_ids_or_as_a_value_file(rule, tmp_path):
    plain, whole = tmp_path / "plain.yaml", tmp_path / "whole.yaml"
    plain.write_text(f"{CAP}: 100万元\n", encoding="utf-8")
    whole.write_text(RATE.replace('value: "200"', 'value: "100"'), encoding="utf-8")

    assert overrides_in(plain, rule.values(ON)) == {CAP: 100_000_000}
    assert overrides_in(whole, rule.values(ON))[CAP] == 100_000_000


@pytest.mark.parametrize("text", ["", "- 5", "city.nothing: 5", "just words"])
def test_overrides_that_fit_nothing_are_refused(rule, tmp_path, text):
    path = tmp_path / "odd.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(PolicyError):
        overrides_in(path, rule.values(ON))


def test_replaced_values_get_a_version_of_their_own(rule):
    values = load(rule.book, programme="city.subsidy").on(ON)

    assert values.replaced({CAP: 5}).cap_fen == 5
    assert values.replaced({}).version == values.version
    assert values.replaced({CAP: 5}).version != values.version
