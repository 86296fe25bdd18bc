"""Does a cell become exactly the value that stands in it, or a fault with the way out?"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from tests.support.cast import valid_uscc
from zhuanhua.shared.exchange.cells import Bad, convert, suggest_mapping, unit_in_title
from zhuanhua.shared.exchange.exports import ExportColumn
from zhuanhua.shared.exchange.reading import CellFault
from zhuanhua.shared.exchange.sheets import Column, sheet_of
from zhuanhua.shared.exchange.writing import write_csv

CODE = valid_uscc(70)


def column(kind: str, **options: Any) -> Column:
    return Column("it", "它", kind=kind, **options)


@pytest.mark.parametrize(
    ("cell", "unit", "fen"),
    [
        (386, "wan", 386_000_000),
        (Decimal("0.1"), "wan", 100_000),
        (Decimal("19.989999999999998"), "yuan", 1_999),
        ("1,234.56", "yuan", 123_456),
        ("１２３", "yuan", 12_300),
        (0, "yuan", 0),
    ],
)
def test_amounts_are_exact_to_the_fen(cell: Any, unit: str, fen: int) -> None:
    assert convert(cell, column("money"), unit=unit) == fen


@pytest.mark.parametrize(
    "cell",
    [
        Decimal("nan"), Decimal("inf"), Decimal(-1), Decimal("0.001"), Decimal("1e30"), "-0.01", "1e5", "三百万", "1.2.3", "NaN", "∞",
        True, date(2019, 4, 2), "12万", "1,23", "--5",
    ],
)  # fmt: skip
def test_what_is_no_plain_amount_is_refused_with_a_sentence(cell: Any) -> None:
    with pytest.raises(Bad) as caught:
        convert(cell, column("money"), unit="yuan")

    assert caught.value.message.endswith("。")


def test_an_amount_without_unit_is_never_guessed() -> None:
    with pytest.raises(Bad, match="不知道金额的单位"):
        convert(5, column("money"), unit=None)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("9.1330100E+17", "科学记数"),
        ("9E17", "科学记数"),
        (912101123456789000, "存成了数字"),
        (Decimal("9.1e17"), "存成了数字"),
    ],
)
def test_a_shortened_credit_code_says_what_excel_did(cell: Any, message: str) -> None:
    with pytest.raises(Bad, match=message) as caught:
        convert(cell, column("uscc"), unit=None)

    assert "文本格式" in caught.value.way_out


def test_a_credit_code_is_read_through_width_case_and_blanks() -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in CODE.lower())

    assert convert(f" {wide} ", column("uscc"), unit=None) == CODE


@pytest.mark.parametrize("cell", ["1.23E+12", 10**15, Decimal("1.5")])
def test_a_shortened_number_of_a_case_is_refused(cell: Any) -> None:
    with pytest.raises(Bad, match="存成了数字"):
        convert(cell, column("code"), unit=None)


@pytest.mark.parametrize(
    "cell",
    ["2019-04-02", "2019/4/2", "2019.4.2", "2019年4月2日", "20190402", "２０１９-４-２", date(2019, 4, 2)],
)
def test_days_in_every_usual_writing(cell: Any) -> None:
    assert convert(cell, column("date"), unit=None) == date(2019, 4, 2)


@pytest.mark.parametrize(
    "cell",
    ["2019-02-30", "1899-12-31", "9999-01-01", "04/02/2019", "43557", 43557, True, Decimal("1.5"), "下周"],
)
def test_what_is_no_day_is_refused(cell: Any) -> None:
    with pytest.raises(Bad):
        convert(cell, column("date"), unit=None)


@pytest.mark.parametrize(
    ("cell", "answer"), [("是", True), ("否", False), (True, True), (1, True), (0, False), ("无", False)]
)
def test_yes_and_no(cell: Any, answer: bool) -> None:
    assert convert(cell, column("bool"), unit=None) is answer


@pytest.mark.parametrize("cell", ["也许", "2", "是否"])
def test_perhaps_is_refused(cell: Any) -> None:
    with pytest.raises(Bad, match="看不出是或者否"):
        convert(cell, column("bool"), unit=None)


def test_a_choice_is_found_by_label_code_or_near_word() -> None:
    kinds = column("choice", choices=[("01", "技术开发"), ("02", "技术转让")])

    assert [convert(cell, kinds, unit=None) for cell in ("技术开发", "01", 1, "[01] 技术开发", "技术 转让")] == [
        "01", "01", "01", "01", "02",
    ]  # fmt: skip
    with pytest.raises(Bad) as caught:
        convert("技术开法", kinds, unit=None)
    assert caught.value.suggestion == "技术开发"
    with pytest.raises(Bad) as caught:
        convert("技术合作", kinds, unit=None)
    assert caught.value.suggestion is None  # only what all kinds begin with is the same


def test_choices_are_named_in_quotes_where_none_is_near() -> None:
    two = column("choice", choices=[("1", "一次总算、一次总付"), ("2", "提成支付")])
    many = column("choice", choices=[(str(each), f"第{each}种") for each in range(1, 9)])

    with pytest.raises(Bad) as caught:
        convert("xyz", two, unit=None)
    assert caught.value.way_out == "请填“一次总算、一次总付”、“提成支付”之一。"
    with pytest.raises(Bad) as caught:
        convert("xyz", many, unit=None)
    assert caught.value.way_out.endswith("、“第6种”等。")


def test_errors_and_merges_are_faults_of_their_own() -> None:
    with pytest.raises(Bad, match="错误值"):
        convert(CellFault("#REF!"), column("text"), unit=None)
    with pytest.raises(Bad, match="合并"):
        convert(CellFault("与上面的格合并", is_merged=True), column("text"), unit=None)


def test_texts_lose_control_signs_and_nothing_else() -> None:
    assert convert("甲\u200b乙\x00 丙\u202e", column("text"), unit=None) == "甲乙 丙"
    with pytest.raises(Bad, match="有6字，最多5字"):
        convert("一二三四五六", column("text", max_length=5), unit=None)


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("金额（万元）", "wan"),
        ("成交额(元)", "yuan"),
        ("总额/亿元", "yi"),
        ("金额 单位：万元", "wan"),
        ("金额", None),
    ],
)
def test_the_unit_in_a_title(title: str, unit: str | None) -> None:
    assert unit_in_title(title) == unit


def test_each_title_maps_to_one_column_once() -> None:
    columns = (Column("name", "合同名称", aliases=("项目名称",)), Column("total", "成交额", kind="money"))

    assert suggest_mapping(["序号", "项目名称", "成交额（万元）", "合同名称"], columns) == {
        1: "name",
        2: "total",
    }


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("300万元", "yuan", 300_000_000),
        ("300万", "yuan", 300_000_000),
        ("0.5亿元", "wan", 5_000_000_000),
        ("0.5 亿", "wan", 5_000_000_000),
        ("20000元", "wan", 2_000_000),
    ],
)
def test_an_amount_that_says_its_own_unit_is_taken_in_it(text, unit, fen):
    assert convert(text, Column("a", "金额", kind="money", takes_own_unit=True), unit=unit) == fen


def test_a_year_in_a_title_is_no_part_of_the_columns_name():
    columns = (Column("revenue", "营业收入", kind="money"),)

    assert suggest_mapping(["2018年营业收入(万元)"], columns) == {0: "revenue"}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_chinese_and_english_files_are_understood_in_either_language(language):
    answers = sheet_of("payment-answers")
    amount, result = answers.column("amount_fen"), answers.column("result")
    titles = ["付款编号", "金额（元）", "Payment number", "Amount (10,000 yuan)", "Result"]

    with override(language):
        mapping = suggest_mapping(titles, answers.columns)
        choices = [convert(cell, result, unit=None) for cell in ("成功", "Failed")]

    assert mapping == {0: "number", 1: "amount_fen", 4: "result"}
    assert [unit_in_title(title) for title in titles] == [None, "yuan", None, "wan", None]
    assert (choices, convert("3.5", amount, unit="wan")) == (["paid", "rejected"], 3_500_000)


@pytest.mark.parametrize(
    ("title", "unit"),
    [("Amount (yuan)", "yuan"), ("Amount (¥10,000)", "wan"), ("Price (¥100 million)", "yi")],
)
def test_the_units_of_english_files_are_read(title, unit):
    assert unit_in_title(title) == unit


def test_a_place_is_taken_without_its_last_character():
    column = Column("a", "区县", kind="choice", choices=[("210112", "浑南区"), ("210123", "康平县")])

    assert [convert(text, column, unit=None) for text in ("浑南", "浑南区", "康平")] == [
        "210112",
        "210112",
        "210123",
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh-hans", "合同额（万元）\r\n25.2979\r\n"), ("en", "合同额 (yuan)\r\n252979.00\r\n")],
)
def test_a_file_writes_money_in_the_unit_of_the_readers_screen(
    tmp_path: Path, language: str, expected: str
) -> None:
    column = ExportColumn("合同额", "total_fen", kind="money")

    with override(language):
        write_csv(tmp_path / "list.csv", (column,), [{"total_fen": 25_297_900}], lambda line: None)

    assert (tmp_path / "list.csv").read_bytes().decode("utf-8-sig") == expected
