"""Numbers as Chinese letters write them: full-width digits, separators, 万 and 亿, Chinese numerals; always exact."""

from fractions import Fraction

DIGITS = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000, "萬": 10_000, "億": 100_000_000}
MAGNITUDES = {
    "": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # ！ to ～, each beside its ASCII sign
_LOOKALIKES = {"∶": ":", "︰": ":", "—": "-", "–": "-", "−": "-", "〜": "~", "﹪": "%", "､": "、", "｡": "。"}
_SPACES = ("\t", "\u00a0", "\u2002", "\u2003", "\u2009", "\u202f", "\u3000")
_SHADOW = _FULL_WIDTH | str.maketrans(_LOOKALIKES | dict.fromkeys(_SPACES, " "))


def shadow(text: str) -> str:
    """The text with half-width signs, character for character, so that every offset stays true."""
    return text.translate(_SHADOW)


def arabic(text: str) -> tuple[Fraction, Fraction]:
    """Value and worth of the last digit: 1,234.50 is (1234.5, 1/100). `text` is ASCII digits with commas, spaces, a point, a leading minus."""
    body = text.replace(",", "").replace(" ", "")
    whole, _, part = body.partition(".")
    sign = -1 if whole.startswith("-") else 1
    digits = whole.lstrip("-") + part
    scale = 10 ** len(part)
    return Fraction(sign * int(digits), scale), Fraction(1, scale)


def chinese(text: str) -> tuple[Fraction, Fraction] | None:
    """Value and worth of the last digit of 三百二十五, 二〇一八, 三点五亿 (10,000,000), 百亿; None where the signs make no number."""
    if "点" in text:
        return _chinese_decimal(text)
    if all(sign in DIGITS for sign in text):
        return Fraction(int("".join(str(DIGITS[sign]) for sign in text))), Fraction(1)
    total = section = digit = 0
    seen = False
    for sign in text:
        if sign in DIGITS:
            digit, seen = DIGITS[sign], True
        elif sign in SMALL:
            section += (digit if seen else 1) * SMALL[sign]
            digit, seen = 0, False
        elif sign in LARGE:
            worth = section + digit
            base = LARGE[sign]
            if base > total:
                total = (total + worth if total or worth else 1) * base
            else:
                total += (worth or 1) * base
            section, digit, seen = 0, 0, False
        else:
            return None
    return Fraction(total + section + digit), Fraction(1)


def _chinese_decimal(text: str) -> tuple[Fraction, Fraction] | None:
    whole, _, rest = text.partition("点")
    part = ""
    while rest and rest[0] in DIGITS:
        part, rest = part + str(DIGITS[rest[0]]), rest[1:]
    head = chinese(whole) if whole else None
    if head is None or not part or rest not in MAGNITUDES:
        return None
    scale = Fraction(MAGNITUDES[rest], 10 ** len(part))
    return (head[0] * 10 ** len(part) + int(part)) * scale, scale
