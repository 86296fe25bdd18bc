"""How does a text become what is looked up: words, pairs of characters, pinyin and initials? And how does a question?"""

import re
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import rjieba

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
LATIN = re.compile(r"[a-z0-9][a-z0-9+#]*")
PIECES = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9][a-z0-9+#]*")
OPERATORS = re.compile(r"\b(?:AND|OR|NOT)\b")  # of other search boxes; in small letters they are words
LONGEST_QUESTION = 12  # words of a question that count
SHORTEST_SLIP, CLOSE = 3, 0.8  # longer words may be mistyped, and then are this much alike
SYNONYMS = Path(__file__).with_name("synonyms.txt")


def plain(text: str) -> str:
    """Width and case do not count."""
    return unicodedata.normalize("NFKC", text).casefold()


def words(text: str) -> str:
    """Give the words of a text, also those inside longer words, separated by blanks."""
    found: list[str] = []
    for piece in PIECES.findall(plain(text)):
        found += (
            [word for word in _cutter().cut_for_search(piece, True) if word.strip()]
            if HAN.match(piece)
            else [piece]
        )
    return " ".join(found)


def pairs(text: str) -> str:
    """Give single characters and pairs of neighbours, so that a part of a word is found too."""
    found: list[str] = []
    for run in HAN.findall(plain(text)):
        found += run
        found += [first + second for first, second in pairwise(run)]
    return " ".join(found)


def sounds(text: str) -> str:
    """Give pinyin and initials of one to three words in a row: 缺陷检测 is found by quexian, quexianjiance, qx and qxjc."""
    found: dict[str, None] = {}
    for run in HAN.findall(plain(text)):
        spoken = [_spoken(word) for word in _cutter().cut(run, True)]
        for at in range(len(spoken)):
            for length in (1, 2, 3):
                part = spoken[at : at + length]
                found["".join(full for full, _short in part)] = None
                found["".join(short for _full, short in part)] = None
    return " ".join(sound for sound in found if sound)


def asked(text: str) -> list[str]:
    """Give the words of a question, at most twelve."""
    found: list[str] = []
    for piece in PIECES.findall(plain(OPERATORS.sub(" ", text))):
        found += (
            [word for word in _cutter().cut(piece, True) if word.strip()] if HAN.match(piece) else [piece]
        )
    return list(dict.fromkeys(found))[:LONGEST_QUESTION]


def is_latin(word: str) -> bool:
    """Whether a word of a question is typed in letters and digits."""
    return LATIN.fullmatch(word) is not None


def synonyms(word: str) -> tuple[str, ...]:
    """Give what means the same, without the word itself; of a term in letters also where it is slightly mistyped: lasr."""
    known = _groups()
    if word not in known and is_latin(word) and len(word) > SHORTEST_SLIP:
        word = next(iter(get_close_matches(word, _long_terms(), n=1, cutoff=CLOSE)), word)
    return tuple(other for other in known.get(word, ()) if other != word)


@lru_cache(maxsize=1)
def _long_terms() -> tuple[str, ...]:
    return tuple(word for word in _groups() if is_latin(word) and len(word) > SHORTEST_SLIP)


@lru_cache(maxsize=1)
def _groups() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in SYNONYMS.read_text(encoding="utf-8").splitlines():
        group = tuple(plain(line.partition("#")[0]).split())
        for word in group:
            found[word] = (*found.get(word, ()), *group)
    return found


@lru_cache(maxsize=1)
def _cutter() -> Any:
    """The words of the synonyms are words, also where the dictionary would cut them: 增材制造, 三维打印."""
    cutter = rjieba.Jieba()
    for word in _groups():
        if HAN.fullmatch(word):
            cutter.add_word(word, 100_000, "n")
    return cutter


@lru_cache(maxsize=200_000)
def _spoken(word: str) -> tuple[str, str]:
    from pypinyin import lazy_pinyin  # slow to load, and only the index and questions in letters need it

    syllables = [each for each in lazy_pinyin(word) if each.isascii() and each.isalpha()]
    return "".join(syllables), "".join(each[0] for each in syllables)


def runs(word: str) -> Iterator[str]:
    """Give what must stand in a text for a part of a word to stand there: its pairs, or the single character."""
    yield from (first + second for first, second in pairwise(word)) if len(word) > 1 else iter((word,))
