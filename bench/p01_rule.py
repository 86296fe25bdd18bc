"""P1: the sellers' rule with its running yearly cap over many contracts: DuckDB on Parquet beside NumPy by hand, to the fen."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from frame import Result, seconds

SIZES = {"small": (1_000_000,), "full": (1_000_000, 10_000_000)}
ON = date(2018, 12, 31)
SELLERS = 40  # contracts a seller and run, so that the yearly cap bites
PRIME = 1_000_003
# the same contracts from the same numbers on every machine: multiplied by odd constants, cut by a prime
MAKE = """
COPY (
  WITH drawn AS (
    SELECT i, (i * 2654435761) % 4294967291 AS a, (i * 2246822519 + 7) % 4294967279 AS b, (i * 3266489917 + 3) % 4294967231 AS c
    FROM range({rows}) AS made(i)
  )
  SELECT
    lpad(i::VARCHAR, 9, '0') AS number,
    'S' || lpad((a % {sellers})::VARCHAR, 7, '0') AS seller,
    CASE WHEN b % 10 < 4 THEN 'development' WHEN b % 10 < 6 THEN 'transfer' WHEN b % 10 < 7 THEN 'consulting' ELSE 'service' END AS kind,
    DATE '2018-01-01' + (c % 365)::INTEGER AS registered_on,
    a % 97 <> 0 AS is_registered,
    b % 5 <> 0 AS is_converted_here,
    c % 11 <> 0 AS seller_in_city,
    CASE WHEN a % {sellers} % 7 < 3 THEN 'small' WHEN a % {sellers} % 7 < 5 THEN 'micro' ELSE 'medium' END AS seller_size,
    b % 53 = 0 AS is_related,
    c % 101 = 0 AS in_other_scheme,
    a % 1009 = 0 AS has_fraud_case,
    (b % 400000000 + 1)::BIGINT AS amount_fen,
    0::BIGINT AS granted_before_fen
  FROM drawn ORDER BY hash(i)
) TO '{path}' (FORMAT PARQUET, COMPRESSION ZSTD)
"""


def _fastest(work: Any, *given: Any) -> tuple[Any, float]:
    """Do the work twice; give its result and the seconds of the faster time."""
    found: list[Any] = []
    took = min(seconds(lambda: found.append(work(*given))) for _ in range(2))
    return found[-1], took


def measure(size: str) -> list[Result]:
    """Both read the same Parquet file and give total and checksum; they must agree."""
    import django

    from zhuanhua.programmes.contracts import policy_subsidy
    from zhuanhua.shared.policy.book import load

    assert django
    book = Path(policy_subsidy.__file__).with_name("policy_subsidy_values.yaml")
    values = load(book, programme="contracts.subsidy").on(ON)
    results, speeds = [], []
    with tempfile.TemporaryDirectory(prefix="zhuanhua-p1-") as folder:
        for rows in SIZES[size]:
            path = Path(folder) / f"{rows}.parquet"
            _make(path, rows)
            found, ours = _fastest(_ours, path, policy_subsidy.seller, values)
            same, peer = _fastest(_by_hand, path, values)
            assert found == same, (found, same)
            paid, total, checksum = found
            speeds.append(rows / ours)
            note = f"{paid:,} paid, {total:,} fen, checksum {checksum}: the same on both"
            results.append(
                Result(
                    "P1", "running yearly cap, exact to the fen", f"{rows:,} contracts", ours, "s", peer, "NumPy by hand, reading included",
                    "≤ 1.0 × NumPy by hand", ours <= peer, note,
                )
            )  # fmt: skip
    if len(speeds) > 1:
        growth = speeds[0] / speeds[1]
        results.append(
            Result(
                "P1",
                "growth from 1 M to 10 M",
                "time a contract",
                growth,
                "×",
                None,
                "",
                "linear: ≤ 1.3",
                growth <= 1.3,
            )
        )
    return results


def _make(path: Path, rows: int) -> None:
    import duckdb

    duckdb.connect().execute(MAKE.format(rows=rows, sellers=max(rows // SELLERS, 1), path=path))


def _ours(path: Path, rule: Any, values: Any) -> tuple[int, int, int]:
    """The house's own rule, unchanged, as one query."""
    import ibis

    connection = ibis.duckdb.connect()
    made = rule(connection.read_parquet(path), values)
    paid = made.filter(made.grant_fen > 0)
    place = paid.number.cast("int64")
    told = paid.aggregate(
        count=paid.count(),
        total=paid.grant_fen.sum(),
        checksum=(place % PRIME * (paid.grant_fen % PRIME)).sum(),
    )
    row = connection.raw_sql(ibis.to_sql(told)).fetchone()
    return int(row[0]), int(row[1]), int(row[2])


def _by_hand(path: Path, values: Any) -> tuple[int, int, int]:
    """The same rule as somebody writes it once, for this file alone."""
    import numpy as np
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    flags = {
        name: table[name].to_numpy() for name in ("is_registered", "is_converted_here", "seller_in_city")
    }
    barred = {name: table[name].to_numpy() for name in ("is_related", "in_other_scheme", "has_fraud_case")}
    amount = table["amount_fen"].to_numpy()
    raw = (amount * values.seller_rate_bp + 5_000) // 10_000
    entitled = flags["is_registered"] & flags["is_converted_here"] & flags["seller_in_city"]
    entitled &= ~barred["is_related"] & ~barred["in_other_scheme"] & ~barred["has_fraud_case"]
    entitled &= pc.is_in(table["kind"], _set(values.seller_kinds)).to_numpy()
    entitled &= pc.is_in(table["seller_size"], _set(values.seller_sizes)).to_numpy()
    entitled &= raw >= values.seller_least_fen
    kept = np.flatnonzero(entitled)
    asked = np.minimum(raw[kept], values.seller_contract_cap_fen)
    number = pc.cast(table["number"], "int64").to_numpy()[kept]
    seller = pc.cast(pc.utf8_slice_codeunits(table["seller"], 1), "int64").to_numpy()[kept]
    day = table["registered_on"].to_numpy()[kept].astype("datetime64[D]")
    year = day.astype("datetime64[Y]").astype(np.int64)
    order = np.lexsort((number, day, year, seller))
    asked, number = asked[order], number[order]
    group = seller[order] * 10_000 + year[order]
    first = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    running = np.cumsum(asked)
    before = running - asked
    before -= np.repeat(before[first], np.diff(np.r_[first, len(group)]))
    grant = np.minimum(asked, np.maximum(values.seller_year_cap_fen - before, 0))
    paid = grant > 0
    checksum = (number[paid] % PRIME * (grant[paid] % PRIME)).sum()
    return int(paid.sum()), int(grant.sum()), int(checksum)


def _set(codes: tuple[str, ...]) -> Any:
    import pyarrow as pa

    return pa.array(codes)
