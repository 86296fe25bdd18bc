"""The words that soften a number (近, 超过, 余, 左右), and the making of one claim with them."""

import re
from fractions import Fraction

from zhuanhua.engines.claims import numbers, units
from zhuanhua.engines.claims.claim import Claim

BEFORE = {
    "over": (
        "不少于",
        "不低于",
        "超过",
        "超出",
        "突破",
        "高于",
        "多于",
        "大于",
        "至少",
        "最少",
        "逾",
        "超",
        "≥",
        ">",
    ),
    "near": (
        "不超过",
        "将近",
        "接近",
        "大约",
        "约为",
        "不足",
        "不到",
        "至多",
        "最多",
        "少于",
        "低于",
        "小于",
        "近",
        "约",
        "≤",
        "<",
    ),
}
AFTER = {
    "以上": "over",
    "之多": "over",
    "开外": "over",
    "左右": "near",
    "上下": "near",
    "以内": "near",
    "以下": "near",
    "多": "more",
    "余": "more",
}
_MODIFIERS = {word: name for name, words in BEFORE.items() for word in words}
WORDS = "|".join(sorted(_MODIFIERS, key=len, reverse=True))
_NEVER = {
    "近": "最附邻靠临亲贴",
    "超": "赶反高",
    "约": "节预签履合条制违",
    "不足": "",
    "低于": "不",
    "少于": "不",
}
NUMERALS = "零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"


def made(
    text: str,
    copy: str,
    start: int,
    end: int,
    value: Fraction,
    step: Fraction,
    word: str,
    modifier: str = "exact",
) -> Claim:
    """Make a claim of what stands at start:end, in base units; `value` and `step` are in the unit of its `word` (项, 万元, %, 倍).

    A word before it that softens it (约, 超过) is taken into the claim.
    """
    unit, worth, measure = units.base(word)
    if modifier == "exact":
        start, modifier = modifier_before(copy, start)
    return Claim(text[start:end], start, end, value * worth, unit, modifier, step * worth, measure)


def modifier_before(copy: str, start: int) -> tuple[int, str]:
    """Where the claim begins with the word that softens it, and what that word says."""
    before = copy[max(0, start - 4) : start].rstrip(" ")
    stripped = start - (len(copy[max(0, start - 4) : start]) - len(before))
    match = re.search(rf"(?:{WORDS})$", before)
    if match is None:
        return start, "exact"
    word = match.group()
    place = stripped - len(word)
    if place > 0 and copy[place - 1] in _NEVER.get(word, ""):
        return start, "exact"
    return place, _MODIFIERS[word]


def either(text: str) -> tuple[Fraction, Fraction] | None:
    return numbers.arabic(text) if text[0].isdigit() and text[0].isascii() else numbers.chinese(text)
