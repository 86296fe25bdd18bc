"""What do words mean in Chinese technical writing at large? Vectors shipped with the engine; unknown words are composed of their pieces."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from zhuanhua.engines.matching.arrays import Floats, Ints, unit
from zhuanhua.engines.matching.terms import word_columns

FILE = Path(__file__).parent / "data" / "words.npz"
PIECE = 2  # the longest run of characters that is looked up inside an unknown word


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Directions of known words and of the pieces they are made of."""

    words: dict[str, int]
    vectors: Floats
    pieces: dict[str, int]
    piece_vectors: Floats

    @classmethod
    def of(cls, words: Sequence[str], vectors: Floats) -> "Lexicon":
        """A piece points where the words that contain it point on the whole."""
        vectors = unit(vectors.astype(np.float32))
        pieces: dict[str, int] = {}
        found = [
            (pieces.setdefault(piece, len(pieces)), at)
            for at, word in enumerate(words)
            for piece in pieces_of(word)
        ]
        table: Any = sp.csr_matrix(
            (np.ones(len(found), np.float32), tuple(zip(*found, strict=True))),
            shape=(len(pieces), len(words)),
        )
        mean = table @ vectors / table.sum(axis=1).A1[:, None]
        return cls({word: at for at, word in enumerate(words)}, vectors, pieces, mean.astype(np.float32))

    def vectors_of(self, words: Sequence[str]) -> Floats:
        """One row a word, of length one; zeros where nothing of it is known."""
        found = np.zeros((len(words), self.vectors.shape[1]), np.float32)
        for row, word in enumerate(words):
            at = self.words.get(word)
            if at is not None:
                found[row] = self.vectors[at]
                continue
            for piece in pieces_of(word):
                place = self.pieces.get(piece)
                if place is not None:
                    found[row] += len(piece) * self.piece_vectors[place]
        return unit(found)


def pieces_of(word: str) -> list[str]:
    """Characters and pairs of characters."""
    return [word[at : at + size] for size in range(1, PIECE + 1) for at in range(len(word) - size + 1)]


@cache
def shipped() -> Lexicon:
    """The lexicon of this package, read once a process."""
    with np.load(FILE, allow_pickle=False) as stored:
        return Lexicon.of(str(stored["words"]).split("\n"), stored["vectors"])


@dataclass(frozen=True, slots=True)
class Read:
    """The words of many texts as directions: each different word once, the texts as stretches of places."""

    vectors: Floats  # one row a different word
    rarity: Floats
    places: Ints
    starts: Ints

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]], idf: Floats) -> "Read":
        """Look the words of texts up; rarity is that of the catalogue."""
        numbers: dict[str, int] = {}
        lists = [[numbers.setdefault(word, len(numbers)) for word in found] for found in texts]
        words = list(numbers)
        return cls(
            shipped().vectors_of(words),
            idf[np.array(word_columns(words), np.int64)],
            np.array([at for found in lists for at in found], np.int64),
            np.concatenate(([0], np.cumsum([len(found) for found in lists]))).astype(np.int64),
        )

    def texts(self) -> Floats:
        """One direction a text: its words by rarity."""
        shape = (len(self.starts) - 1, len(self.vectors))
        words: Any = sp.csr_matrix((self.rarity[self.places], self.places, self.starts), shape=shape)
        return unit(np.asarray(words @ self.vectors, np.float32))


@dataclass(frozen=True, slots=True)
class Bearing:
    """What all texts of a catalogue share: their mean and the two directions in which they differ most, taken away from each."""

    mean: Floats
    common: Floats

    @classmethod
    def learn(cls, texts: Floats) -> "Bearing":
        """From the directions of offers."""
        mean = texts.mean(axis=0) if len(texts) else np.zeros(texts.shape[1], np.float32)
        if len(texts) < 8:
            return cls(mean.astype(np.float32), np.zeros((0, texts.shape[1]), np.float32))
        _, _, right = np.linalg.svd(unit(texts - mean)[:5_000], full_matrices=False)
        return cls(mean.astype(np.float32), right[:2].astype(np.float32))

    def of(self, texts: Floats) -> Floats:
        """Texts as they differ from the others; an empty one stays empty."""
        rows = unit(texts - self.mean)
        rows[~texts.any(axis=1)] = 0
        # row by row, in the same order for one text as for many: a batch gives the numbers that one asking gives
        along = np.einsum("ij,kj->ik", rows, self.common)
        return unit((rows - np.einsum("ik,kj->ij", along, self.common)).astype(np.float32))
