"""What an audit says in a terminal and to programs: both numbers in one unit, a word a figure, and a count of the words."""

import argparse
import json
from fractions import Fraction

import pytest
from django.utils import translation

from tests.support.cast import sign_in
from zhuanhua.accountability.replies import actions, cli
from zhuanhua.engines.claims import audit_text
from zhuanhua.engines.claims.arithmetic import judge
from zhuanhua.engines.claims.claim import HOLDS
from zhuanhua.engines.claims.show import value_text

TEXT = "沈阳市科技局：2026年全市登记技术合同%s项，技术合同成交额%s万元。另有场地3万平方米。"
pytestmark = pytest.mark.django_db


def audited(tmp_path, text, *words):
    letter = tmp_path / "答复.txt"
    letter.write_text(text, encoding="utf-8")
    parser = argparse.ArgumentParser()
    cli.add_commands(parser.add_subparsers())
    options = parser.parse_args(["letters", "audit", str(letter), *words])
    return options.run(options)


def test_each_figure_gets_the_record_in_its_own_unit_and_a_word(register_one, tmp_path, capsys):
    code = audited(tmp_path, TEXT % (2, "386.0"))

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert code == 1
    assert [row[1:4] for row in lines[1:4]] == [
        ["2项", "1项", "有出入"],
        ["386.0万元", "386.0万元", "相符"],
        ["3万平方米", "—", "查无此数"],
    ]
    assert lines[-1] == ["共3个数：相符", "1，有出入", "1，查无此数", "1。"]


def test_the_same_in_english(register_one, tmp_path, capsys):
    with translation.override("en"):
        audited(tmp_path, TEXT % (2, "386.0"))

    assert capsys.readouterr().out.splitlines()[-1] == "3 figures: Agrees 1, Differs 1, Not found 1."


def test_programs_get_verdict_record_and_counts_beside_what_they_got_before(register_one, tmp_path, capsys):
    audited(tmp_path, TEXT % (1, "386.4"), "--json")

    told = json.loads(capsys.readouterr().out)
    amount = told["claims"][1]
    assert (sorted(told), told["counts"]) == (
        ["claims", "counts", "relations"],
        {"agrees": 1, "differs": 1, "not_found": 1},
    )
    assert (amount["text"], amount["status"], amount["figure"]) == (
        "386.4万元",
        "contradicted",
        "contracts.amount",
    )
    assert (amount["verdict"], amount["record"]["said"], told["claims"][2]["record"]) == (
        "differs",
        "386.0万元",
        None,
    )


def test_the_page_says_the_record_in_the_unit_of_the_letter(client, register_one, officer):
    audit = actions.audit_letter(text=TEXT % (1, "386.0000"), by=officer)

    page = sign_in(client, officer).get(f"/replies/{audit.number}/?claim=2").content.decode()
    table = client.get(f"/replies/{audit.number}/table.csv").content.decode()

    assert ("386.0000万元</a>" in page, "386.0000万元\r" in table) == (True, True)


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("成交额252.04亿元", 25_204_000_000, "252.04亿元"),
        ("成交额252.04亿元", 25_240_000_000, "252.40亿元"),
        ("成交额252亿元", 25_300_000_000, "253亿元"),
        ("经费140.1亿元", 14_018_000_000, "140.1亿元"),  # cut, as the letter did
        ("超100亿元", 9_999_990_000, "99.9999亿元"),  # less than its digits show
        ("增长15.85%", "15.849", "15.85%"),
        ("场地353万平方米", 3_530_000, "353万平方米"),
        ("比例1:28", "28.76", "1:28"),
        ("下降0.5%", "-0.5", "-0.5%"),
        ("集聚创新创业者10万余人", 112_345, "11万人"),
    ],
)
def test_another_value_is_written_as_the_letter_writes(text, value, said):
    claim = audit_text(f"2018年{text}。").claims[-1]
    status, rounding = judge(Fraction(value), claim)

    assert value_text(claim, Fraction(value), rounding=rounding, holds=status == HOLDS) == said
