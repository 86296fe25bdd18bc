"""What does a table of published statistics say, and what is wrong with it? Read, cleaned and named row by row; nothing is stored here.

The table has the columns province, year, chn_block4 (what is measured), value, units, variables, as the open edition of the
China Statistical Yearbook on Science and Technology has them; the same in Chinese is read too.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.errors import Refusal
from zhuanhua.core.money import MAX_FEN

NATION = "全国"
PLACES = (
    NATION, "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南",
    "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆",
)  # fmt: skip
SUFFIX = re.compile(r"(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$")
WRITTEN = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?")
COLUMNS = {
    "province": ("province", "地区"),
    "year": ("year", "年份"),
    "name": ("chn_block4", "指标"),
    "value": ("value", "数值"),
    "unit": ("units", "单位"),
    "variable": ("variables", "变量"),
}
FEN = {"元": 100, "千元": 100_000, "万元": 1_000_000, "百万元": 100_000_000, "亿元": 10_000_000_000}
COUNTS = ("项", "件", "个", "篇", "家", "人", "人年", "种")
EMPTY = {"", "NA", "NaN", "nan", "-", "—", "…"}
FIRST, LAST = 1949, 2100


class SeriesUnit(TextChoices):
    """What a stored number is: whole fen, or a whole count."""

    YUAN = "yuan", _("元")
    COUNT = "count", _("个数")


class FaultKind(TextChoices):
    """What can be wrong, and what is done about it."""

    SPACED_PLACE = "spaced_place", _("地区名里有空格或后缀，已改正")
    UNKNOWN_PLACE = "unknown_place", _("没有这个地区，这一行未采用")
    EMPTY = "empty", _("没有数值，不当作零")
    NOT_NUMBER = "not_number", _("不是数，这一行未采用")
    NEGATIVE = "negative", _("小于零，这一行未采用")
    TOO_LARGE = "too_large", _("数值过大，这一行未采用")
    BAD_YEAR = "bad_year", _("年份不对，这一行未采用")
    OTHER_UNIT = "other_unit", _("单位与同一指标的其他年份不同，这一行未采用")
    UNKNOWN_UNIT = "unknown_unit", _("不会换算的单位，这一行未采用")
    TOO_FINE = "too_fine", _("细于分或不是整数，已四舍五入")
    REPEATED = "repeated", _("同一个数写了两遍，只采用一次")
    CONTRADICTION = "contradiction", _("同一地区同一年有两个不同的数，都未采用")
    YEARS_MISSING = "years_missing", _("中间缺的年份")
    PLACES_MISSING = "places_missing", _("缺的地区，不能与全国合计核对")
    TOTAL_DIFFERS = "total_differs", _("各地区之和与全国不等，两者都照原样保留")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: its kind, where, what stands there, what was made of it."""

    kind: FaultKind
    row: int | None = None
    variable: str = ""
    place: str = ""
    year: int | None = None
    found: str = ""
    made: str = ""


class Number(NamedTuple):
    """One number that is taken: fen for amounts, else a whole count."""

    row: int
    variable: str
    name: str
    place: str
    year: int
    unit: SeriesUnit
    written_unit: str
    amount: int


@dataclass
class Reading:
    """What a file gave."""

    rows: int = 0
    numbers: list[Number] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def counts(self) -> Mapping[str, int]:
        """How often each kind of fault occurs, the most frequent first."""
        return dict(Counter(fault.kind.value for fault in self.faults).most_common())


class Row(NamedTuple):
    """One row as it stands in the file."""

    row: int
    province: str
    year: str
    name: str
    value: str
    unit: str
    variable: str


def read(rows: Iterable[tuple[int, Sequence[str]]]) -> Reading:
    """Read numbered rows, titles first; a table without the columns is refused."""
    reading, table = Reading(), list(_table(rows))
    reading.rows = len(table)
    usual = _usual_units(table)
    taken: dict[tuple[str, str, int], list[Number]] = defaultdict(list)
    for row in table:
        number = _number(row, usual, reading.faults)
        if number is not None:
            taken[number.variable, number.place, number.year].append(number)
    reading.numbers = list(_single(taken, reading.faults))
    reading.faults += [*_gaps(reading.numbers), *_sums(reading.numbers)]
    return reading


def _table(rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Row]:
    lines = iter(rows)
    titles = [title.strip() for title in next(lines, (0, []))[1]]
    places = {}
    for column, names in COLUMNS.items():
        place = next((titles.index(name) for name in names if name in titles), None)
        if place is None:
            raise Refusal(
                _("表里没有“%(column)s”一列。") % {"column": names[0]},
                field="file",
                way_out=_("应有的列：%(columns)s。")
                % {"columns": "、".join(each[0] for each in COLUMNS.values())},
                code="not_a_series",
            )
        places[column] = place
    for number, cells in lines:
        if any(cell.strip() for cell in cells):
            padded = [*cells, *[""] * len(titles)]
            yield Row(number, **{column: padded[place] for column, place in places.items()})


