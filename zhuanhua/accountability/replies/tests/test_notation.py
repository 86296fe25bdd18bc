"""Marks are read, written and refused with what to write instead."""

from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pytest

from zhuanhua.accountability.replies.notation import figure_mark, marks_of
from zhuanhua.accountability.replies.saying import number_text


def test_a_figure_mark_is_read_with_its_options():
    [mark] = marks_of("共{{ contracts.amount  year=2018 unit=yi kind=service,consulting places=1 }}。")

    assert (mark.code, mark.year, mark.unit, mark.places, mark.where, mark.fault) == (
        "contracts.amount",
        2018,
        "yi",
        1,
        {"kind": ["service", "consulting"]},
        "",
    )


def test_a_span_of_days_is_read():
    [mark] = marks_of("{{contracts.count since=2018-01-01 until=2018-05-31}}")

    assert (mark.since, mark.until) == (date(2018, 1, 1), date(2018, 5, 31))


def test_a_reference_is_read():
    [mark] = marks_of("支出{{ref:rd.2017}}。")

    assert (mark.code, mark.is_reference, mark.start, mark.end) == ("rd.2017", True, 2, 17)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{}}", "引用是空的"),
        ("{{合同}}", "不是指标编号"),
        ("{{contracts.count year}}", "名称=值"),
        ("{{contracts.count year=18}}", "四位年份"),
        ("{{contracts.count year=2018 year=2017}}", "写了两次"),
        ("{{contracts.count year=2018 since=2018-01-01}}", "只写一种"),
        ("{{contracts.count since=2018-05-01 until=2018-01-01}}", "since晚于until"),
        ("{{contracts.count since=yesterday}}", "2018-01-01"),
        ("{{contracts.amount unit=fen}}", "yuan、wan或yi"),
        ("{{contracts.amount places=9}}", "0到4"),
        ("{{contracts.amount rounding=up}}", "down"),
        ("{{ref:rd.2017 year=2018}}", "不带条件"),
        ("共{{contracts.count", "没有写完整"),
        ("共}}项", "没有写完整"),
    ],
)
def test_a_mark_that_cannot_be_read_says_what_to_write(source, said):
    [mark] = marks_of(source)

    assert said in mark.fault


def test_spaces_make_no_other_mark():
    one, other = marks_of("{{ contracts.count   year=2018 }}{{contracts.count year=2018}}")

    assert one.key == other.key == figure_mark("contracts.count", year=2018)


def test_a_mark_may_cut_instead_of_rounding():
    [cut, rounded] = marks_of("{{projects.leverage places=0 rounding=down}}{{projects.leverage places=0}}")
    figure = SimpleNamespace(unit="ratio")

    assert number_text(figure, Fraction(65_580, 2_280), cut) == "1:28"
    assert number_text(figure, Fraction(65_580, 2_280), rounded) == "1:29"
