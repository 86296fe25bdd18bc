"""Which texts of many are worth a closer look? BM25 over words and pairs of characters, in tantivy."""

from collections.abc import Sequence

import numpy as np
import tantivy

from zhuanhua.engines.matching import terms
from zhuanhua.engines.matching.arrays import Ints

MOST_TERMS = 40  # of a question; the rarest first


def tokens(text: str) -> list[str]:
    """Words and pairs of characters, each once, in order."""
    runs = terms.runs(text)
    found = dict.fromkeys(terms.words_of(runs))
    for run in runs:
        found.update(dict.fromkeys(run[at : at + 2] for at in range(len(run) - 1)))
    return list(found)


class Finder:
    """An index in memory of texts numbered from 0."""

    def __init__(self, texts: Sequence[str]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("row", stored=False, fast=True)
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        self._seen: dict[str, int] = {}
        self._size = len(texts)
        writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        for row, text in enumerate(texts):
            found = tokens(text)
            for token in found:
                self._seen[token] = self._seen.get(token, 0) + 1
            document = tantivy.Document()
            document.add_unsigned("row", row)
            document.add_text("terms", " ".join(found))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def nearest(self, title: str, text: str, most: int) -> Ints:
        """The rows of the best texts, best first; the title's terms count twice."""
        if not self._size:
            return np.zeros(0, np.int64)
        first = [token for token in tokens(title) if token in self._seen]
        known = set(first)
        second = [token for token in tokens(text) if token in self._seen and token not in known]
        rare = sorted(second, key=lambda token: (self._seen[token], token))[
            : max(MOST_TERMS - len(first), 10)
        ]
        asked = [(token, 2.0) for token in first[:MOST_TERMS]] + [(token, 1.0) for token in rare]
        if not asked:
            return np.zeros(0, np.int64)
        query = tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(
                        tantivy.Query.term_query(self._schema, "terms", token, index_option="freq"), weight
                    ),
                )
                for token, weight in asked
            ]
        )
        hits = self._searcher.search(query, most).hits
        return self._rows([address for _, address in hits])

    def _rows(self, addresses: list[tantivy.DocAddress]) -> Ints:
        return np.array(self._searcher.fast_field_values("row", addresses), np.int64)
