"""Do both subsidy rules give the same fen on DuckDB, SQLite, PostgreSQL and Spark as plain Python does, row by row?"""

import importlib.util
import os
import shutil
import sys
from datetime import date, timedelta
from random import Random
from urllib.parse import unquote, urlsplit

import pytest

from tests.support import postgres
from zhuanhua.core.money import MAX_FEN
from zhuanhua.programmes.contracts import policy_subsidy
from zhuanhua.programmes.contracts.policy_sheets import BUYER_RULE, SELLER_RULE

ON = date(2018, 12, 31)
ROWS = 2_400
AMOUNTS = (
    0,
    1,
    2,
    9,
    10,
    19,
    999_994,
    999_995,
    10**7,
    4_000_000_020,
    2**53 - 1,
    2**53 + 1,
    MAX_FEN - 1,
    MAX_FEN,
    MAX_FEN + 7,
    -1,
    -999,
)
KINDS = ("development", "transfer", "licence", "consulting", "service")
SIZES = ("large", "medium", "small", "micro", "none", "")
MADE = (
    "base_fen",
    "raw_fen",
    "capped_fen",
    "year_left_fen",
    "possible_fen",
    "grant_fen",
    "city_fen",
    "district_fen",
)


def _flag(chance: Random, likely: bool) -> bool | None:
    return None if chance.random() < 0.02 else chance.random() < (0.98 if likely else 0.02)


def _amount(chance: Random) -> int | None:
    if chance.random() < 0.03:
        return None
    return chance.choice(AMOUNTS) if chance.random() < 0.2 else chance.randrange(1, 6_000_000_000)


def _day(chance: Random, *, empty: float = 0.02) -> date | None:
    return None if chance.random() < empty else date(2017, 11, 20) + timedelta(days=chance.randrange(500))


def seller_claims() -> list[dict]:
    """Claims of 40 sellers over two years, a fifth of their amounts at an edge."""
    chance = Random(469)
    return [
        {
            "number": f"{number:06d}",
            "seller": f"S{chance.randrange(40):03d}",
            "kind": chance.choice(KINDS[:2] * 3 + KINDS),
            "registered_on": _day(chance),
            "is_registered": _flag(chance, True),
            "is_converted_here": _flag(chance, True),
            "seller_in_city": _flag(chance, True),
            "seller_size": chance.choice(SIZES[2:4] * 4 + SIZES),
            "is_related": _flag(chance, False),
            "in_other_scheme": _flag(chance, False),
            "has_fraud_case": _flag(chance, False),
            "amount_fen": _amount(chance),
            "granted_before_fen": None if chance.random() < 0.1 else 0,
        }
        for number in range(ROWS)
    ]


