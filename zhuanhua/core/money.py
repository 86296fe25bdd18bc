"""How is an amount kept, shared, written and read? In whole fen, exactly; this module knows no Django.

`//` and `%` compile to floating point on several SQL engines, so a rate is applied to quotient and remainder apart:
every product stays far below 2^53 and the answer is the same on SQLite, DuckDB, PostgreSQL and Spark.
"""

import re
import unicodedata
from typing import Any

MAX_FEN = 9_000_000_000_000_000  # 90 trillion yuan: amount // 10000 * 10000 bp stays exact in a double
WHOLE_BP = 10_000
FEN_PER = {"fen": 1, "yuan": 100, "wan": 1_000_000, "yi": 10_000_000_000}
UNIT_NAMES = {"yuan": "元", "wan": "万元", "yi": "亿元"}

_AMOUNT = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?", re.ASCII)
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


class AmountError(ValueError):
    """An amount that cannot be read: `code` names the fault, the text names the way out."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def share(amount: Any, bp: Any) -> Any:
    """Take `bp` basis points of `amount` fen, cut to the fen; for ints and for Ibis columns alike."""
    quotient = amount // WHOLE_BP
    remainder = amount - WHOLE_BP * quotient
    return quotient * bp + (remainder * bp) // WHOLE_BP


def share_half_up(amount: Any, bp: Any) -> Any:
    """Take `bp` basis points of `amount` fen, half a fen rounded up; for ints and for Ibis columns alike."""
    quotient = amount // WHOLE_BP
    remainder = amount - WHOLE_BP * quotient
    return quotient * bp + (remainder * bp + WHOLE_BP // 2) // WHOLE_BP


def split_fen(total: int, weights: list[int]) -> list[int]:
    """Split `total` fen by whole weights so that the parts add up again; left-over fen go to the largest remainders.

    Raises ValueError when no weight is positive or one is negative.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        message = "weights must be zero or more, and not all zero"
        raise ValueError(message)
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-remainders[place], place))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def parse_fen(text: str, unit: str = "yuan") -> int:
    """Read a typed amount in `unit` (yuan, wan, yi) as whole fen.

    Full-width digits are read; a thousands comma must stand in its place; what is finer than a fen, signed zero,
    exponents and words are refused with AmountError (codes: empty, not_a_number, too_fine, too_large).
    """
    cleaned = unicodedata.normalize("NFKC", text).strip().removeprefix("¥").replace("−", "-").strip()
    if not cleaned:
        code, message = "empty", "没有填金额。"
        raise AmountError(code, message)
    found = _AMOUNT.fullmatch(cleaned)
    if not found or (found[1] and set(cleaned) <= set("-0.,")):
        code = "not_a_number"
        message = f"“{text.strip()[:40]}”不是数字。请只填数字，例如386.00，单位{UNIT_NAMES[unit]}。"
        raise AmountError(code, message)
    decimals = len(str(FEN_PER[unit])) - 1
    fraction = (found[3] or "").rstrip("0")
    if len(fraction) > decimals:
        code, message = (
            "too_fine",
            f"“{text.strip()[:40]}”细于1分。按{UNIT_NAMES[unit]}填时最多{decimals}位小数。",
        )
        raise AmountError(code, message)
    whole = found[2].replace(",", "").lstrip("0")
    is_long = len(whole) > len(str(MAX_FEN))  # int() itself refuses thousands of digits
    fen = (
        MAX_FEN + 1 if is_long else int(whole or 0) * FEN_PER[unit] + int(fraction.ljust(decimals, "0") or 0)
    )
    if fen > MAX_FEN:
        code, message = "too_large", "金额超过90万亿元，请核对单位。"
        raise AmountError(code, message)
    return -fen if found[1] else fen


def yuan_text(fen: int) -> str:
    """Write fen as yuan: 3,860,000.00; minus is −."""
    sign = "−" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def wan_text(fen: int, *, places: int = 2) -> str:
    """Write fen as 万元, half up at `places` decimals: 386.00."""
    return _scaled(fen, FEN_PER["wan"], places)


def yi_text(fen: int, *, places: int = 2) -> str:
    """Write fen as 亿元, half up at `places` decimals: 252.04."""
    return _scaled(fen, FEN_PER["yi"], places)


def in_words(fen: int) -> str:
    """Write fen in the capital numerals of cheques: 人民币叁佰捌拾陆万元整."""
    sign = "负" if fen < 0 else ""
    yuan, cents = divmod(abs(fen), 100)
    jiao, last = divmod(cents, 10)
    words = f"{_capital(yuan)}元" if yuan or not cents else ""
    if not cents:
        return f"人民币{sign}{words}整"
    words += f"{_DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    words += f"{_DIGITS[last]}分" if last else "整"
    return f"人民币{sign}{words}"


def _scaled(fen: int, unit: int, places: int) -> str:
    step = 10**places
    units = (abs(fen) * step * 2 + unit) // (2 * unit)
    sign = "−" if fen < 0 and units else ""
    tail = f".{units % step:0{places}d}" if places else ""
    return f"{sign}{units // step:,}{tail}"


def _capital(number: int) -> str:
    """Write a whole number in capital numerals, with one 零 for each gap."""
    if not number:
        return "零"
    words, gap = "", False
    for group in range((len(str(number)) - 1) // 4, -1, -1):
        four = number // 10_000**group % 10_000
        if not four:
            gap = True
            continue
        if words and (gap or four < 1_000):
            words += "零"
        words += _four(four) + _GROUPS[group]
        gap = False
    return words


def _four(number: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return words
