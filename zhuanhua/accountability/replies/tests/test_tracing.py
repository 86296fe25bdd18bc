"""Every number of a letter is said by a mark, or is named with its place; dates and numbers of documents are none."""

import pytest

from zhuanhua.accountability.replies.saying import Said
from zhuanhua.accountability.replies.tracing import BARE, DIFFERS, FAULTY, UNTRACED, trace

ANSWERS = {
    "{{contracts.count year=2018}}": "8078项",
    "{{ref:rd}}": "140.1亿元",
    "{{contracts.amount year=2018}}": "252.04亿元",
    "{{ref:grant}}": "2.28亿元",
    "{{ref:input}}": "65.58亿元",
    "{{ref:ratio}}": "1:28",
}


def say(mark):
    return Said(ANSWERS[mark.key], name="数") if mark.key in ANSWERS else Said(mark.source, fault="没有")


def kinds(text):
    return [(problem.kind, problem.text) for problem in trace(text, say).problems]


def test_a_number_said_by_a_mark_is_in_order():
    found = trace("2018年登记技术合同{{contracts.count year=2018}}，近{{ref:rd}}。", say)

    assert (found.text, found.problems, found.claims) == ("2018年登记技术合同8078项，近140.1亿元。", [], 2)


def test_a_number_that_was_cut_is_said_to_be_cut_and_stops_nothing():
    found = trace("补助资金{{ref:grant}}，拉动研发投入{{ref:input}}，拉动比例{{ref:ratio}}。", say)

    piece = found.said[2]
    assert (found.blocking, found.cut_at(found.said[0])) == ([], "")
    assert (
        found.cut_at(piece) == "按文中的数，65.58亿元 ÷ 2.28亿元 = 1:28.7631…：这里去尾取整，没有四舍五入。"
    )


def test_a_typed_number_is_named_with_its_place_and_a_way_out():
    [problem] = trace("一、投入\n2018年全市登记技术合同8078项。", say).problems

    assert (problem.kind, problem.text, problem.line) == (UNTRACED, "8078项", 2)
    assert "{{contracts.count year=2018}}" in problem.way_out


@pytest.mark.parametrize("text", ["1{{contracts.count year=2018}}", "登记一万{{contracts.count year=2018}}"])
def test_digits_typed_beside_a_mark_make_it_another_number(text):
    assert [kind for kind, _text in kinds(text)] == [UNTRACED]


@pytest.mark.parametrize(
    "text",
    [
        "2017年5月召开大会。",
        "关于市政协十五届二次会议第0469号提案的答复",
        "沈科发〔2018〕23号文件第三条规定，",
        "1.加大投入。\n二、健全体系",
    ],
)
def test_dates_documents_and_clauses_are_no_figures(text):
    assert kinds(text) == []


def test_a_mark_that_says_nothing_is_named():
    assert kinds("共{{contracts.none year=2018}}。") == [(FAULTY, "{{contracts.none year=2018}}")]


def test_a_number_without_unit_is_told_but_blocks_nothing():
    found = trace("登记量达到8078，创新高。", say)

    assert ([problem.kind for problem in found.problems], found.blocking) == ([BARE], [])


def test_arithmetic_of_the_letter_itself_is_told_but_blocks_nothing():
    text = "各级机构41家（其中，国家级7家、省级13家、市级22家）。"
    found = trace(text, say)

    assert DIFFERS in {problem.kind for problem in found.problems}
    assert {problem.kind for problem in found.blocking} == {UNTRACED}
