"""P11: every figure of the letter over contracts of three years, by the catalogue's own expressions, beside the same in NumPy by hand."""

import os
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from frame import Result, best_of

SIZES = {"small": (25_000, 1_000_000), "full": (25_000, 10_000_000)}
AIMS = {25_000: 2.0}  # the demo city; a larger register has ten seconds
AIM = 10.0
YEARS = (2016, 2017, 2018)
CODES = (
    "contracts.amount", "contracts.count", "contracts.trade_amount", "contracts.local_amount", "contracts.amount_growth",
    "contracts.count_growth", "contracts.average_amount", "contracts.local_rate",
)  # fmt: skip
COLUMNS = ("state", "registered_on", "total_fen", "verified_trade_fen", "buyer_district")
MAKE = """
COPY (
  WITH drawn AS (
    SELECT i, (i * 2654435761) % 4294967291 AS a, (i * 2246822519 + 7) % 4294967279 AS b, (i * 3266489917 + 3) % 4294967231 AS c
    FROM range({rows}) AS made(i)
  )
  SELECT
    CASE WHEN a % 41 = 0 THEN 'cancelled' ELSE 'registered' END AS state,
    DATE '2016-01-01' + (c % 1096)::INTEGER AS registered_on,
    (b % 400000000 + 1)::BIGINT AS total_fen,
    (b % 300000000 + 1)::BIGINT AS verified_trade_fen,
    CASE a % 5 WHEN 0 THEN '110000' WHEN 1 THEN '210112' WHEN 2 THEN '210100' WHEN 3 THEN '210102' ELSE '320000' END AS buyer_district
  FROM drawn
) TO '{path}' (FORMAT PARQUET, COMPRESSION ZSTD)
"""


def measure(size: str) -> list[Result]:
    """Both read the same Parquet file; every number must be the same."""
    _know_the_catalogue()
    results = []
    with tempfile.TemporaryDirectory(prefix="zhuanhua-p11-") as folder:
        for rows in SIZES[size]:
            path = Path(folder) / f"{rows}.parquet"
            _make(path, rows)
            found, same = _ours(path), _by_hand(path)
            assert found == same, (found, same)
            ours, peer = (
                best_of(2, lambda path=path: _ours(path)),
                best_of(2, lambda path=path: _by_hand(path)),
            )
            aim = AIMS.get(rows, AIM)
            results.append(
                Result(
                    "P11", "figures of the letter, three years", f"{rows:,} contracts", ours, "s", peer, "NumPy by hand, reading included",
                    f"≤ {aim:.0f} s", ours <= aim, f"{len(found)} numbers, all the same",
                )
            )  # fmt: skip
    return results


def _know_the_catalogue() -> None:
    """Load the apps, which register their figures; no database is opened."""
    import django

    os.environ.update(
        {"DJANGO_SETTINGS_MODULE": "config.settings", "ZHUANHUA_DEMO": "1", "ZHUANHUA_SECRET_KEY": "b" * 50}
    )
    django.setup()


def _make(path: Path, rows: int) -> None:
    import duckdb

    duckdb.connect().execute(MAKE.format(rows=rows, path=path))


def _ours(path: Path) -> dict[tuple[str, int], Any]:
    """The catalogue's counting, unchanged, on a ground that reads Parquet instead of the site's database."""
    from unittest.mock import patch

    from zhuanhua.shared.figures import catalogue, counting
    from zhuanhua.shared.figures.answers import Period

    ground = _ParquetGround(path)
    answers = {}
    counting._question.cache_clear()  # the same figures were written for another database
    with patch.object(counting, "Ground", lambda: ground), counting.remembered():
        span = Period(date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31))
        for code in CODES:
            cells = counting.count(catalogue.find(code), span, where={}, by="", yearly=True)
            answers |= {(code, year): cells[year, None].number for year in YEARS if (year, None) in cells}
    return answers


class _ParquetGround:
    """What a figure's table is asked of."""

    def __init__(self, path: Path) -> None:
        import ibis

        self.connection = ibis.duckdb.connect()
        self.contracts = self.connection.read_parquet(path)

    def table(self, name: str) -> Any:
        """Give the contracts."""
        assert name == "contracts.Contract"
        return self.contracts

    def written(self, expression: Any) -> str:
        """Write it in DuckDB's SQL."""
        import ibis

        return str(ibis.to_sql(expression))

    def run(self, text: str) -> list[dict[str, Any]]:
        """Run, and give whole numbers."""
        cursor = self.connection.raw_sql(text)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, map(_whole, row), strict=True)) for row in cursor.fetchall()]


def _whole(value: Any) -> Any:
    return int(value) if hasattr(value, "as_integer_ratio") else value


def _by_hand(path: Path) -> dict[tuple[str, int], Any]:
    """The same numbers as somebody writes them once, for this file alone."""
    from fractions import Fraction

    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from zhuanhua.programmes.contracts.figures import IN_CITY

    table = pq.read_table(path, columns=list(COLUMNS))
    table = table.filter(pc.equal(table["state"], "registered"))
    year = pc.year(table["registered_on"]).to_numpy()
    total, trade = table["total_fen"].to_numpy(), table["verified_trade_fen"].to_numpy()
    local = pc.is_in(table["buyer_district"], pa.array(IN_CITY)).to_numpy()
    said: dict[tuple[str, int], Any] = {}
    for each in YEARS:
        mine = year == each
        amount, count, near = (
            int(total[mine].sum()),
            int(np.count_nonzero(mine)),
            int(total[mine & local].sum()),
        )
        said |= {
            ("contracts.amount", each): amount,
            ("contracts.count", each): count,
            ("contracts.trade_amount", each): int(trade[mine].sum()),
            ("contracts.local_amount", each): near,
            ("contracts.average_amount", each): Fraction(amount, count),
            ("contracts.local_rate", each): Fraction(near, amount),
        }
    for code in ("amount", "count"):
        for each in YEARS[1:]:
            now, before = said[f"contracts.{code}", each], said[f"contracts.{code}", each - 1]
            said[f"contracts.{code}_growth", each] = Fraction(now - before, before)
        said[f"contracts.{code}_growth", YEARS[0]] = None
    return said
