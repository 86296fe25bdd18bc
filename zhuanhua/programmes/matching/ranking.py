"""Which items of the other catalogue fit one, and why? Words weighed by rarity, title pieces and field; this file is all that knows how."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import rjieba

MODEL = "words-1"
MOST = 60
LEVELS = ((0.46, 4), (0.30, 3), (0.18, 2))
COMMON = 0.12  # a word in more than this share of the items says nothing


@dataclass(frozen=True, slots=True)
class Fit:
    """One item that fits: how well, and by which words."""

    number: str
    score_bp: int
    level: int
    words: tuple[str, ...]
    same_field: bool


def words_of(item: Any) -> Counter[str]:
    """Count the words of what any reader with an account may read: title (twice), keywords, summary."""
    text = "。".join((item.title, item.title, *item.keywords, item.summary))
    return Counter(word for word in rjieba.cut(text) if len(word) > 1 and not word.isdigit())


def pieces_of(title: str) -> set[str]:
    """Give the pairs of characters of a title."""
    return {title[at : at + 2] for at in range(len(title) - 1)}


class Shelf:
    """The items of one catalogue, ready to be asked."""

    def __init__(self, items: Iterable[Any]) -> None:
        self.items = {item.number: item for item in items}
        counts = {number: words_of(item) for number, item in self.items.items()}
        known = Counter(word for words in counts.values() for word in words)
        total = max(len(counts), 1)
        self.weight = {
            word: math.log(1 + total / many) for word, many in known.items() if many <= max(COMMON * total, 3)
        }
        self.where: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for number, words in counts.items():
            for word, value in self._scaled(words).items():
                self.where[word].append((number, value))

    def _scaled(self, words: Counter[str]) -> dict[str, float]:
        found = {
            word: (1 + math.log(many)) * self.weight[word]
            for word, many in words.items()
            if word in self.weight
        }
        length = math.sqrt(sum(value * value for value in found.values())) or 1.0
        return {word: value / length for word, value in found.items()}

    def fits(self, wanted: Any, most: int = MOST) -> list[Fit]:
        """Rank what fits, best first; what shares no telling word is left out."""
        shared: dict[str, dict[str, float]] = defaultdict(dict)
        for word, value in self._scaled(words_of(wanted)).items():
            for number, other in self.where.get(word, ()):
                shared[number][word] = value * other
        pieces = pieces_of(wanted.title)
        ranked = [self._fit(wanted, pieces, number, words) for number, words in shared.items()]
        return sorted(ranked, key=lambda fit: (-fit.score_bp, fit.number))[:most]

    def _fit(self, wanted: Any, pieces: set[str], number: str, words: dict[str, float]) -> Fit:
        item = self.items[number]
        others = pieces_of(item.title)
        title = len(pieces & others) / (min(len(pieces), len(others)) or 1)
        same = bool(wanted.field) and wanted.field == item.field
        score = 0.6 * min(sum(words.values()), 1.0) + 0.25 * title + (0.15 if same else 0.0)
        level = next((level for least, level in LEVELS if score >= least), 1)
        telling = sorted(words, key=lambda word: (-words[word], word))[:5]
        return Fit(number, round(score * 10_000), level, tuple(telling), same)
