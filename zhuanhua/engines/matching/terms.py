"""How does a text become terms? Words and runs of one to three characters, each a number that needs no dictionary."""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import rjieba
import scipy.sparse as sp

from zhuanhua.engines.matching.arrays import Floats, Ints

RUN = re.compile(r"\w+")
BREAK = "\0"  # between clauses: no run of characters crosses it
# blocks of columns: single characters, pairs, triples, words
SIZES = (1 << 16, 1 << 18, 1 << 18, 1 << 18)
STARTS = (0, SIZES[0], SIZES[0] + SIZES[1], SIZES[0] + SIZES[1] + SIZES[2])
COLUMNS = sum(SIZES)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(64 - 18)
# what a title of an offer says without saying anything about its subject
GENERIC = frozenset(
    [
        "技术",
        "方法",
        "研究",
        "应用",
        "系统",
        "装置",
        "项目",
        "产业化",
        "关键",
        "关键技术",
        "开发",
        "研发",
        "制备",
        "设备",
        "工艺",
        "示范",
        "推广",
        "及其",
        "设计",
        "生产",
        "一种",
        "新型",
        "高效",
        "解决",
        "需求",
        "问题",
        "提高",
        "实现",
        "企业",
        "公司",
        "产品",
        "集成",
        "平台",
        "基于",
    ]
)
# parts of speech of words that join others: particles, conjunctions, prepositions, pronouns, numerals with 种
_JOINING = frozenset(("u", "c", "p", "r", "y", "e", "o"))
_FILLERS = frozenset(
    (
        "一种",
        "一类",
        "一套",
        "几种",
        "及其",
        "本发明",
        "本实用新型",
        "涉及",
        "公开",
        "所述",
        "用于",
        "基于",
        "其中",
    )
)


def normal(text: str) -> str:
    """One width, one case."""
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=100_000)
def _cut_run(run: str) -> tuple[str, ...]:
    return tuple(rjieba.cut(run))


def words(text: str) -> list[str]:
    """The words of a text in order; single characters only where they are Chinese."""
    return words_of(runs(text))


def runs(text: str) -> list[str]:
    """The stretches of a text between blanks and punctuation."""
    return list(RUN.findall(normal(text)))


def words_of(runs: Iterable[str]) -> list[str]:
    """The words of stretches, in order."""
    return [word for run in runs for word in _cut_run(run) if len(word) > 1 or word > "\u3000"]


def titled(text: str) -> list[str]:
    """The words of an offer's title without those that only join others, so that a running title reads as a list of words does."""
    kept = [
        word
        for run in RUN.findall(normal(text))
        for word, part in (rjieba.tag(run) if len(run) > 4 else ((run, "n"),))
        if word not in _FILLERS and part[0] not in _JOINING
    ]
    return kept or words(text)


def core(found: Sequence[str]) -> list[str]:
    """The words that name the subject; all of them where nothing else is left."""
    return [word for word in found if word not in GENERIC] or list(found)


def clauses(text: str) -> str:
    """The text without punctuation, clauses apart."""
    return BREAK.join(RUN.findall(normal(text)))


def word_columns(found: Iterable[str]) -> list[int]:
    """The columns of words: a checksum, the same on every machine."""
    return [STARTS[3] + zlib.crc32(word.encode()) % SIZES[3] for word in found]


def count(strings: Sequence[str], lists: Sequence[Sequence[str]]) -> Any:
    """How often each term stands in each text: runs of 1–3 characters of the strings and the words of the lists."""
    codes = np.frombuffer((BREAK * 2).join([*strings, ""]).encode("utf-32-le"), np.uint32).astype(np.uint64)
    lengths = np.array([len(string) + 2 for string in strings], np.int64)
    rows = np.repeat(np.arange(len(strings)), lengths)
    first, second, third = codes, np.roll(codes, -1), np.roll(codes, -2)
    one = first > 0
    two = one & (second > 0)
    three = two & (third > 0)
    pair = ((first * _MIX) ^ (second + np.uint64(77))) * _MIX
    triple = (pair ^ (third + np.uint64(991))) * _MIX
    row_of_word = np.repeat(np.arange(len(lists)), [len(found) for found in lists])
    column_of_word = np.fromiter((column for found in lists for column in word_columns(found)), np.int64)
    at_row = np.concatenate([rows[one], rows[two], rows[three], row_of_word])
    at_column = np.concatenate(
        [
            (first[one] % np.uint64(SIZES[0])).astype(np.int64),
            STARTS[1] + (pair[two] >> _SHIFT).astype(np.int64),
            STARTS[2] + (triple[three] >> _SHIFT).astype(np.int64),
            column_of_word,
        ]
    )
    counted = sp.csr_matrix(
        (np.ones(len(at_row), np.float32), (at_row, at_column)), shape=(len(strings), COLUMNS)
    )
    counted.sum_duplicates()
    counted.sort_indices()
    return counted


def frequencies(counted: Any) -> Ints:
    """In how many texts each column stands."""
    return np.bincount(counted.indices, minlength=COLUMNS).astype(np.int64)


def rarity(seen: Ints, texts: int) -> Floats:
    """The smoothed inverse frequency of every column: what was never seen is the rarest."""
    return (np.log((1 + texts) / (1 + seen)) + 1).astype(np.float32)


def weigh(counted: Any, idf: Floats) -> Any:
    """Counts to weights: (1 + log count) · rarity. Not scaled to length one, since blocks are compared apart and together."""
    weighed = counted.copy()
    weighed.data = ((1 + np.log(weighed.data)) * idf[weighed.indices]).astype(np.float32)
    return weighed


def block_norms(weighed: Any) -> Floats:
    """The squared length of every text in each of the four blocks."""
    return _by_block(weighed, weighed.data.astype(np.float64) ** 2)


def masses(weighed: Any, idf: Floats) -> Floats:
    """The rarity of all different terms of every text, by block."""
    return _by_block(weighed, idf[weighed.indices])


def _by_block(weighed: Any, values: Any) -> Floats:
    rows = np.repeat(np.arange(weighed.shape[0]), np.diff(weighed.indptr))
    blocks = np.searchsorted(np.array(STARTS[1:]), weighed.indices, side="right")
    return (
        np.bincount(rows * 4 + blocks, values, minlength=4 * weighed.shape[0])
        .reshape(-1, 4)
        .astype(np.float32)
    )
