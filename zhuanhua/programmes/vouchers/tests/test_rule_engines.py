"""Do both voucher rules answer alike on DuckDB, SQLite, PostgreSQL and Spark, row by row, also where a fact is missing?"""

from datetime import date
from itertools import product

import pytest

from zhuanhua.programmes.contracts.tests.test_subsidy_engines import ENGINES
from zhuanhua.programmes.vouchers.policy_sheets import APPLICATION_RULE, REDEMPTION_RULE
from zhuanhua.shared.policy.judge import judge

ON = date(2018, 12, 31)
WAN = 1_000_000
FLAGS = (True, False, None)
APPLIED = {
    "holder_kind": "enterprise", "holder_size": "small", "holder_in_city": True, "provider_is_listed": True, "service_is_listed": True,
    "service_kind": "research", "is_service": True, "is_in_arrears": False, "applied_on": date(2018, 3, 20), "signed_on": date(2018, 3, 12),
    "contract_fen": 10 * WAN + 1, "asked_fen": 5 * WAN, "issued_before_fen": 0,
}  # fmt: skip
ASKED = {
    "service_kind": "research", "has_report": True, "asked_on": date(2018, 11, 5), "redeem_by": date(2019, 7, 2), "face_fen": 5 * WAN,
    "contract_fen": 10 * WAN, "invoiced_fen": 9 * WAN + 1, "early_fen": 0, "late_fen": 0, "paid_fen": 9 * WAN,
}  # fmt: skip
RULES = {"application": (APPLICATION_RULE, APPLIED), "redemption": (REDEMPTION_RULE, ASKED)}
DAYS = ("applied_on", "signed_on", "asked_on", "redeem_by")


def rows_of(rule, usual):
    """Every mixture of what may be known, unknown or against it; three of a firm share a limit of the year."""
    mixed = list(product(FLAGS, FLAGS, FLAGS, FLAGS))
    facts = ("is_confirmed", "has_ended", "is_related", "in_other_scheme")
    rows = [
        usual | dict(zip(facts, flags, strict=True)) | {"number": f"{place:06d}", "holder": f"H{place // 3}"}
        for place, flags in enumerate(mixed)
    ]
    return [{name: row[name] for name in rule.function.columns} for row in rows]


def answers_of(connection, rule, rows, tmp_path):
    """Let the engine judge; bring back every condition and the amounts in the order of the numbers."""
    import ibis
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"int64": pa.int64(), "string": pa.string(), "boolean": pa.bool_(), "date": pa.date32()}
    columns = rule.function.columns
    given = pa.table(
        {name: pa.array([row[name] for row in rows], kinds[kind]) for name, kind in columns.items()}
    )
    if connection.name == "pyspark":
        pq.write_table(given, tmp_path / "vouchers.parquet")
        table = connection.read_parquet(tmp_path / "vouchers.parquet")
    else:
        table = connection.create_table(
            f"vouchers_{rule.name}", given, temp=connection.name != "sqlite", overwrite=True
        )
    table = table.cast({name: "date" for name in DAYS if name in columns})
    made = rule.function(table, rule.values(ON)).select("number", *told(rule))
    return [facts_of(rule, row) for row in made.order_by(ibis.asc("number")).to_pyarrow().to_pylist()]


def told(rule):
    return (*(each.column for each in rule.conditions), "is_entitled", rule.possible, rule.result)


def facts_of(rule, row):
    return tuple(None if row[name] is None else int(row[name]) for name in told(rule))


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("engine", ENGINES)
def test_engine_agrees_with_what_is_judged_row_by_row(engine, name, tmp_path):
    rule, usual = RULES[name]
    rows = rows_of(rule, usual)
    expected = [facts_of(rule, answer) for answer in judge(rule.function, rows, rule.values(ON))]

    got = answers_of(ENGINES[engine](tmp_path), rule, rows, tmp_path)

    assert [pair for pair in zip(got, expected, strict=True) if pair[0] != pair[1]] == []


@pytest.mark.parametrize("name", RULES)
def test_a_registration_is_met_unknown_or_not_asked_for(name):
    rule, usual = RULES[name]
    rows = rows_of(rule, usual)
    answers = judge(rule.function, rows, rule.values(ON))

    seen = {
        (row["is_confirmed"], answer["registration_is_confirmed"])
        for row, answer in zip(rows, answers, strict=True)
    }
    ended = {
        (row["has_ended"], answer["registration_stands"]) for row, answer in zip(rows, answers, strict=True)
    }
    paid = {
        (row["is_confirmed"], row["has_ended"])
        for row, answer in zip(rows, answers, strict=True)
        if answer[rule.result]
    }
    assert seen == {(True, True), (False, None), (None, True)}
    assert ended == {(True, False), (False, True), (None, True)}
    assert paid == set(product((True, None), (False, None)))
