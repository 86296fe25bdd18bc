"""P6: how good the matches are, on judged pairs that lie beside the repository; nothing is measured where they are missing."""

from pathlib import Path

from frame import ROOT, Result

FLOOR_NDCG, FLOOR_SCORE = 0.73, 0.77


def folder() -> Path | None:
    """shared/data/bdci2019 beside the repository."""
    places = [parent / "shared" / "data" / "bdci2019" for parent in ROOT.parents]
    return next((place for place in places if (place / "pairs.csv").exists()), None)


def measure(size: str) -> list[Result]:
    """Five folds; a small run takes the first 60 needs and is no yardstick."""
    from zhuanhua.engines.matching.evaluation import evaluate
    from zhuanhua.engines.matching.reading import read_needs, read_pairs

    found = folder()
    if found is None:
        print("    P6 needs the judged pairs (shared/data/bdci2019); not measured")
        return []
    needs = read_needs(found / "needs.csv")
    pairs = read_pairs(found / "pairs.csv", needs)
    if size == "small":
        some = set(list(dict.fromkeys(pair.need_id for pair in pairs))[:60])
        pairs = [pair for pair in pairs if pair.need_id in some]
    told = evaluate(needs, pairs)
    rows = {row.name: row for row in told.rows}
    ours, words = rows["engine"], rows["BM25 words"]
    full = size == "full"
    name = f"{told.pairs:,} pairs, {told.needs} needs"
    return [
        Result(
            "P6",
            "NDCG@10, unseen needs",
            name,
            ours.ndcg,
            "",
            words.ndcg,
            "BM25 words",
            f"≥ {FLOOR_NDCG} on all",
            ours.ndcg >= FLOOR_NDCG if full else None,
        ),
        Result(
            "P6",
            "1/(1+MAE), known needs",
            name,
            ours.score,
            "",
            words.score,
            "BM25 words",
            f"≥ {FLOOR_SCORE} on all",
            ours.score >= FLOOR_SCORE if full else None,
        ),
    ]
