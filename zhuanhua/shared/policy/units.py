"""In which units may a policy value be given, how is each read exactly, and how is it written? Knows no Django."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhuanhua.core import money

WHOLE_BP = money.WHOLE_BP


class UnitFault(ValueError):
    """A value that does not fit its unit: what is wrong, and what to write instead."""

    def __init__(self, message: str, way_out: str) -> None:
        super().__init__(f"{message}{way_out}")
        self.message, self.way_out = message, way_out


@dataclass(frozen=True)
class Unit:
    """How one unit is read from YAML and written for people; `suffix` is how names of such values end."""

    suffix: str
    read: Callable[[Any], Any]
    write: Callable[[Any], str]


def _whole(least: int = 0, most: int = money.MAX_FEN) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if type(value) is not int:
            raise UnitFault(f"“{value}”不是整数。", "请写整数，不加引号和小数点。")
        if not least <= value <= most:
            raise UnitFault(f"{value}不在{least}到{most}之间。", "请核对数值和单位。")
        return value

    return read


def _amount(unit: str) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if type(value) is int:
            value = str(value)
        if not isinstance(value, str):
            raise UnitFault(f"“{value}”带小数点而没有引号，会丢失精度。", f'请写成"{value}"。')
        try:
            return money.parse_fen(value, unit)
        except money.AmountError as fault:
            raise UnitFault(str(fault), "") from fault

    return read


def _ratio(value: Any) -> int:
    """Read a share between 0 and 1 as basis points; finer than a basis point is refused."""
    if isinstance(value, float):
        raise UnitFault(f"“{value}”带小数点而没有引号，会丢失精度。", f'请写成"{value}"。')
    whole, _, fraction = str(value).partition(".")
    places = len(str(WHOLE_BP)) - 1
    if (
        not whole.isascii()
        or not whole.isdigit()
        or (fraction and not (fraction.isascii() and fraction.isdigit()))
    ):
        raise UnitFault(
            f"“{value}”不是比例。", '请写0到1之间的数，加引号，例如"0.05"；或改用单位bp写整数500。'
        )
    if len(fraction.rstrip("0")) > places:
        raise UnitFault(f"“{value}”细于万分之一。", "比例最多四位小数。")
    bp = int(whole) * WHOLE_BP + int(fraction[:places].ljust(places, "0") or 0)
    if bp > WHOLE_BP:
        raise UnitFault(f"“{value}”大于1。", '比例在0到1之间：5%写成"0.05"。')
    return bp


def _day(value: Any) -> date:
    if type(value) is not date:
        raise UnitFault(f"“{value}”不是日期。", "请写成2026-03-01，不加引号。")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise UnitFault(f"“{value}”不是true或false。", "请写true或false。")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise UnitFault(f"“{value}”不是文字。", "请加引号。")
    return value


def _list(value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(item, str | int) for item in value):
        raise UnitFault(f"“{value}”不是文字或整数的列表。", "请写成[甲, 乙]。")
    return tuple(value)


def percent_text(bp: int) -> str:
    """Write basis points as a percentage without idle zeros: 5%, 0.25%."""
    whole, rest = divmod(abs(bp), 100)
    tail = f".{rest:02d}".rstrip("0") if rest else ""
    return f"{'−' if bp < 0 else ''}{whole}{tail}%"


def fen_text(fen: int) -> str:
    """Write an amount in the largest unit in which it is whole, with the exact yuan when that is not yuan."""
    for unit in ("yi", "wan"):
        if fen and fen % money.FEN_PER[unit] == 0:
            return f"{fen // money.FEN_PER[unit]:,}{money.UNIT_NAMES[unit]}（{money.yuan_text(fen)}元）"
    return f"{money.yuan_text(fen)}元"


def _after(words: str) -> Callable[[Any], str]:
    return lambda value: f"{value:,}{words}"


UNITS: dict[str, Unit] = {
    "fen": Unit("_fen", _whole(), fen_text),
    "yuan": Unit("_fen", _amount("yuan"), fen_text),
    "wan": Unit("_fen", _amount("wan"), fen_text),
    "yi": Unit("_fen", _amount("yi"), fen_text),
    "bp": Unit("_bp", _whole(most=WHOLE_BP), percent_text),
    "ratio": Unit("_bp", _ratio, percent_text),
    "days": Unit("_days", _whole(most=36_600), _after("天")),
    "working_days": Unit("_days", _whole(most=2_500), _after("个工作日")),
    "months": Unit("_months", _whole(most=1_200), _after("个月")),
    "years": Unit("_years", _whole(most=100), _after("年")),
    "count": Unit("", _whole(), _after("")),
    "date": Unit("", _day, lambda value: f"{value.year}年{value.month}月{value.day}日"),
    "flag": Unit("", _flag, lambda value: "是" if value else "否"),
    "text": Unit("", _text, str),
    "list": Unit("", _list, lambda value: "、".join(str(item) for item in value)),
}
