"""How does one cell become a value? By the kind of its column; what is not plain is refused with the way out, never guessed."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from os.path import commonprefix
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.core import money
from zhuanhua.core.text import clean_block, clean_line, match_key
from zhuanhua.core.wording import every_wording
from zhuanhua.shared.exchange.reading import CellFault
from zhuanhua.shared.exchange.sheets import Column
from zhuanhua.shared.people.uscc import clean_uscc, explain_uscc

_UNIT = re.compile(
    r"[（(\[【/]?\s*(?:单位[:：])?\s*(亿元|万元|元|¥?100 million(?: yuan)?|¥?10,000(?: yuan)?|yuan)\s*[）)\]】]?\s*$"
)
_UNITS = {"元": "yuan", "万元": "wan", "亿元": "yi", "yuan": "yuan", "10,000": "wan", "100 million": "yi"}
_DAYS = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: 00:00(?::00)?)?"),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})"),
    re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_OWN_UNIT = re.compile(r"(.*\d)\s*(亿元?|万元?|元)")
_YEAR = re.compile(r"(?:19|20)\d{2}\s*(?:年度|年)?")
_SHORTENED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,3}")
_YES = {"是", "y", "yes", "true", "1", "有"}
_NO = {"否", "n", "no", "false", "0", "无", ""}
DAYS_FROM, DAYS_TO = 1900, 2100
PLACE = re.compile(r".{2,}[区县市]")  # a place is often written without its last character
PRECISION = Decimal("0.000001")
LOST_DIGITS = 10**15
LABELS_SHOWN = 6


class Bad(ValueError):
    """A cell that cannot be taken as it stands."""

    def __init__(self, message: str, way_out: str = "", suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message, self.way_out, self.suggestion = message, way_out, suggestion


def unit_in_title(title: str) -> str | None:
    """Give the unit that a column's title names at its end: yuan, wan, yi, or None."""
    found = _UNIT.search(unicodedata.normalize("NFKC", title))
    return _UNITS[found[1].removeprefix("¥").removesuffix(" yuan")] if found else None


def suggest_mapping(titles: Sequence[str], columns: Sequence[Column]) -> dict[int, str]:
    """Guess which title is which column: the same words, an alias, or the same but for width, blanks, unit and year. Each column once.

    Files are written in Chinese or by the empty form of an English page, whatever language the reader's page is in.
    """
    names: dict[str, str] = {}
    for column in columns:
        for name in (*every_wording(column.title), column.key, *column.aliases):
            names.setdefault(match_key(name), column.key)
    found: dict[int, str] = {}
    for place, title in enumerate(titles):
        bare = _UNIT.sub("", unicodedata.normalize("NFKC", title)) or title
        ageless = _YEAR.sub("", bare)
        key = names.get(match_key(title)) or names.get(match_key(bare)) or names.get(match_key(ageless))
        if key and key not in found.values():
            found[place] = key
    return found


def convert(cell: Any, column: Column, *, unit: str | None) -> Any:
    """Give the value of a cell; raises Bad with the reason, the way out, and a suggestion where there is one."""
    if isinstance(cell, CellFault):
        if cell.is_merged:
            raise Bad(
                _("这一格与上面的格合并，不知道是不是同一个值。"), _("请取消合并，每一格都填上自己的值。")
            )
        raise Bad(_("单元格里是Excel的错误值。"), _("请改好公式，或直接填值。"))
    value = _KINDS[column.kind](cell, column, unit)
    if column.required and value in (None, ""):
        raise Bad(_("没有填。"), _("请填写这一格。"))
    return value


def _text(cell: Any, column: Column, _unit: str | None) -> str:
    text = clean_block(str(cell)) if column.max_length and column.max_length > 500 else clean_line(str(cell))  # noqa: PLR2004 - a long text keeps its lines
    if column.max_length and len(text) > column.max_length:
        raise Bad(
            ngettext("有%(length)d字，最多%(most)d字。", "有%(length)d字，最多%(most)d字。", len(text))
            % {"length": len(text), "most": column.max_length},
            _("请删短。"),
        )
    return text


def _money(cell: Any, column: Column, unit: str | None) -> int:
    if unit is None:
        raise Bad(_("不知道金额的单位。"), _("请选择元、万元或亿元。"))
    if isinstance(cell, bool | date):
        raise Bad(_("不是金额。"), _("请只填数字。"))
    if isinstance(cell, int):
        return _possible(cell * money.FEN_PER[unit])
    if isinstance(cell, Decimal):
        return _exact(cell, unit)
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    own = _OWN_UNIT.fullmatch(text) if column.takes_own_unit else None
    if own:  # an amount that says its own unit: 300万元 in a column of 元
        text, unit = own[1], _UNITS[own[2].removesuffix("元") + "元"]
    try:
        return _positive(money.parse_fen(text, unit))
    except money.AmountError as fault:
        raise Bad(str(fault)) from fault


def _exact(number: Decimal, unit: str) -> int:
    """Turn a spreadsheet's number into fen; the last bits of a double are not digits that somebody typed."""
    if not number.is_finite():
        raise Bad(_("不是金额。"), _("请只填数字。"))
    fen = number * money.FEN_PER[unit]
    whole = fen.to_integral_value()
    if abs(fen - whole) > PRECISION:
        raise Bad(_("细于1分。"), _("请改成到分为止的金额。"))
    return _possible(int(whole))


