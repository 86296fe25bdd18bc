"""P5: all needs × all offers, both ways, ten matches each with reasons; and the same by batch for far more than a city has."""

import tempfile
from pathlib import Path

from frame import Result, seconds
from matching_texts import needs, offers

SIZES = {"small": ((65, 62), (130, 124)), "full": ((325, 310), (1_302, 1_239))}
AIMS = {124: 1.5, 1_239: 10.0}
BATCHES = {"small": (500, 1_000), "full": (1_000, 10_000, 100_000)}
AIM_OF_BATCH = {100_000: 600.0}


def measure(size: str) -> list[Result]:
    """The city, then batches."""
    city = [_city(*numbers) for numbers in SIZES[size]]
    return [*city, *(_batch(number) for number in BATCHES[size])]


def _city(asked_number: int, offered_number: int) -> Result:
    """From texts to reasons, the reading of both catalogues included; beside a bare product of character tables (scores only)."""
    from zhuanhua.engines.matching import Index, Model

    asked, offered = needs(asked_number), offers(offered_number)
    model = Model.first_day(offered, asked)
    ours = seconds(lambda: Index.build(offered, asked, model=model).rank_all(10))
    aim = AIMS.get(offered_number)
    return Result(
        "P5", "city, both ways, top 10 with reasons", f"{len(asked):,} × {len(offered):,}", ours, "s",
        seconds(lambda: _bare(asked, offered, model)), "sparse product, scores only",
        f"≤ {aim:g} s" if aim else "", ours <= aim if aim else None, "first day's model",
    )  # fmt: skip


def _batch(number: int) -> Result:
    """Parquet in, Parquet out, on all cores; beside a bare product of character tables in blocks of 500 needs (scores only)."""
    from zhuanhua.engines.matching import Model, batch

    asked, offered = needs(number), offers(number)
    with tempfile.TemporaryDirectory(prefix="bench-batch-") as made:
        files = {name: str(Path(made) / f"{name}.parquet") for name in ("needs", "offers")}
        for name, rows in (("needs", asked), ("offers", offered)):
            _write(rows, files[name])
        done = batch.run("local", **files, out=str(Path(made) / "out"), model=None)
    model = Model.first_day(offered)
    peer = seconds(lambda: _bare(asked, offered, model))
    aim = AIM_OF_BATCH.get(number)
    return Result(
        "P5", "batch, top 10 with reasons", f"{number:,} × {number:,}", done.seconds, "s", peer, "sparse product, scores only",
        f"≤ {aim:g} s on two cores" if aim else "", done.seconds <= aim if aim else None,
        f"{done.seconds_a_million:.2f} s a million pairs",
    )  # fmt: skip


def _write(rows, path: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist([{"id": row.id, "title": row.title, "text": row.text} for row in rows])
    pq.write_table(table, path)


def _bare(asked, offered, model) -> None:
    """Read both and multiply; no order, no level, no reasons."""
    from zhuanhua.engines.matching.portraits import Needs, Offers, scaled

    right = scaled(Offers.draw(offered, model.language).weighed).T.tocsr()
    for begin in range(0, len(asked), 500):
        (scaled(Needs.draw(asked[begin : begin + 500], model.language).views[2]) @ right).max(axis=1)
