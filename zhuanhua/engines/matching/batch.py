"""How are very many needs matched? Parquet in, Parquet out, on this machine or as a Spark job, with the same rows."""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from threadpoolctl import threadpool_limits

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


@dataclass(frozen=True, slots=True)
class Done:
    """What a batch wrote and what it cost."""

    rows: int
    pairs: int  # needs × offers
    seconds: float

    @property
    def seconds_a_million(self) -> float:
        """Seconds for a million pairs."""
        return self.seconds / max(self.pairs, 1) * 1_000_000


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
    processes: int | None = None,
) -> Done:
    """Match all needs with all offers, best first, into the folder `out`.

    Both files have the columns id, title and, if known, text. Without a model the first day's is learned from the offers.
    """
    began = time.perf_counter()
    pairs = pq.ParquetFile(needs).metadata.num_rows * pq.ParquetFile(offers).metadata.num_rows
    with tempfile.TemporaryDirectory(prefix="zhuanhua-batch-") as made:
        folder = model or str(Model.first_day(_offers(offers), seed=seed).save(made))
        if engine == "spark":
            written = _on_spark(needs, offers, out, folder, top, master)
        else:
            written = _here(needs, offers, out, folder, top, processes or os.cpu_count() or 1)
    return Done(written, pairs, time.perf_counter() - began)


def _here(needs: str, offers: str, out: str, folder: str, top: int, processes: int) -> int:
    target = Path(out)
    target.mkdir(parents=True, exist_ok=True)
    blocks = pq.ParquetFile(needs).iter_batches(batch_size=BLOCK)
    written = 0
    with pq.ParquetWriter(target / "part-0.parquet", SCHEMA) as writer, ExitStack() as stack:
        work = partial(matched_block, folder, offers, top)
        many = pq.ParquetFile(needs).metadata.num_rows > BLOCK * processes and processes > 1
        if many:  # each process reads the offers for itself; a forked one could find a thread's lock held
            pool = stack.enter_context(
                ProcessPoolExecutor(processes, get_context("spawn"), initializer=_alone)
            )
            found: Iterator[pa.RecordBatch] = pool.map(work, blocks)
        else:
            found = map(work, blocks)
        for rows in found:
            writer.write_batch(rows)
            written += rows.num_rows
    return written


def _on_spark(needs: str, offers: str, out: str, folder: str, top: int, master: str) -> int:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise SparkMissingError(
            "Spark is not installed: pip install -r requirements/spark.txt, and Java 17."
        ) from None

    def work(blocks: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for block in blocks:
            yield matched_block(folder, offers, top, block)

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


def _alone() -> None:
    """One thread a process: threads of several that wait for one another make the same work many times slower."""
    threadpool_limits(1)


def matched_block(folder: str, offers: str, top: int, block: pa.RecordBatch) -> pa.RecordBatch:
    """The rows of a block of needs, in their order."""
    asked = [Need(str(row["id"]), row["title"] or "", row.get("text") or "") for row in block.to_pylist()]
    ranked = shipped(folder, offers).rank_many(asked, top)
    return pa.RecordBatch.from_pylist([_row(match) for found in ranked for match in found], schema=SCHEMA)


def shipped(folder: str, offers: str) -> Index:
    """The index of this process: built from the shipped model and the offers, once."""
    key = (folder, offers)
    if key not in _SHIPPED:
        _SHIPPED.clear()
        _SHIPPED[key] = Index.build(_offers(offers), model=Model.load(folder))
    return _SHIPPED[key]


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