def _possible(fen: int) -> int:
    if abs(fen) > money.MAX_FEN:
        raise Bad(_("金额超过90万亿元。"), _("请核对单位。"))
    return _positive(fen)


def _positive(fen: int) -> int:
    if fen < 0:
        raise Bad(_("金额不能是负数。"), _("请核对这一格。"))
    return fen


def _day(cell: Any, _column: Column, _unit: str | None) -> date:
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool | Decimal):
        raise Bad(_("不是日期。"), _("请按2019-04-02的样子填。"))
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    for shape in _DAYS:
        found = shape.fullmatch(text)
        if not found:
            continue
        year, month, day = (int(part) for part in found.groups())
        if not DAYS_FROM <= year <= DAYS_TO:
            break
        try:
            return date(year, month, day)
        except ValueError as fault:
            raise Bad(_("没有这一天。"), _("请按合同原件改。")) from fault
    raise Bad(_("不是日期。"), _("请按2019-04-02的样子填；或把这一列设成日期格式。"))


_KNOWN: dict[int, tuple[Column, dict[str, str], tuple[str, ...]]] = {}


def _labels(column: Column) -> tuple[dict[str, str], tuple[str, ...]]:
    """Give what may stand for each choice, by comparison key, and the labels to name: Chinese, as most files are written."""
    kept = _KNOWN.get(id(column))
    if kept is None or kept[0] is not column:
        known: dict[str, str] = {}
        labels = [(value, every_wording(label)) for value, label in column.choices or ()]
        for value, wordings in labels:
            shorter = [words[:-1] for words in wordings if PLACE.fullmatch(words)]
            for name in (*wordings, *shorter, value):
                known.setdefault(match_key(name), value)
        kept = _KNOWN[id(column)] = (column, known, tuple(wordings[0] for _value, wordings in labels))
    return kept[1], kept[2]


def _choice(cell: Any, column: Column, _unit: str | None) -> str:
    known, labels = _labels(column)
    text = str(cell).strip()
    value = (
        known.get(text)
        or known.get(match_key(text))
        or known.get(match_key(re.sub(r"^\[?\d+\]?\s*", "", text)) or "\x00")
    )
    if value is None and text.isdecimal():
        value = known.get(text.zfill(2))
    if value is not None:
        return value
    near = _nearest(text, labels)
    if near:
        raise Bad(
            _("不在可选的%(count)d项之内。") % {"count": len(labels)},
            _("是“%(near)s”吗？") % {"near": near},
            near,
        )
    shown = _("、").join(f"“{label}”" for label in labels[:LABELS_SHOWN])
    way_out = _("请填%(labels)s之一。") if len(labels) <= LABELS_SHOWN else _("请填%(labels)s等。")
    raise Bad(_("不在可选的%(count)d项之内。") % {"count": len(labels)}, way_out % {"labels": shown})


def _nearest(text: str, labels: Sequence[str]) -> str | None:
    """Give the label that is spelt nearly so; what all labels begin with (技术) makes none of them nearer."""
    prefix = commonprefix(labels) if len(labels) > 1 else ""  # noqa: RUF071 - characters are meant
    rests = {label.removeprefix(prefix): label for label in labels}
    near = get_close_matches(text.removeprefix(prefix), list(rests), n=1, cutoff=0.4)
    return rests[near[0]] if near else None


def _credit_code(cell: Any, _column: Column, _unit: str | None) -> str:
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        raise Bad(
            _("代码被Excel存成了数字，后几位可能已经丢失。"), _("请把这一列设成文本格式，重新粘贴18位代码。")
        )
    if _SHORTENED.fullmatch(unicodedata.normalize("NFKC", str(cell)).strip()):
        raise Bad(
            _("代码被Excel缩写成了科学记数，后几位已经丢失。"),
            _("请把这一列设成文本格式，重新粘贴18位代码。"),
        )
    code = _right_code(str(cell))
    if code is None:
        raise Bad(explain_uscc(str(cell)) or _("统一社会信用代码不对。"))
    return code


@lru_cache(maxsize=50_000)
def _right_code(text: str) -> str | None:
    """Remember right codes: in a file of contracts the same firms stand again and again."""
    return clean_uscc(text)


def _yes(cell: Any, _column: Column, _unit: str | None) -> bool:
    if isinstance(cell, bool):
        return cell
    text = unicodedata.normalize("NFKC", str(cell)).strip().casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise Bad(_("看不出是或者否。"), _("请填“是”或“否”。"))


def _whole(cell: Any, _column: Column, _unit: str | None) -> int:
    text = unicodedata.normalize("NFKC", str(cell)).replace(",", "").strip()
    if not re.fullmatch(r"\d{1,12}", text):
        raise Bad(_("不是整数。"), _("请只填数字。"))
    return int(text)


def _code(cell: Any, column: Column, unit: str | None) -> str:
    is_shortened = isinstance(cell, str) and _SHORTENED.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    if is_shortened or isinstance(cell, Decimal) or (isinstance(cell, int) and cell >= LOST_DIGITS):
        raise Bad(
            _("编号被Excel存成了数字，后几位可能已经丢失。"), _("请把这一列设成文本格式，重新粘贴编号。")
        )
    return unicodedata.normalize("NFKC", _text(cell, column, unit)).replace(" ", "")


_KINDS: dict[str, Callable[[Any, Column, str | None], Any]] = {
    "text": _text,
    "money": _money,
    "date": _day,
    "choice": _choice,
    "uscc": _credit_code,
    "bool": _yes,
    "int": _whole,
    "code": _code,
}