def _usual_units(table: Iterable[Row]) -> dict[str, str]:
    """Give the unit in which most rows of a variable are written."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for row in table:
        seen[row.variable.strip()][row.unit.strip()] += 1
    return {variable: units.most_common(1)[0][0] for variable, units in seen.items()}


def _number(row: Row, usual: Mapping[str, str], faults: list[Fault]) -> Number | None:
    """Read one row; every fault on the way is noted, and the row is left out unless it could be mended."""
    variable, unit, text = row.variable.strip()[:60], row.unit.strip(), row.value.strip().replace(",", "")
    place = SUFFIX.sub("", re.sub(r"\s+", "", row.province))
    year = _year(row.year)
    where = {"row": row.row, "variable": variable, "place": place[:40], "year": year}

    def refuse(kind: FaultKind, found: str) -> None:
        faults.append(Fault(kind, **where, found=found.strip()[:200]))

    if place not in PLACES:
        return refuse(FaultKind.UNKNOWN_PLACE, row.province)
    if place != row.province:
        faults.append(Fault(FaultKind.SPACED_PLACE, **where, found=row.province[:200], made=place))
    if year is None:
        return refuse(FaultKind.BAD_YEAR, row.year)
    if text in EMPTY:
        return refuse(FaultKind.EMPTY, row.value)
    if unit != usual[row.variable.strip()]:
        return refuse(FaultKind.OTHER_UNIT, f"{row.value} {unit}")
    if unit not in FEN and unit not in COUNTS:
        return refuse(FaultKind.UNKNOWN_UNIT, f"{row.value} {unit}")
    if not WRITTEN.fullmatch(text):
        return refuse(FaultKind.NOT_NUMBER, row.value)
    exact = Decimal(text) * FEN.get(unit, 1)
    if exact > MAX_FEN:
        return refuse(FaultKind.TOO_LARGE, row.value)
    if exact < 0:
        return refuse(FaultKind.NEGATIVE, row.value)
    amount = int(exact.to_integral_value(ROUND_HALF_UP))
    if amount != exact:
        faults.append(Fault(FaultKind.TOO_FINE, **where, found=f"{row.value} {unit}"[:200], made=str(amount)))
    kind = SeriesUnit.YUAN if unit in FEN else SeriesUnit.COUNT
    return Number(row.row, variable, row.name.strip()[:80], place, year, kind, unit, amount)


def _year(text: str) -> int | None:
    plain = text.strip().removesuffix("年").removesuffix(".0")
    return int(plain) if re.fullmatch(r"[0-9]{4}", plain) and FIRST <= int(plain) <= LAST else None


def _single(taken: Mapping[tuple[str, str, int], list[Number]], faults: list[Fault]) -> Iterator[Number]:
    """Give one number for each place and year; of two that differ, neither."""
    for (variable, place, year), numbers in taken.items():
        amounts = {number.amount for number in numbers}
        kind = FaultKind.REPEATED if len(amounts) == 1 else FaultKind.CONTRADICTION
        faults.extend(
            Fault(kind, number.row, variable, place, year, str(number.amount)) for number in numbers[1:]
        )
        if len(amounts) == 1:
            yield numbers[0]


def _gaps(numbers: Iterable[Number]) -> Iterator[Fault]:
    """Name the years without any number between the first and the last of a variable."""
    years: dict[str, set[int]] = defaultdict(set)
    for number in numbers:
        years[number.variable].add(number.year)
    for variable, present in years.items():
        missing = [year for year in range(min(present), max(present)) if year not in present]
        if missing:
            yield Fault(FaultKind.YEARS_MISSING, variable=variable, found=spans(missing))


def spans(years: Sequence[int]) -> str:
    """Write rising years as spans: 2001–2004、2006."""
    parts: list[list[int]] = []
    for year in years:
        if parts and parts[-1][-1] == year - 1:
            parts[-1].append(year)
        else:
            parts.append([year])
    return "、".join(f"{part[0]}–{part[-1]}" if len(part) > 1 else f"{part[0]}" for part in parts)


def _sums(numbers: Iterable[Number]) -> Iterator[Fault]:
    """Hold the sum of the provinces against the nation, wherever the nation is given."""
    cells: dict[tuple[str, int], dict[str, Number]] = defaultdict(dict)
    for number in numbers:
        cells[number.variable, number.year][number.place] = number
    for (variable, year), places in sorted(cells.items()):
        nation = places.pop(NATION, None)
        if nation is None or not places:
            continue
        where = {"variable": variable, "place": NATION, "year": year}
        missing = [place for place in PLACES[1:] if place not in places]
        if missing:
            yield Fault(FaultKind.PLACES_MISSING, **where, found="、".join(missing)[:200])
        total = sum(each.amount for each in places.values())
        if total != nation.amount:
            share = Decimal(total - nation.amount) * 100 / Decimal(nation.amount or 1)
            yield Fault(
                FaultKind.TOTAL_DIFFERS,
                **where,
                found=f"{_written(nation, total)} / {_written(nation, nation.amount)}",
                made=f"{share:+.2f}%",
            )


def _written(like: Number, amount: int) -> str:
    """Write a sum: amounts in 万元 without losing a fen, counts in the unit of the file."""
    if like.unit != SeriesUnit.YUAN:
        return f"{amount:,}{like.written_unit}"
    whole, _point, fraction = f"{Decimal(amount).scaleb(-6):,.6f}".partition(".")
    digits = fraction.rstrip("0")
    return f"{whole}.{digits}万元" if digits else f"{whole}万元"
