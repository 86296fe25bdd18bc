"""Does a batch write the rows that asking one at a time gives, here and on Spark?"""

import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zhuanhua.engines.matching import Index, Model, batch
from zhuanhua.engines.matching.tests import town


@pytest.fixture
def files(tmp_path):
    for name, rows in (("needs", town.needs()), ("offers", town.offers())):
        table = pa.Table.from_pylist([{"id": row.id, "title": row.title, "text": row.text} for row in rows])
        pq.write_table(table, tmp_path / f"{name}.parquet")
    return tmp_path


def _run(engine, files, processes=1):
    out = files / f"{engine}{processes}"
    given = {"needs": str(files / "needs.parquet"), "offers": str(files / "offers.parquet"), "out": str(out)}
    done = batch.run(engine, **given, model=None, top=3, processes=processes)
    assert done.pairs == len(town.needs()) * len(town.offers())
    return done.rows, sorted(pq.read_table(out).to_pylist(), key=lambda row: (row["need_id"], row["rank"]))


def test_batch_writes_what_rank_says(files):
    written, rows = _run("local", files)

    index = Index.build(town.offers(), model=Model.first_day(town.offers()))
    assert written == len(rows) == sum(len(index.rank(need, 3)) for need in town.needs())
    assert [row["offer_id"] for row in rows if row["need_id"] == "n0"] == [
        m.offer_id for m in index.rank(town.needs()[0], 3)
    ]


def test_batch_in_two_processes_writes_the_same_rows(files, monkeypatch):
    monkeypatch.setattr(batch, "BLOCK", 1)

    assert _run("local", files, processes=2) == _run("local", files)


@pytest.mark.slow
def test_batch_on_spark_writes_the_same_rows(files):
    pytest.importorskip("pyspark", reason="the optional set requirements/spark.txt is not installed")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java")

    assert _run("spark", files) == _run("local", files)


def test_batch_without_spark_says_what_is_missing(files, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)

    with pytest.raises(batch.SparkMissingError, match=r"requirements/spark\.txt"):
        _run("spark", files)
