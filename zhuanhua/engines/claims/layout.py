"""The letter's build: paragraphs, sentences and headings by their offsets, each found in one walk."""

import re
from bisect import bisect_right
from dataclasses import dataclass

_ENDS = re.compile(r"[。！？!?](?:[”’」』)])?|\n+")
_HEADING = re.compile(
    r"[ ]*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}[部章节条])"
)


@dataclass(slots=True, frozen=True)
class Layout:
    """Where sentences and paragraphs begin; answers by bisection."""

    sentences: list[int]
    paragraphs: list[int]
    length: int

    def sentence(self, place: int) -> tuple[int, int]:
        """Start and end of the sentence around a place."""
        return _around(self.sentences, place, self.length)

    def paragraph(self, place: int) -> tuple[int, int]:
        """Start and end of the paragraph around a place."""
        return _around(self.paragraphs, place, self.length)

    def sentence_before(self, place: int) -> int:
        """Start of the sentence before the one around a place, within the same paragraph."""
        at = bisect_right(self.sentences, place) - 1
        return max(self.sentences[max(0, at - 1)], self.paragraph(place)[0])


def _around(starts: list[int], place: int, length: int) -> tuple[int, int]:
    at = bisect_right(starts, place) - 1
    return starts[at], starts[at + 1] if at + 1 < len(starts) else length


def layout(copy: str) -> Layout:
    """Read the build of a letter from its half-width copy."""
    sentences, paragraphs = [0], [0]
    for match in _ENDS.finditer(copy):
        sentences.append(match.end())
        if match.group()[0] == "\n":
            paragraphs.append(match.end())
    return Layout(sentences, paragraphs, len(copy))


def is_heading(copy: str, start: int, end: int) -> bool:
    """Whether a paragraph is a heading, whose period holds for what follows it."""
    return end - start <= 60 and _HEADING.match(copy, start) is not None and "。" not in copy[start : end - 2]
