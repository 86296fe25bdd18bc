"""P4: retrieval of ten offers for a need, and the whole answer with level and reasons, beside bare tantivy on the same index."""

from frame import Result, seconds
from matching_texts import needs, offers

# offers, needs that are asked
SIZES = {
    "small": ((2_000, 200), (10_000, 200)),
    "full": ((10_000, 1_000), (100_000, 1_000), (1_000_000, 200)),
}


def measure(size: str) -> list[Result]:
    """Every size from reading to reasons; the largest one shows how the cost of indexing grows."""
    return [result for number, asked in SIZES[size] for result in _measured(number, asked)]


def _measured(number: int, asked_number: int) -> list[Result]:
    """Our retrieval and a bare query of the same terms on the same index; then everything for one need after another."""
    import tantivy

    from zhuanhua.engines.matching import Index, Model
    from zhuanhua.engines.matching.retrieval import tokens

    asked = needs(asked_number)
    made: list[Index] = []
    catalogue = offers(number)
    model = Model.first_day(catalogue)
    built = seconds(lambda: made.append(Index.build(catalogue, model=model)))
    index = made[0]
    finder = index._finder
    queries = [
        tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.term_query(finder._schema, "terms", token, index_option="freq"),
                )
                for token in tokens(need.title + need.text)[:40]
            ]
        )
        for need in asked
    ]
    bare = asked_number / seconds(lambda: [finder._searcher.search(query, 10) for query in queries])
    found = asked_number / seconds(lambda: [finder.nearest(need.title, need.text, 10) for need in asked])
    whole = asked_number / seconds(lambda: index.rank_many(asked, 10))
    alone = seconds(lambda: [index.rank(need, 10) for need in asked[:50]]) / 50 * 1000
    name = f"{number:,} offers"
    return [
        Result(
            "P4", "retrieve 10, one thread", name, found, "needs/s", bare, "bare tantivy, query at hand",
            "≥ 0.8 × tantivy", found >= 0.8 * bare,
        ),
        Result(
            "P4", "with level and reasons, one process", name, whole, "needs/s", None, "",
            "≥ 200 on two cores", whole * 2 >= 200, "first day's model",
        ),
        Result("P4", "a single need with reasons", name, alone, "ms", None, "", "≤ 100 ms", alone <= 100),
        Result(
            "P4", "offers read and indexed", name, number / built, "offers/s", None, "",
            "≥ 15 k/s", number / built >= 15_000, "with terms, topics and senses",
        ),
    ]  # fmt: skip
