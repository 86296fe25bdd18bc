"""Are cases read in an officer's words, and is a missed one told in a sentence?"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zhuanhua.shared.policy import cases
from zhuanhua.shared.policy.book import Book, PolicyError, Values, load
from zhuanhua.shared.policy.tests.test_book import RATE, write
from zhuanhua.shared.policy.tests.test_judge import award

TEXT = """
words: {合同额: spend_fen, 补助: award_fen, 中小企业: is_small}
defaults: {中小企业: true}
cases:
  - case: 按百分之五补助
    rule: award
    on: 2018-06-01
    given: {合同额: "1,000,000元"}
    expect: {补助: 5万元}
    source: 某科发〔2018〕1号第三条
  - case: 大企业不补助
    rule: award
    on: 2018-06-01
    given: {合同额: 0.01亿元, 中小企业: false}
    expect: {补助: 0元}
    source: 某科发〔2018〕1号第三条
"""


def double(given: dict[str, Any], values: Values) -> dict[str, Any]:
    """A rule that is no table."""
    return {"double": given["number"] * 2, "rate_bp": values.rate_bp}


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return load(write(tmp_path, RATE), programme="city")


def case_file(folder: Path, text: str) -> Path:
    path = folder / "policy_cases.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_run_in_officers_words_passes(tmp_path: Path, book: Book) -> None:
    outcomes = cases.run(case_file(tmp_path, TEXT), {"award": award}, book)

    assert [(outcome.case.title, outcome.passed) for outcome in outcomes] == [
        ("按百分之五补助", True),
        ("大企业不补助", True),
    ]


def test_run_missed_case_says_what_came(tmp_path: Path, book: Book) -> None:
    outcome = cases.run(case_file(tmp_path, TEXT.replace("5万元", "6万元")), {"award": award}, book)[0]

    assert outcome.sentence() == "按百分之五补助：补助应为60,000.00元，得到50,000.00元"


def test_run_plain_rule_with_percent(tmp_path: Path, book: Book) -> None:
    text = "- case: 倍数\n  on: 2018-06-01\n  given: {number: 4}\n  expect: {double: 8, rate_bp: 5%}\n  source: 例"

    assert cases.run(case_file(tmp_path, text), {"double": double}, book)[0].passed


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ("1,000,000元", "1,000,000", "按百分之五补助，spend_fen：“1,000,000”没有单位"),
        ('"1,000,000元"', "12.5", "12.5带小数点而没有单位"),
        ("1,000,000元", "a元", "“a”不是数字"),
        ("    source: 某科发〔2018〕1号第三条\n", "", "按百分之五补助，source：没有写明出处"),
        ("rule: award", "rule: prize", "没有“prize”这条规则。可用的是：award"),
        ("on: 2018-06-01", "on: soon", "on：“soon”不是日期"),
        ("expect: {补助: 5万元}", "expect: {}", "expect：没有填"),
        ("    rule: award\n", "    law: award\n", "law：不认识这一项"),
        ("defaults:", "default:", "default：不认识这一项"),
        ("case: 按百分之五补助", "case: ", "案例没有标题"),
    ],
)
def test_run_refuses_fault_by_name(tmp_path: Path, book: Book, good: str, bad: str, message: str) -> None:
    with pytest.raises(PolicyError) as refusal:
        cases.run(case_file(tmp_path, TEXT.replace(good, bad, 1)), {"award": award}, book)

    assert message in str(refusal.value)


def test_case_without_rule_needs_a_single_one(book: Book) -> None:
    case = cases.Case("f", "t", "", date(2018, 6, 1), {"number": 1}, {"double": 2}, "例")

    with pytest.raises(PolicyError, match="没有写明规则"):
        cases.run_case(case, {"award": award, "double": double}, book)


def test_read_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="没有案例"):
        cases.read(case_file(tmp_path, "words: {a: b}"))


def test_percent_that_is_none_is_refused(tmp_path: Path) -> None:
    text = "- case: 比例\n  given: {rate_bp: five}\n  expect: {a: 1}\n  source: 例"
    with pytest.raises(PolicyError, match="不是百分比"):
        cases.read(case_file(tmp_path, text))