def buyer_claims() -> list[dict]:
    """Claims of 150 buyers over two years; some without number of acceptance, some already granted more than the cap."""
    chance = Random(23)
    before = {
        f"B{place:03d}": chance.choice((0, 0, 0, 1, 199_999_999, 200_000_000, 300_000_000))
        for place in range(150)
    }
    claims = []
    for number in range(ROWS):
        buyer = f"B{chance.randrange(150):03d}"
        price = _amount(chance)
        paid = price if chance.random() < 0.6 else _amount(chance)
        claims.append(
            {
                "number": f"{number:06d}",
                "buyer": buyer,
                "registered_on": _day(chance),
                "is_registered": _flag(chance, True),
                "buyer_in_city": _flag(chance, True),
                "buyer_is_enterprise": _flag(chance, True),
                "signed_on": _day(chance),
                "talent_from": None if chance.random() < 0.02 else date(2017, 1, 1),
                "talent_until": chance.choice((None, date(2018, 9, 30), date(2021, 12, 31))),
                "in_other_scheme": _flag(chance, False),
                "has_fraud_case": _flag(chance, False),
                "accepted_on": _day(chance),
                "acceptance_number": None if chance.random() < 0.1 else chance.randrange(ROWS // 2),
                "price_fen": price,
                "invoiced_fen": paid,
                "paid_fen": paid,
                "claimed_before_fen": 0 if chance.random() < 0.8 else chance.randrange(10**8),
                "granted_before_fen": before[buyer],
            }
        )
    return claims


# --- the oracle: the document's words in plain Python, whole numbers only --------------------------------------------


def _half_up(amount: int, bp: int) -> int:
    return (amount * bp * 2 + 10_000) // 20_000


def _conditions(known: list[bool | None]) -> bool:
    return all(each is True for each in known)


def _fill(
    claims: list[dict], judged: list[dict], party: str, year: str, order, cap: int, share_bp: int
) -> None:
    """Walk the queue of each party and year and give what is left."""
    given: dict[tuple, int] = {}
    for place in sorted(range(len(claims)), key=lambda one: order(claims[one])):
        claim, answer = claims[place], judged[place]
        key = (claim[party], claim[year].year if claim[year] else None)
        room = max(cap - (claim["granted_before_fen"] or 0), 0)
        left = max(room - given.get(key, 0), 0)
        asked = min(answer["capped_fen"], cap) if answer["is_entitled"] else 0
        given[key] = given.get(key, 0) + asked
        grant = min(asked, left)
        city = _half_up(grant, share_bp)
        answer |= {
            "year_left_fen": left,
            "possible_fen": None if answer["capped_fen"] is None else min(answer["capped_fen"], left),
            "grant_fen": grant,
            "city_fen": city,
            "district_fen": grant - city,
        }


def _clip(amount: int | None) -> int | None:
    return None if amount is None else min(max(amount, 0), MAX_FEN)


def seller_oracle(claims: list[dict]) -> list[dict]:
    judged = []
    for claim in claims:
        base = _clip(claim["amount_fen"])
        raw = None if base is None else _half_up(base, 1_000)
        met = [
            claim["is_registered"] and claim["registered_on"] is not None,
            claim["kind"] in {"development", "transfer"},
            claim["is_converted_here"],
            claim["seller_in_city"],
            claim["seller_size"] in {"small", "micro"},
            claim["is_related"] is False,
            claim["in_other_scheme"] is False,
            claim["has_fraud_case"] is False,
            raw is not None and raw >= 100_000,
        ]
        capped = None if raw is None else min(raw, 10_000_000)
        judged.append(
            {"base_fen": base, "raw_fen": raw, "capped_fen": capped, "is_entitled": _conditions(met)}
        )
    order = lambda claim: (claim["registered_on"] or date.max, claim["number"])  # noqa: E731
    _fill(claims, judged, "seller", "registered_on", order, 50_000_000, 10_000)
    return judged


def buyer_oracle(claims: list[dict]) -> list[dict]:
    judged = []
    for claim in claims:
        papers = [claim[name] for name in ("price_fen", "invoiced_fen", "paid_fen")]
        base = None if None in papers else _clip(min(papers) - claim["claimed_before_fen"])
        raw = None if base is None else _half_up(base, 500)
        signed, since, until = claim["signed_on"], claim["talent_from"], claim["talent_until"]
        met = [
            claim["is_registered"] and claim["registered_on"] is not None,
            claim["buyer_is_enterprise"],
            claim["buyer_in_city"],
            bool(signed and since) and since <= signed <= (until or signed),
            base is not None and base > 0,
            claim["in_other_scheme"] is False,
            claim["has_fraud_case"] is False,
        ]
        judged.append({"base_fen": base, "raw_fen": raw, "capped_fen": raw, "is_entitled": _conditions(met)})

    def order(claim: dict) -> tuple:
        place = claim["acceptance_number"]
        return (2**62 if place is None else place, claim["registered_on"] or date.max, claim["number"])

    _fill(claims, judged, "buyer", "accepted_on", order, 200_000_000, 5_000)
    return judged


# --- the engines -----------------------------------------------------------------------------------------------------


def _duckdb(tmp_path):
    import ibis

    return ibis.duckdb.connect()


def _sqlite(tmp_path):
    import ibis

    return ibis.sqlite.connect(tmp_path / "claims.sqlite3")


def _postgres(tmp_path):
    if postgres.installed() is None:
        pytest.skip("PostgreSQL's server is not installed here")
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    import ibis

    asked = urlsplit(postgres.cluster_url())
    return ibis.postgres.connect(
        host=unquote(asked.netloc.partition("@")[2]), user=asked.username, database="postgres"
    )


def _spark(tmp_path):
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        pytest.skip(
            "pyspark or Java is not installed here: make spark, Debian: apt install default-jre-headless"
        )
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["PYSPARK_PYTHON"] = sys.executable  # whoever joins this session later works with our packages
    import ibis
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = session.config("spark.driver.memory", "1g")
    session = session.config("spark.sql.shuffle.partitions", "4").config("spark.driver.host", "127.0.0.1")
    return ibis.pyspark.connect(session.config("spark.sql.warehouse.dir", str(tmp_path)).getOrCreate())


ENGINES = {"duckdb": _duckdb, "sqlite": _sqlite, "postgres": _postgres, "spark": _spark}
CASES = {
    "seller": (SELLER_RULE, seller_claims, seller_oracle),
    "buyer": (BUYER_RULE, buyer_claims, buyer_oracle),
}


def _answers(connection, rule, claims: list[dict], tmp_path) -> list[tuple]:
    """Store the claims in the engine, run the rule there, and bring back what it made in the order of the numbers."""
    import ibis
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = rule.function.columns
    kinds = {"int64": pa.int64(), "string": pa.string(), "boolean": pa.bool_(), "date": pa.date32()}
    given = pa.table(
        {name: pa.array([claim[name] for claim in claims], kinds[kind]) for name, kind in columns.items()}
    )
    if connection.name == "pyspark":
        pq.write_table(given, tmp_path / "claims.parquet")
        table = connection.read_parquet(tmp_path / "claims.parquet")
    else:
        table = connection.create_table(
            f"claims_{rule.name}", given, temp=connection.name != "sqlite", overwrite=True
        )
    made = rule.function(table.cast({"registered_on": "date"}), rule.values(ON))
    wanted = made.select("number", "is_entitled", *MADE).order_by(ibis.asc("number"))
    return [
        tuple(
            None if value is None else value if isinstance(value, str) else int(value)
            for value in row.values()
        )
        for row in wanted.to_pyarrow().to_pylist()
    ]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("engine", ENGINES)
def test_engine_agrees_with_plain_python_row_by_row(engine, name, tmp_path):
    rule, claims_of, oracle = CASES[name]
    claims = claims_of()
    expected = [
        (claim["number"], int(answer["is_entitled"]), *(answer[column] for column in MADE))
        for claim, answer in zip(claims, oracle(claims), strict=True)
    ]

    got = _answers(ENGINES[engine](tmp_path), rule, claims, tmp_path)

    assert [pair for pair in zip(got, expected, strict=True) if pair[0] != pair[1]] == []


@pytest.mark.parametrize("name", CASES)
def test_the_claims_reach_every_edge(name):
    _rule, claims_of, oracle = CASES[name]
    claims = claims_of()
    answers = oracle(claims)

    paid = [answer for answer in answers if answer["grant_fen"]]
    cut = [each for each in answers if each["is_entitled"] and each["grant_fen"] < each["capped_fen"]]
    assert (len(claims) >= 2_000, len(paid) > 400, len(cut) > 20) == (True, True, True)
    assert {answer["raw_fen"] is None for answer in answers} == {True, False}


def test_columns_of_the_rules_are_those_of_the_claims():
    assert list(seller_claims()[0]) == list(policy_subsidy.SELLER_COLUMNS)
    assert list(buyer_claims()[0]) == list(policy_subsidy.BUYER_COLUMNS)
