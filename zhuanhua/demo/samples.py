"""Which workbooks can a visitor import? Eight thousand contracts in order, and the same with thirty faults and a legend."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from zhuanhua.demo.names import Population, populate
from zhuanhua.demo.register import STEP, Sold, Titles, draw
from zhuanhua.demo.workbooks import FILED, filed_row, write_workbook

GOOD, FAULTY, LEGEND = "合同导入示例-正常.xlsx", "合同导入示例-有错.xlsx", "合同导入示例-有错-说明.txt"
SIZE = 8_000
Row = list[Any]


@dataclass(frozen=True)
class Planted:
    """A fault: the column where it must be found, in words what is wrong, and how a good row is spoilt in place."""

    column: str
    words: str
    spoil: Callable[[Row], Any]


def _set(column: str, value: Any) -> Callable[[Row], Any]:
    """Spoil a row by that value in the column."""
    place = FILED.index(column)

    def spoil(row: Row) -> None:
        row[place] = value

    return spoil


def _copy(
    source: str, target: str, change: Callable[[Any], Any] = lambda value: value
) -> Callable[[Row], Any]:
    """Spoil a row by what stands in another of its columns, or by a change of it."""
    here, there = FILED.index(source), FILED.index(target)

    def spoil(row: Row) -> None:
        row[there] = change(row[here])

    return spoil


def _all(*spoils: Callable[[Row], Any]) -> Callable[[Row], Any]:
    """Spoil a row in several ways, one after the other."""

    def spoil(row: Row) -> None:
        for each in spoils:
            each(row)

    return spoil


def _wrong_check(code: str) -> str:
    """Give a credit code whose last sign, the check, is another one."""
    return code[:-1] + ("1" if code[-1] != "1" else "2")


TOTAL, SPENT, TRADE = "合同成交额（万元）", "非技术性支出（万元）", "技术交易额（万元）"


def planted(today: date, population: Population) -> tuple[Planted, ...]:
    """Give the thirty faults, each of another kind."""
    firm, rival = population.cast["firm"], population.cast["rival"]
    far = next(buyer for buyer in population.outside_buyers if not buyer.district.startswith("2101"))
    gone = today - timedelta(days=400)
    return (
        Planted("卖方信用代码", "第8位写成了字母O", _copy("卖方信用代码", "卖方信用代码", lambda code: f"{code[:7]}O{code[8:]}")),
        Planted("卖方信用代码", "只有17位", _copy("卖方信用代码", "卖方信用代码", lambda code: code[:17])),
        Planted("买方信用代码", "校验位不对", _copy("买方信用代码", "买方信用代码", _wrong_check)),
        Planted("买方信用代码", "没有填", _set("买方信用代码", "")),
        Planted("买方信用代码", "买卖双方是同一个单位", _all(_copy("卖方信用代码", "买方信用代码"), _copy("卖方名称", "买方名称"))),
        Planted("卖方名称", "名称与代码不是同一个单位", _all(_set("卖方信用代码", firm.uscc), _set("卖方名称", rival.name))),
        Planted("合同名称", "没有填", _set("合同名称", "")),
        Planted("合同名称", "超过200字", _set("合同名称", "寒冷地区管网泄漏监测" * 21)),
        Planted("合同类型", "不在五类之内", _set("合同类型", "技术合作")),
        Planted("合同细类", "细类不属于所填的类型", _all(_set("合同类型", "技术开发"), _set("合同细类", "一般技术服务"))),
        Planted("技术领域", "不在十一个领域之内", _set("技术领域", "人工智能与元宇宙")),
        Planted("知识产权", "没有这一类", _set("知识产权", "商标权")),
        Planted("专利号", "涉及专利没有填专利号", _all(_set("知识产权", "发明专利"), _set("专利号", ""))),
        Planted("计划来源", "没有这一类", _set("计划来源", "自选")),
        Planted("支付方式", "没有这一种", _set("支付方式", "面议")),
        Planted(TOTAL, "写成了汉字", _set(TOTAL, "三百万")),
        Planted(TOTAL, "没有填", _set(TOTAL, "")),
        Planted(TOTAL, "是负数", _all(_set(TOTAL, -120), _set(SPENT, ""), _set(TRADE, ""))),
        Planted(TOTAL, "细于1分", _all(_set(TOTAL, "120.1234567"), _set(SPENT, ""), _set(TRADE, ""))),
        Planted(TRADE, "大于成交额", _all(_copy(TOTAL, TRADE, lambda total: total + 30), _set(SPENT, ""))),
        Planted(TRADE, "是零", _all(_set(TRADE, 0), _set(SPENT, ""))),
        Planted(SPENT, "大于成交额", _all(_copy(TOTAL, SPENT, lambda total: total + 5), _set(TRADE, ""))),
        Planted(TRADE, "不等于成交额减去非技术性支出", _all(_set(TOTAL, 100), _set(SPENT, 20), _set(TRADE, 85))),
        Planted("签订日期", "没有这一天", _set("签订日期", f"{today.year}-02-30")),
        Planted("签订日期", "晚于今天", _set("签订日期", today + timedelta(days=20))),
        Planted("履行截止日期", "早于起始日期", _copy("履行起始日期", "履行截止日期", lambda day: day - timedelta(days=1))),
        Planted("履行截止日期", "合同已经到期", _all(_set("签订日期", gone), _set("履行起始日期", gone), _set("履行截止日期", today - timedelta(days=35)))),
        Planted("卖方信用代码", "卖方不在本市", _all(_set("卖方信用代码", far.uscc), _set("卖方名称", far.name))),
        Planted("预计新增投资（万元）", "技术转让没有填", _all(_set("合同类型", "技术转让"), _set("合同细类", "技术秘密转让"), _set("知识产权", "技术秘密"), _set("预计新增投资（万元）", ""), _set("预计新增产值（万元）", 0))),
        Planted("合同名称", "与另一行是同一合同", lambda _row: None),
    )  # fmt: skip


def contracts_to_file(population: Population, *, today: date, seed: int, size: int = SIZE) -> list[Sold]:
    """Draw contracts that were signed in the last months and are still being performed."""
    chance = Random(f"{seed}/samples/{today}")
    titles = Titles(chance)
    sellers = chance.choices(population.sellers, population.seller_weights, k=size)
    subkinds = chance.choices(("11", "12", "51", "41", "23", "53"), (38, 4, 44, 7, 5, 2), k=size)
    sold = []
    for seller, subkind in zip(sellers, subkinds, strict=True):
        total = max(int(chance.lognormvariate(0, 1.3) * 900), 20) * STEP
        one = draw(
            chance, titles, population, seller=seller, subkind=subkind, total=total, registered_on=today
        )
        one.ends_on = max(one.ends_on, today + timedelta(days=90))
        sold.append(one)
    return sold


def write_samples(out: Path, *, today: date, seed: int, size: int = SIZE) -> list[Path]:
    """Write the workbook in order, the faulty one and the legend of its faults; gives the three paths."""
    population = populate(seed)
    rows = [filed_row(sold) for sold in contracts_to_file(population, today=today, seed=seed, size=size)]
    good = write_workbook(out / GOOD, FILED, rows)
    spoilt, lines = spoil(rows, planted(today, population))
    faulty = write_workbook(out / FAULTY, FILED, spoilt)
    legend = out / LEGEND
    legend.write_text(
        "\n".join([f"“{FAULTY}”共{len(rows)}行合同，其中{len(lines)}处有错：", *lines, ""]), encoding="utf-8"
    )
    return [good, faulty, legend]


def spoil(rows: Sequence[Row], faults: Sequence[Planted]) -> tuple[list[Row], list[str]]:
    """Plant each fault in a row of its own, spread over the workbook; gives the rows and a line for each fault."""
    spoilt = [list(row) for row in rows]
    step = len(rows) // (len(faults) + 1)
    lines = []
    for number, fault in enumerate(faults, 1):
        place = number * step
        fault.spoil(spoilt[place])
        words = fault.words
        if (
            fault is faults[-1]
        ):  # the repetition: this row becomes the fourth, which stands in line 5 of the sheet
            spoilt[place] = list(spoilt[3])
            words = f"{words}（第5行）"
        lines.append(f"第{place + 2}行 {fault.column}：{words}")
    return spoilt, lines
