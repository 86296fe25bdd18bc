"""P4: retrieval of ten offers for a need, and the whole answer with level and reasons, beside bare tantivy on the same index."""

from frame import Result, seconds
from matching_texts import needs, offers

SIZES = {"small": (10_000, 200), "full": (100_000, 1_000)}


def measure(size: str) -> list[Result]:
    """Our retrieval and a bare query of the same terms on the same index; then everything for one need after another."""
    import tantivy

    from zhuanhua.engines.matching import Index
    from zhuanhua.engines.matching.retrieval import tokens

    number, asked_number = SIZES[size]
    asked = needs(asked_number)
    made: list[Index] = []
    catalogue = offers(number)
    built = seconds(lambda: made.append(Index.build(catalogue)))
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
    name = f"{number:,} offers"
    return [
        Result(
            "P4",
            "retrieve 10, one thread",
            name,
            found,
            "needs/s",
            bare,
            "bare tantivy, query at hand",
            "≥ 0.8 × tantivy",
            found >= 0.8 * bare,
        ),
        Result(
            "P4",
            "with level and reasons, one process",
            name,
            whole,
            "needs/s",
            None,
            "",
            "≥ 200 on two cores",
            whole * 2 >= 200,
            "first day's model",
        ),
        Result(
            "P4",
            "offers read and indexed",
            name,
            number / built,
            "offers/s",
            None,
            "",
            "≥ 15 k/s at 1 M",
            number / built >= 15_000,
            "with terms, topics and senses",
        ),
    ]
