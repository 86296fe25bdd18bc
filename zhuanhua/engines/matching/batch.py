"""How are very many needs matched? Parquet in, Parquet out, on this machine or as a Spark job, with the same rows."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from zhuanhua.engines.matching.index import Index
from zhuanhua.engines.matching.model import Model
from zhuanhua.engines.matching.records import Match, Need, Offer

BLOCK = 500  # needs at a time
CHANCES = ("p1", "p2", "p3", "p4")
SCHEMA = pa.schema(
    [
        ("need_id", pa.string()),
        ("offer_id", pa.string()),
        ("rank", pa.int32()),
        ("score", pa.float64()),
        ("level", pa.int32()),
        *[(name, pa.float64()) for name in CHANCES],
        ("reasons", pa.string()),
        ("model", pa.string()),
    ]
)
SPARK_SCHEMA = (
    "need_id string, offer_id string, rank int, score double, level int, p1 double, p2 double, p3 double, p4 double, "
    "reasons string, model string"
)
_SHIPPED: dict[tuple[str, str], Index] = {}  # one index a worker process, however many partitions it works on


class SparkMissingError(RuntimeError):
    """Spark is an optional set of requirements and needs Java."""


def run(
    engine: str,
    *,
    needs: str,
    offers: str,
    out: str,
    model: str | None,
    top: int = 10,
    seed: int = 0,
    master: str = "local[2]",
) -> int:
    """Match all needs with all offers; gives the number of rows written into the folder `out`.

    Both files have the columns id, title and, if known, text. Without a model the first day's is learned from the offers.
    """
    with tempfile.TemporaryDirectory(prefix="zhuanhua-batch-") as made:
        folder = model or str(Model.first_day(_offers(offers), seed=seed).save(made))
        if engine == "spark":
            return _on_spark(needs, offers, out, folder, top, master)
        return _here(needs, offers, out, folder, top)


def _here(needs: str, offers: str, out: str, folder: str, top: int) -> int:
    index = shipped(folder, offers)
    target = Path(out)
    target.mkdir(parents=True, exist_ok=True)
    written = 0
    with pq.ParquetWriter(target / "part-0.parquet", SCHEMA) as writer:
        for batch in pq.ParquetFile(needs).iter_batches(batch_size=BLOCK):
            rows = [row for need in batch.to_pylist() for row in matched(index, need, top)]
            writer.write_table(pa.Table.from_pylist(rows, schema=SCHEMA))
            written += len(rows)
    return written


def _on_spark(needs: str, offers: str, out: str, folder: str, top: int, master: str) -> int:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise SparkMissingError(
            "Spark is not installed: pip install -r requirements/spark.txt, and Java 17."
        ) from None

    def work(blocks: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        index = shipped(folder, offers)
        for block in blocks:
            rows = [row for need in block.to_pylist() for row in matched(index, need, top)]
            yield pa.RecordBatch.from_pylist(rows, schema=SCHEMA)

    os.environ.setdefault(
        "PYSPARK_PYTHON", sys.executable
    )  # else the workers take the first python3 of the PATH
    builder = SparkSession.builder.master(master).appName("zhuanhua matching")
    builder = builder.config("spark.ui.enabled", "false").config(
        "spark.sql.execution.arrow.maxRecordsPerBatch", str(BLOCK)
    )
    session = (
        builder.config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    try:
        asked = session.read.parquet(str(Path(needs).resolve()))
        parts = max(2, session.sparkContext.defaultParallelism)
        asked.repartition(parts, "id").mapInArrow(work, SPARK_SCHEMA).write.mode("overwrite").parquet(out)
        return int(session.read.parquet(out).count())
    finally:
        session.stop()


def shipped(folder: str, offers: str) -> Index:
    """The index of this process: built from the shipped model and the offers, once."""
    key = (folder, offers)
    if key not in _SHIPPED:
        _SHIPPED.clear()
        _SHIPPED[key] = Index.build(_offers(offers), model=Model.load(folder))
    return _SHIPPED[key]


def matched(index: Index, need: Mapping[str, Any], top: int) -> list[dict[str, Any]]:
    """The rows of one need."""
    asked = Need(str(need["id"]), need["title"] or "", need.get("text") or "")
    return [_row(match) for match in index.rank(asked, top)]


def _row(match: Match) -> dict[str, Any]:
    told = [asdict(reason) for reason in match.reasons]
    return {
        "need_id": match.need_id,
        "offer_id": match.offer_id,
        "rank": match.rank,
        "score": match.score,
        "level": match.level,
        **dict(zip(CHANCES, match.probabilities, strict=True)),
        "reasons": json.dumps(told, ensure_ascii=False),
        "model": match.model,
    }


def _offers(path: str) -> list[Offer]:
    rows = pq.read_table(path).to_pylist()
    return [Offer(str(row["id"]), row["title"] or "", row.get("text") or "") for row in rows]
