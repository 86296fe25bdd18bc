"""Does what is offered reach the figures that are asked for? Bounds with a unit, of the same thing on both sides; else silence."""

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import takewhile
from math import inf

LEAST = ("不少于", "不低于", "不小于", "大于等于", "至少", "大于", "高于", "超过", "≥", ">")
MOST = ("不超过", "不高于", "不大于", "不多于", "小于等于", "至多", "最多", "小于", "低于", "少于", "≤", "<")
LEAST_AFTER, MOST_AFTER = ("以上",), ("以下", "以内")
UNITS: dict[str, tuple[str, int]] = {  # what it measures, and how many of the smallest unit
    "km": ("metre", 10**9), "千米": ("metre", 10**9), "公里": ("metre", 10**9),
    "m": ("metre", 10**6), "米": ("metre", 10**6), "cm": ("metre", 10**4), "厘米": ("metre", 10**4),
    "mm": ("metre", 10**3), "毫米": ("metre", 10**3), "μm": ("metre", 1), "微米": ("metre", 1),
    "元": ("yuan", 1), "万元": ("yuan", 10**4), "亿元": ("yuan", 10**8),
    "°c": ("celsius", 1), "摄氏度": ("celsius", 1), "%": ("percent", 1),
    "kg": ("gram", 1000), "公斤": ("gram", 1000), "千克": ("gram", 1000), "克": ("gram", 1),
    "吨": ("gram", 10**6), "小时": ("second", 3600), "分钟": ("second", 60), "秒": ("second", 1),
    "mpa": ("pascal", 1), "kw": ("watt", 1), "db": ("decibel", 1),
}  # fmt: skip
MEASURE = frozenset(
    (*LEAST, *MOST, *LEAST_AFTER, *MOST_AFTER, *UNITS, "不", "不少", "不多", "不超", "等于", "于")
)
FILLERS = (
    "可以达到",
    "可达到",
    "能够",
    "达到",
    "可达",
    "要求",
    "应当",
    "控制在",
    "能",
    "为",
    "在",
    "约",
    "应",
    "需",
    "的",
    "可",
    ":",
    " ",
)
NUMBER = r"-?\d+(?:\.\d+)?"
FIGURE = re.compile(
    rf"(?P<subject>[\u4e00-\u9fff: ]*?)(?P<bound>{'|'.join(sorted((*LEAST, *MOST), key=len, reverse=True))})?\s*"
    rf"(?<![\d.a-z])(?P<low>{NUMBER})\s*(?:[-~～至到]\s*(?P<high>\d+(?:\.\d+)?)\s*)?"
    rf"(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})(?![a-z/²³\d每])(?P<after>{'|'.join((*LEAST_AFTER, *MOST_AFTER))})?"
)
NAMED = 8
SUBJECT = 2  # characters before the figure that must be the same on both sides
CHANGES = frozenset(
    ("提高", "提升", "增加", "增长", "降低", "下降", "减少", "缩短", "节约", "节省")
)  # say nothing without what changes


@dataclass(frozen=True, slots=True)
class Quantity:
    """From what to what, in the smallest unit, and how it is written."""

    low: Decimal | float
    high: Decimal | float
    written: str
    before: str = field(default="", compare=False)  # the words before it, at most NAMED

    @property
    def is_bound(self) -> bool:
        """Whether it demands anything: a plain figure does not."""
        return self.low != self.high


Found = dict[tuple[str, str], Quantity]


def read(text: str) -> Found:
    """Give the figures of a text by what they are of; of what has two different figures nothing is said."""
    found: Found = {}
    doubtful = set()
    for match in FIGURE.finditer(unicodedata.normalize("NFKC", text).casefold()):
        before = _bare(match["subject"])
        subject = _subject(before)
        quantity = _quantity(match, before[-NAMED:]) if subject else None
        if quantity is None:
            continue
        key = (subject, UNITS[match["unit"]][0])
        if found.setdefault(key, quantity) != quantity:
            doubtful.add(key)
    return {key: quantity for key, quantity in found.items() if key not in doubtful}


def compared(asked: Found, has: Found) -> list[tuple[str, Quantity, Quantity, bool]]:
    """Give what is demanded and told of the same thing, and whether it is reached; what can be read both ways is left out."""
    found = []
    for key, wished in asked.items():
        told = has.get(key)
        reached = _reached(wished, told) if told and wished.is_bound else None
        if told and reached is not None:
            found.append((_name(wished.before, told.before) or key[0], wished, told, reached))
    return found


def _name(wished: str, told: str) -> str:
    """The words before a figure that both sides end with: 检出率, of which the comparison took the last two characters."""
    pairs = zip(reversed(wished), reversed(told), strict=False)
    same = list(takewhile(lambda pair: pair[0] == pair[1], pairs))
    return wished[len(wished) - len(same) :].strip()


def _reached(wished: Quantity, told: Quantity) -> bool | None:
    if told.low >= wished.low and told.high <= wished.high:
        return True
    if wished.high == inf and told.low != -inf:  # what is promised at least is all that can be relied on
        return False
    if wished.low == -inf and told.high != inf:
        return False
    return False if told.low > wished.high or told.high < wished.low else None


def _quantity(match: re.Match[str], before: str) -> Quantity | None:
    factor = UNITS[match["unit"]][1]
    low = Decimal(match["low"]) * factor
    bound, after = match["bound"] or "", match["after"] or ""
    written = f"{bound}{match['low']}{'-' + match['high'] if match['high'] else ''}{match['unit']}{after}".replace("°c", "℃")  # fmt: skip
    if match["high"]:
        high = Decimal(match["high"]) * factor
        return Quantity(low, high, written, before) if not (bound or after) and low < high else None
    least, most = bound in LEAST or after in LEAST_AFTER, bound in MOST or after in MOST_AFTER
    if least and most:
        return None
    return Quantity(-inf if most else low, inf if least else low, written, before)


def _bare(before: str) -> str:
    """The words before a figure without those that only lead to it."""
    while filler := next((each for each in FILLERS if before.endswith(each)), ""):
        before = before.removesuffix(filler)
    return before


def _subject(before: str) -> str:
    """The last characters that name what is measured: 覆盖, 能耗降低."""
    length = SUBJECT * 2 if before[-SUBJECT:] in CHANGES else SUBJECT
    subject = before[-length:]
    return "" if len(subject) < length or ":" in subject or " " in subject else subject
