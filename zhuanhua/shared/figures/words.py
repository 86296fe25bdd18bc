"""How is a figure written? 252.04亿元 beside the exact yuan; half up, from whole numbers and fractions, never through a float."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from zhuanhua.core import money

YI, WAN = money.FEN_PER["yi"], money.FEN_PER["wan"]
MINUS = "−"
ENGLISH = {
    "yi": (10**11, 3),
    "wan": (10**8, 2),
}  # billion and million take the places of 亿 and 万, with fen and decimals
ONE = {  # the counters of the catalogue behind a single thing
    "项": pgettext_lazy("one", "项"),
    "件": pgettext_lazy("one", "件"),
    "个": pgettext_lazy("one", "个"),
    "人": pgettext_lazy("one", "人"),
    "家": pgettext_lazy("one", "家"),
    "张": pgettext_lazy("one", "张"),
    "种": pgettext_lazy("one", "种"),
}


def scale_of(largest: int) -> str:
    """Choose one unit for a whole column of amounts: yi from one 亿元 upwards, wan from one 万元, else yuan."""
    return "yi" if abs(largest) >= YI else "wan" if abs(largest) >= WAN else "yuan"


def scale_here(largest: int) -> str:
    """Choose the unit of a column for the reader's language, as `amount_text` chooses it for one amount."""
    if not in_english():
        return scale_of(largest)
    return next((scale for scale, (size, _digits) in ENGLISH.items() if abs(largest) >= size), "yuan")


def size_of(scale: str) -> int:
    """Give how many fen one unit of a column holds in the reader's language."""
    return ENGLISH[scale][0] if in_english() and scale in ENGLISH else money.FEN_PER[scale]


def scaled(fen: int, scale: str) -> str:
    """Write fen in the unit of its column, without the unit's name; two decimals, and three where English writes billions."""
    if in_english() and scale in ENGLISH:
        size, digits = ENGLISH[scale]
        return f"{places(Fraction(fen, size), digits):,.{digits}f}".replace("-", MINUS)
    return {"yi": money.yi_text, "wan": money.wan_text, "yuan": money.yuan_text}[scale](fen)


def scale_name(scale: str) -> str:
    """Name the unit of a column."""
    return {"yi": pgettext("column", "亿元"), "wan": pgettext("column", "万元"), "yuan": _("元")}[scale]


def in_english() -> bool:
    """Say whether the reader reads English."""
    return (get_language() or "").startswith("en")


def amount_text(fen: int) -> str:
    """Write an amount in the unit that fits its size: 252.04亿元."""
    if in_english():
        return _english(fen)
    scale = scale_of(fen)
    return f"{scaled(fen, scale)}{scale_name(scale)}"


def exact_text(fen: int) -> str:
    """Write an amount to the fen: 25,204,000,000.00元."""
    return _("%(yuan)s元") % {"yuan": money.yuan_text(fen)}


def count_text(number: int, counter: Any) -> str:
    """Write a number of things with its counter: 8,078项."""
    written = f"{number:,}".replace("-", MINUS)
    return _("%(number)s%(counter)s") % {"number": written, "counter": counter_of(number, counter)}


def counter_of(number: int, counter: Any) -> str:
    """Give the counter as it stands behind that number: English says one item and two items."""
    if abs(number) != 1 or not in_english():
        return str(counter)
    with override(settings.LANGUAGE_CODE):
        original = str(counter)
    return str(ONE.get(original, counter))


def places(value: Fraction, digits: int = 2) -> Decimal:
    """Round a fraction half away from zero."""
    step = 10**digits
    units = (abs(value.numerator) * step * 2 + value.denominator) // (2 * value.denominator)
    return Decimal(-units if value < 0 else units).scaleb(-digits)


def percent_text(share: Fraction, *, signed: bool = False) -> str:
    """Write a share as a percentage with two decimals: 15.85%; `signed` puts + before growth."""
    value = places(share * 100)
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{abs(value):,.2f}%"


def ratio_text(value: Fraction) -> str:
    """Write a quotient as 1:28.40."""
    return f"1:{places(value):,.2f}"


def _english(fen: int) -> str:
    """Write an amount as English pages do: ¥25.204 billion keeps the digits that 252.04亿元 shows."""
    for (size, digits), name in zip(ENGLISH.values(), ("billion", "million"), strict=True):
        if abs(fen) >= size:
            return f"{MINUS if fen < 0 else ''}¥{abs(places(Fraction(fen, size), digits)):,.{digits}f} {name}"
    return f"{MINUS if fen < 0 else ''}¥{money.yuan_text(abs(fen))}"
