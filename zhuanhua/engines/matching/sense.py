"""Which words and texts mean alike? Vectors learned from the texts at hand, without labels and without downloads."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import scipy.sparse as sp

from zhuanhua.engines.matching.arrays import Floats, Ints, Sparse, main_directions, ranges, sums, unit

DIRECTIONS = 100  # of word vectors
TOPICS = 150  # of latent topics of character runs
WINDOW = 8
MOST_TEXTS = 20_000  # more teach little and cost time
MOST_TERMS = 60_000


class Encoder(Protocol):
    """The socket for an outside embedding service: off by default, nothing depends on it.

    `encode` gives one vector a text, of any width that stays the same for one `name`.
    """

    name: str

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row a text."""
        ...


@dataclass(frozen=True, slots=True)
class Topics:
    """Latent directions of the weighed character runs."""

    columns: Ints  # sorted
    directions: Floats  # one row a column

    @classmethod
    def learn(cls, weighed: Sparse, *, seed: int) -> "Topics":
        """From texts scaled to length one; a term of a single text says nothing of others."""
        seen = np.bincount(weighed.indices, minlength=weighed.shape[1])
        columns = np.flatnonzero(seen >= 2)
        if len(columns) > MOST_TERMS:
            columns = np.sort(columns[np.argsort(-seen[columns], kind="stable")[:MOST_TERMS]])
        if len(columns) < 4 or weighed.shape[0] < 4:
            return cls(columns[:0].astype(np.int64), np.zeros((0, 1), np.float32))
        _, _, right = main_directions(weighed[:, columns], TOPICS, seed=seed)
        return cls(columns.astype(np.int64), right.T.astype(np.float16).astype(np.float32))

    def of(self, weighed: Sparse) -> Floats:
        """Where texts stand among the topics."""
        return unit(np.asarray(weighed[:, self.columns] @ self.directions, np.float32))


@dataclass(frozen=True, slots=True)
class Senses:
    """Vectors of words that stand near one another: the square root of a factorised table of surprising neighbours (PPMI)."""

    vocabulary: dict[str, int]
    vectors: Floats
    idf: Floats
    mean: Floats  # of texts, taken away
    common: Floats  # the two directions that all texts share, taken away

    @classmethod
    def learn(cls, texts: Sequence[Sequence[str]], offers: Sequence[Sequence[str]], *, seed: int) -> "Senses":
        """From the words of all texts; rarity is counted among the offers."""
        counted = Counter(word for found in texts for word in found)
        kept = sorted(counted)  # a word seen once has a vague vector, but it can be met again word for word
        if len(kept) > MOST_TERMS:
            kept = sorted(sorted(kept, key=lambda word: (-counted[word], word))[:MOST_TERMS])
        vocabulary = {word: at for at, word in enumerate(kept)}
        vectors = (
            _vectors(texts, vocabulary, seed=seed) if len(kept) >= 8 else np.zeros((len(kept), 1), np.float32)
        )
        within = Counter(word for found in offers for word in set(found))
        idf = np.array([np.log((1 + len(offers)) / (1 + within[word])) + 1 for word in kept], np.float32)
        bare = cls(
            vocabulary,
            vectors,
            idf,
            np.zeros(vectors.shape[1], np.float32),
            np.zeros((0, vectors.shape[1]), np.float32),
        )
        rows = bare.of([bare.places(found) for found in offers])
        mean = rows.mean(axis=0) if len(rows) else bare.mean
        if len(rows) < 8 or vectors.shape[1] < 4:
            return cls(vocabulary, vectors, idf, mean, bare.common)
        _, _, right = np.linalg.svd(unit(rows - mean)[:5000], full_matrices=False)
        return cls(vocabulary, vectors, idf, mean.astype(np.float32), right[:2].astype(np.float32))

    def places(self, found: Sequence[str]) -> Ints:
        """The known words of a text, by number."""
        return np.array([at for word in found if (at := self.vocabulary.get(word)) is not None], np.int64)

    def of(self, places: Sequence[Ints]) -> Floats:
        """One vector a text: its words by rarity, without what all texts share."""
        lengths = np.array([len(found) for found in places], np.int64)
        flat = np.concatenate([*places, np.zeros(0, np.int64)])
        rows = unit(sums(self.vectors[flat] * self.idf[flat, None], lengths)) - self.mean
        rows[lengths == 0] = 0
        rows = unit(rows)
        return unit((rows - rows @ self.common.T @ self.common).astype(np.float32))


def _vectors(texts: Sequence[Sequence[str]], vocabulary: dict[str, int], *, seed: int) -> Floats:
    """Positive pointwise mutual information of words within the window, factorised."""
    gap = [-1] * WINDOW
    sequence = np.array(
        [at for found in texts for at in [*(vocabulary.get(word, -1) for word in found), *gap]], np.int64
    )
    size = len(vocabulary)
    together = sp.csr_matrix((size, size), dtype=np.float32)
    for distance in range(1, WINDOW + 1):
        left, right = sequence[:-distance], sequence[distance:]
        both = (left >= 0) & (right >= 0)
        counted = sp.coo_matrix(
            (np.ones(int(both.sum()), np.float32), (left[both], right[both])), shape=(size, size)
        ).tocsr()
        together = together + counted + counted.T
    seen = np.asarray(together.sum(axis=1)).ravel()
    expected = seen**0.75
    expected /= max(expected.sum(), 1e-9)
    cells = together.tocoo()
    surprise = np.log(cells.data / (seen[cells.row] * expected[cells.col]))
    kept = surprise > 0
    table = sp.csr_matrix(
        (surprise[kept].astype(np.float32), (cells.row[kept], cells.col[kept])), shape=(size, size)
    )
    left_rows, strength, _ = main_directions(table, DIRECTIONS, seed=seed, rounds=2)
    found = left_rows * np.sqrt(strength)
    return unit((found - found.mean(axis=0)).astype(np.float32)).astype(np.float16).astype(np.float32)


def rows_of(flat: Ints, starts: Ints, chosen: Ints) -> tuple[Ints, Ints]:
    """The stretches of the chosen rows in a ragged list, and their lengths."""
    begin, end = starts[chosen], starts[chosen + 1]
    return flat[ranges(begin, end)], end - begin
