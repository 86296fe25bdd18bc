"""Proportions written without a counting word: 1:28, 三分之一, 百分之十五, 七成, 翻一番.

Every reader takes the letter (`text`), its shadow (`copy`, the same offsets) and a mark for each character that stands between
quotation marks (`quoted`), and gives its claims in the order of the text.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from zhuanhua.engines.claims import numbers
from zhuanhua.engines.claims.claim import Claim
from zhuanhua.engines.claims.softening import AFTER, NUMERALS, either, made

_RATIO = re.compile(
    r"(?<![\d:.A-Za-z])(\d{1,9}(?:\.\d{1,6})?) ?[:比] ?(\d{1,9}(?:\.\d{1,6})?)(?![\d:%]|\.\d)"
)
_FRACTION = re.compile(
    rf"(?<![第{NUMERALS}])(?P<below>[{NUMERALS}]{{1,8}}|\d{{1,4}})分之(?P<above>[{NUMERALS}]{{1,8}}(?:点[{NUMERALS}]{{1,6}})?|\d{{1,6}}(?:\.\d{{1,4}})?)"
)
_TENTHS = re.compile(
    r"(?<![第零〇一二两三四五六七八九十百千万完建])([一二两三四五六七八九])成([一二三四五六七八九](?=[以的,。;左]))?(?![立果功长为效员本都套交分绩型品])"
)
_DOUBLE = re.compile(rf"翻了?([{NUMERALS}\d])番")
_TIME = re.compile(r"(?:上午|下午|晚上|时间:?|[日号]) ?$")


def ratios(text: str, copy: str, quoted: bytearray) -> Iterator[Claim]:
    """1:28 is 28 times; a time of day (9:30, 14:05), or a 比 that other words follow at once, is none."""
    for match in _RATIO.finditer(copy):
        first, _ = numbers.arabic(match[1])
        second, step = numbers.arabic(match[2])
        clock = _TIME.search(copy, max(0, match.start() - 6), match.start()) or (
            match[2].startswith("0") and len(match[2]) == 2
        )
        clock = clock or (6 <= first < 24 and match[2] in {"15", "30", "45"})
        if (
            first == 0
            or second == 0
            or clock
            or re.match(r" ?[-~至] ?\d{1,2}:\d", copy[match.end() : match.end() + 8])
        ):
            continue
        if "比" in match.group() and not re.match(r"[,。;)的 ]|$", copy[match.end() : match.end() + 1]):
            continue
        claim = made(text, copy, match.start(), match.end(), second / first, step / first, "倍")
        claim.measure, claim.role = ":", "ratio"
        yield claim


def fractions(text: str, copy: str, quoted: bytearray) -> Iterator[Claim]:
    """百分之十五 is 15 per cent; 三分之一 is a third, exact to a hundredth."""
    for match in _FRACTION.finditer(copy):
        below, above = either(match["below"]), either(match["above"])
        if below is None or above is None or below[0] == 0:
            continue
        end = match.end()
        tail = next((word for word in ("以上", "左右") if copy.startswith(word, end)), "")
        modifier = AFTER.get(tail, "exact")
        if match["below"] in {"百", "100", "千", "万"}:
            scale = 100 / below[0]
            yield made(
                text, copy, match.start(), end + len(tail), above[0] * scale, above[1] * scale, "%", modifier
            )
        else:
            claim = made(
                text,
                copy,
                match.start(),
                end + len(tail),
                above[0] / below[0],
                Fraction(1, 100),
                "倍",
                modifier,
            )
            claim.measure = "分之"
            yield claim


def tenths(text: str, copy: str, quoted: bytearray) -> Iterator[Claim]:
    """七成 is 70 per cent, 七成五 is 75; below two tenths nothing is read, for 一成 also stands in words (一成不变)."""
    for match in _TENTHS.finditer(copy):
        tens = numbers.DIGITS[match[1]] * 10 + (numbers.DIGITS[match[2]] if match[2] else 0)
        if quoted[match.start()] or tens < 20:
            continue
        tail = next((word for word in ("以上", "左右") if copy.startswith(word, match.end())), "")
        step = Fraction(1 if match[2] else 10)
        yield made(
            text,
            copy,
            match.start(),
            match.end() + len(tail),
            Fraction(tens),
            step,
            "%",
            AFTER.get(tail, "exact"),
        )


def doubles(text: str, copy: str, quoted: bytearray) -> Iterator[Claim]:
    """翻两番 is four times what it was."""
    for match in _DOUBLE.finditer(copy):
        times = either(match[1])
        if times is not None and 0 < times[0] < 10:
            claim = made(
                text, copy, match.start(), match.end(), Fraction(2) ** int(times[0]), Fraction(1), "倍"
            )
            claim.measure = "番"
            yield claim
