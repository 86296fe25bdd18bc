"""Does a rule give the same exact answer for one row and for many, and refuse rows that do not fit?"""

import time
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import ibis
import pytest

from zhuanhua.core import money
from zhuanhua.shared.policy.book import Values, load
from zhuanhua.shared.policy.caps import at_most, within
from zhuanhua.shared.policy.judge import ORDER, ROWS, RuleError, _Held, _query, judge, judge_one, takes
from zhuanhua.shared.policy.tests.test_book import RATE, write

if TYPE_CHECKING:
    from collections.abc import Callable


@takes(spend_fen="int64", is_small="boolean", signed_on="date", kind="string")
def award(firms: ibis.Table, values: Values) -> ibis.Table:
    """补助按比例，设上限。"""
    share = ibis.least(money.share(firms.spend_fen, values.rate_bp), values.cap_fen)
    return firms.mutate(award_fen=ibis.ifelse(firms.is_small, share, 0))


def largest(firms: ibis.Table, values: Values) -> ibis.Table:
    """Two steps, which Ibis writes as a WITH."""
    ranked = firms.mutate(place=ibis.row_number().over(order_by=ibis.desc(firms.spend_fen)))
    return ranked.filter(ranked.place < values.rate_bp).mutate(double_fen=ranked.spend_fen * 2)


@pytest.fixture
def values(tmp_path: Path) -> Values:
    return load(write(tmp_path, RATE), programme="city").on(date(2018, 6, 1))


def row(spend_fen: int, *, is_small: bool | None = True) -> dict[str, object]:
    return {"spend_fen": spend_fen, "is_small": is_small, "signed_on": date(2018, 6, 1), "kind": "service"}


def test_judge_one_gives_exact_share_and_cap(values: Values) -> None:
    assert judge_one(award, row(1_999), values)["award_fen"] == 99
    assert judge_one(award, row(9_000_000_000_000_000), values)["award_fen"] == 200_000_000
    assert judge_one(award, row(1_999, is_small=False), values)["award_fen"] == 0


@pytest.mark.parametrize("count", [2, 63, 64, 500])
def test_judge_many_agrees_with_one_by_one_and_keeps_order(values: Values, count: int) -> None:
    rows = [row(7_777_777 * (count - number), is_small=bool(number % 3)) for number in range(count)]

    together = judge(award, rows, values)

    assert [answer["spend_fen"] for answer in together] == [given["spend_fen"] for given in rows]
    assert together == [judge_one(award, given, values) for given in rows]


@takes(number="string", firm="string", spend_fen="int64", paid_fen="int64", left_fen="int64")
def nested(firms: ibis.Table, values: Values) -> ibis.Table:
    """Terms that build on one another, beside a running sum."""
    least = at_most(at_most(firms.spend_fen, firms.paid_fen), firms.left_fen)
    share = money.share(within(least), values.rate_bp)
    upto = share.sum().over(ibis.window(group_by="firm", order_by="number", rows=(None, 0)))
    facts = firms.mutate(share_fen=share, upto_fen=upto.cast("int64"), has_some=share > 0)
    return facts.mutate(award_fen=at_most(at_most(facts.share_fen, facts.upto_fen), within(facts.left_fen)))


def test_judge_says_every_term_once(values: Values) -> None:
    query = _query(nested, tuple(nested.columns.items()), values.version, _Held(values))  # type: ignore[attr-defined]
    table = ibis.table({**nested.columns, ORDER: "int64"}, name=ROWS)  # type: ignore[attr-defined]

    assert len(query) * 10 < len(str(ibis.to_sql(nested(table, values), dialect="duckdb")))


def test_judge_gives_what_the_terms_give_when_said_again_and_again(values: Values) -> None:
    chance = Random(8)
    amounts = (None, -7, 0, 1, 19, 9_999, 10_000, 10_001, 123_456_789, money.MAX_FEN, money.MAX_FEN + 1)
    names = ("spend_fen", "paid_fen", "left_fen")
    rows = [
        {"number": f"{place:03d}", "firm": f"F{place % 7}"} | {name: chance.choice(amounts) for name in names}
        for place in range(150)
    ]
    kept = ibis.memtable(rows, schema=nested.columns)  # type: ignore[attr-defined]

    plain = ibis.duckdb.connect().to_pyarrow(nested(kept, values).order_by("number")).to_pylist()

    assert judge(nested, rows, values) == plain


def test_judge_undeclared_rule_reads_types_from_rows(values: Values) -> None:
    answers = judge(largest, [{"spend_fen": 5}, {"spend_fen": 9}], values)

    assert [(answer["place"], answer["double_fen"]) for answer in answers] == [(1, 10), (0, 18)]


def test_judge_nothing_gives_nothing(values: Values) -> None:
    assert judge(award, [], values) == []


def test_judge_new_values_are_not_answered_from_old_ones(tmp_path: Path) -> None:
    book = load(write(tmp_path, RATE), programme="city")
    early, late = (judge_one(award, row(10_000), book.on(date(year, 6, 1))) for year in (2018, 2020))

    assert (early["award_fen"], late["award_fen"]) == (500, 800)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"spend_fen": "5"}, "row 0: spend_fen is string, the rule takes int64"),
        ({"is_small": 1}, "row 0: is_small is int64, the rule takes boolean"),
        ({"spend_fen": 1.5}, "float is not a type for rules"),
        ({"extra": 1}, "row 0: missing or unknown: extra"),
    ],
)
def test_judge_refuses_row_that_does_not_fit(values: Values, change: dict[str, object], message: str) -> None:
    with pytest.raises(RuleError, match=message):
        judge(award, [row(5) | change], values)


def test_judge_one_refuses_rule_that_drops_the_row(values: Values) -> None:
    def none(firms: ibis.Table, values: Values) -> ibis.Table:
        return firms.filter(firms.spend_fen > values.cap_fen)

    with pytest.raises(RuleError, match="one row in, 0 out"):
        judge_one(none, {"spend_fen": 5}, values)


def test_judge_without_any_type_asks_for_a_declaration(values: Values) -> None:
    with pytest.raises(RuleError, match="no value tells the type of spend_fen"):
        judge(largest, [{"spend_fen": None}], values)


def test_takes_refuses_unknown_type() -> None:
    declare: Callable[..., object] = takes
    with pytest.raises(RuleError, match="not float64"):
        declare(rate="float64")


def test_judge_one_is_quick_once_warm(values: Values) -> None:
    judge_one(award, row(5), values)

    start = time.process_time()
    for spend in range(20):
        judge_one(award, row(spend), values)

    assert (time.process_time() - start) / 20 < 0.02
