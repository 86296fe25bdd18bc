"""Finds every stated quantity in a letter, and leaves dates, numbers of documents and names alone."""

import re
from collections.abc import Iterator

from zhuanhua.engines.claims import numbers, units
from zhuanhua.engines.claims.claim import Claim
from zhuanhua.engines.claims.names import is_name
from zhuanhua.engines.claims.proportions import doubles, fractions, ratios, tenths
from zhuanhua.engines.claims.softening import AFTER, NUMERALS, either, made

_ARABIC = r"(?<![\d.A-Za-z])(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,3}(?: \d{3}){1,4}(?!\d)|\d{1,18})(?:\.\d{1,8})?(?![\d])(?!,\d{3}(?!\d))"
_CHINESE = rf"(?<![第{NUMERALS}点\d])[{NUMERALS}](?:[{NUMERALS}]|点(?=[{NUMERALS}])){{0,23}}"
_QUANTITY = re.compile(
    rf"(?P<sign>(?<![\dA-Za-z%)-])-)?(?P<number>{_ARABIC}|{_CHINESE})[ \n]?"
    rf"(?P<odd>余|多|来|几)?[ ]?(?P<size>万亿|千亿|百亿|十亿|千万|百万|十万|[亿万千百])?(?P<odd2>余|多)?[ \n]?"
    rf"(?P<unit>{units.UNIT_PATTERN})(?P<tail>以上|之多|开外|左右|上下|以内|以下|多(?=[,。;、万亿的])|余(?=[,。;、的]))?"
)
_RANGE = re.compile(r"(?<![\d.A-Za-z年])(\d{1,9}(?:\.\d{1,4})?) ?(?:至|到|-{1,2}|~) ?$")
_LISTED = re.compile(r"(?<![\d.A-Za-z])(\d{1,9}(?:\.\d{1,4})?) ?(?:、|和|及|与|,) ?$")
_OPEN, _CLOSE = "“‘「《〈", "”’」》〉"


def find(text: str) -> list[Claim]:
    """Every quantity in order of its place."""
    copy = numbers.shadow(text)
    quoted = _quoted(text)
    found: list[Claim] = []
    for reader in (ratios, fractions, tenths, doubles, _plain):
        found.extend(reader(text, copy, quoted))
    found.sort(key=lambda claim: (claim.start, -claim.end))
    claims: list[Claim] = []
    for claim in found:
        if not claims or claim.start >= claims[-1].end:
            claims.append(claim)
    return claims


def _quoted(text: str) -> bytearray:
    """Which characters stand inside quotation marks or titles (on one line, at most 40 characters)."""
    marks = bytearray(len(text))
    opened = -1
    for place, sign in enumerate(text):
        if sign == "\n":
            opened = -1
        elif sign in _OPEN:
            opened = place
        elif sign in _CLOSE and opened >= 0:
            if place - opened <= 40:
                marks[opened:place] = b"\x01" * (place - opened)
            opened = -1
    return marks


def _plain(text: str, copy: str, quoted: bytearray) -> Iterator[Claim]:
    for match in _QUANTITY.finditer(copy):
        number, word = match["number"], match["unit"]
        start = match.start("sign") if match["sign"] and word == "%" else match.start("number")
        digits = number[0].isascii()
        if digits and not match["size"] and word in units.COUNTS and "." in number:
            start, number = _after_list_number(copy, start, number, word)
        read = either(number)
        if read is None or is_name(copy, match, digits=digits, quoted=bool(quoted[match.start("number")])):
            continue
        size = numbers.MAGNITUDES[match["size"] or ""]
        sign = -1 if match["sign"] and word == "%" else 1
        odd = match["odd"] or match["odd2"]
        modifier = "more" if odd else AFTER.get(match["tail"] or "", "exact")
        if (
            modifier == "exact"
            and not digits
            and start
            and copy[start - 1] in "上过"
            and number[0] in "百千万亿"
        ):
            start, modifier = start - 1, "over"
        claim = made(text, copy, start, match.end(), sign * read[0] * size, read[1] * size, word, modifier)
        yield from _bounds(text, copy, claim, match["size"] or "", word)
        yield claim


def _after_list_number(copy: str, start: int, number: str, word: str) -> tuple[int, str]:
    """`1.6大任务` at the head of a line is item 1 and six tasks: nobody counts in decimals."""
    whole, _, part = number.partition(".")
    line_start = copy[max(0, start - 8) : start].rstrip(" ")[-1:] in {"\n", ""}
    if (
        line_start
        and len(whole) <= 2
        and word not in {"吨", "公里", "千米", "千瓦", "兆瓦", "立方米", "度", "米", "千瓦时"}
    ):
        return start + len(whole) + 1, part
    return start, number


def _bounds(text: str, copy: str, claim: Claim, size: str, word: str) -> Iterator[Claim]:
    """The bare numbers that share this claim's unit: 30至50家, 分别为12、9和7项."""
    at = claim.start
    worth = units.base(word)[1] * numbers.MAGNITUDES[size]
    match = _RANGE.search(copy, max(0, at - 16), at)
    if match:
        value, step = numbers.arabic(match[1])
        yield Claim(
            text[match.start(1) : match.end(1)],
            match.start(1),
            match.end(1),
            value * worth,
            claim.unit,
            "exact",
            step * worth,
            claim.measure,
        )
        return
    shared: list[Claim] = []
    place = at
    while len(shared) < 30 and (match := _LISTED.search(copy, max(0, place - 18), place)):
        value, step = numbers.arabic(match[1])
        place = match.start(1)
        shared.append(
            Claim(
                text[place : match.end(1)],
                place,
                match.end(1),
                value * worth,
                claim.unit,
                "exact",
                step * worth,
                claim.measure,
            )
        )
    if shared and re.search(
        r"分别(?:为|是|达到?|有|占|完成|实现|增长|下降)?(?:了|约)? ?$", copy[max(0, place - 8) : place]
    ):
        yield from shared
