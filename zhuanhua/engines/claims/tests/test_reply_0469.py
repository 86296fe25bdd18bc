"""The real letter of 2019: every quantity by hand, its value, unit and softening word, and the arithmetic it claims."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from zhuanhua.engines.claims import Audit, audit_text, read_letter

ROOT = Path(__file__).resolve().parents[4]
LETTER = ROOT.parent / "shared" / "seed" / "reply-0469.txt"
WAN, YI = 10**4, 10**8

# text, value in base units, unit, modifier: decided one by one, in the order of the letter
GOLD = [
    ("6大", 6, "count", "exact"), ("20条", 20, "count", "exact"),
    ("281项", 281, "count", "exact"), ("144项", 144, "count", "exact"), ("137项", 137, "count", "exact"),
    ("2.28亿元", 228_000_000, "yuan", "exact"), ("65.58亿元", 6_558_000_000, "yuan", "exact"), ("1:28", 28, "ratio", "exact"),
    ("813项", 813, "count", "exact"), ("1237件", 1237, "count", "exact"), ("524件", 524, "count", "exact"),
    ("275个", 275, "count", "exact"), ("8400人", 8400, "count", "exact"), ("140.1亿元", 14_010_000_000, "yuan", "exact"),
    ("1.15亿元", 115_000_000, "yuan", "exact"), ("2.42%", Fraction("2.42"), "percent", "exact"),
    ("66家", 66, "count", "exact"), ("31家", 31, "count", "exact"), ("10家", 10, "count", "exact"), ("10家", 10, "count", "exact"),
    ("2889万元", 2889 * WAN, "yuan", "exact"), ("1600万元", 1600 * WAN, "yuan", "exact"), ("55%", 55, "percent", "exact"),
    ("1200万元", 1200 * WAN, "yuan", "exact"), ("41%", 41, "percent", "exact"), ("72万元", 72 * WAN, "yuan", "exact"),
    ("2.5%", Fraction("2.5"), "percent", "exact"), ("17万元", 17 * WAN, "yuan", "exact"), ("0.6%", Fraction("0.6"), "percent", "exact"),
    ("28家", 28, "count", "exact"), ("33种", 33, "count", "exact"), ("12家", 12, "count", "exact"), ("15项", 15, "count", "exact"),
    ("286.5万元", 2_865_000, "yuan", "exact"), ("618.7万元", 6_187_000, "yuan", "exact"),
    ("8078项", 8078, "count", "exact"), ("252.04亿元", 25_204_000_000, "yuan", "exact"), ("15.85%", Fraction("15.85"), "percent", "exact"),
    ("10%", 10, "percent", "exact"), ("58家", 58, "count", "exact"), ("169项", 169, "count", "exact"),
    ("1002.8万元", 10_028_000, "yuan", "exact"), ("5%", 5, "percent", "exact"),
    ("30余场", 30, "count", "more"), ("1239项", 1239, "count", "exact"), ("1302项", 1302, "count", "exact"),
    ("千家", 1000, "count", "exact"), ("百家", 100, "count", "exact"), ("50家", 50, "count", "exact"), ("10余项", 10, "count", "more"),
    ("755项", 755, "count", "exact"), ("62.6%", Fraction("62.6"), "percent", "exact"),
    ("1431家", 1431, "count", "exact"), ("三分之一", Fraction(1, 3), "ratio", "exact"), ("538家", 538, "count", "exact"),
    ("超过80%", 80, "percent", "over"), ("536家", 536, "count", "exact"), ("7家", 7, "count", "exact"), ("1230家", 1230, "count", "exact"),
    ("超过3000亿元", 3000 * YI, "yuan", "over"), ("近百亿元", 100 * YI, "yuan", "near"), ("近20万人", 200_000, "count", "near"),
    ("超过200家", 200, "count", "over"), ("21家", 21, "count", "exact"), ("360万元", 360 * WAN, "yuan", "exact"),
    ("41家", 41, "count", "exact"), ("7家", 7, "count", "exact"), ("13家", 13, "count", "exact"), ("21家", 21, "count", "exact"),
    ("26个", 26, "count", "exact"), ("50家", 50, "count", "exact"), ("2家", 2, "count", "exact"), ("22家", 22, "count", "exact"), ("26家", 26, "count", "exact"),
    ("124家", 124, "count", "exact"), ("353万平方米", 3_530_000, "m2", "exact"), ("7441家", 7441, "count", "exact"),
    ("10万余人", 100_000, "count", "more"), ("4亿元", 4 * YI, "yuan", "exact"),
]  # fmt: skip

pytestmark = pytest.mark.skipif(
    not LETTER.exists(), reason=f"the letter {LETTER.name} is not beside this repository"
)


@pytest.fixture(scope="module")
def audit() -> Audit:
    return audit_text(read_letter(LETTER))


def test_every_quantity_is_found_and_none_invented(audit):
    found = [(claim.text, claim.value, claim.unit, claim.modifier) for claim in audit.claims]

    assert found == GOLD


def test_offsets_point_at_the_words(audit):
    assert all(audit.text[claim.start : claim.end] == claim.text for claim in audit.claims)


def test_the_letters_own_arithmetic_holds_and_says_how_it_was_rounded(audit):
    text = [claim.text for claim in audit.claims]
    told = {
        (r.kind, text[r.result], tuple(text[at] for at in r.operands), r.rounding, r.status)
        for r in audit.relations
    }

    assert told == {
        ("sum", "281项", ("144项", "137项"), "rounded", "holds"),
        ("ratio", "1:28", ("65.58亿元", "2.28亿元"), "cut", "holds"),
        ("sum", "2889万元", ("1600万元", "1200万元", "72万元", "17万元"), "rounded", "holds"),
        ("share", "55%", ("1600万元", "2889万元"), "rounded", "holds"),
        ("share", "41%", ("1200万元", "2889万元"), "cut", "holds"),
        ("share", "2.5%", ("72万元", "2889万元"), "rounded", "holds"),
        ("share", "0.6%", ("17万元", "2889万元"), "rounded", "holds"),
        ("sum", "41家", ("7家", "13家", "21家"), "rounded", "holds"),
        ("sum", "50家", ("2家", "22家", "26家"), "rounded", "holds"),
    }


def test_periods_are_carried_down(audit):
    periods = {claim.text: claim.period for claim in audit.claims}

    assert [periods[text] for text in ("281项", "8400人", "140.1亿元", "28家", "8078项", "30余场", "1431家", "360万元", "41家")] == [
        "2017年以来", "2017年以来", "2017年", "2018年", "2018年", "2017年、2018年", "截至2018年底", "两年来", "目前",
    ]  # fmt: skip


def test_subjects_are_the_letters_words(audit):
    subjects = {claim.text: claim.subject for claim in audit.claims}

    assert [subjects[text] for text in ("144项", "8078项", "252.04亿元", "15.85%", "7441家", "353万平方米")] == [
        "重大科技研发项目", "登记技术合同", "技术合同成交额", "技术合同成交额同比增长", "在孵企业", "孵化场地面积",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("144项", "145项"), ("累计立项项目281项", "累计立项项目291项"), ("65.58亿元", "75.58亿元"), ("1:28", "1:38"), ("2889万元", "2989万元"),
        ("占比55%", "占比65%"), ("占比41%", "占比44%"), ("占比2.5%", "占比5.2%"), ("占比0.6%", "占比0.9%"), ("用于知识产权投入72万元", "用于知识产权投入27万元"),
        ("机构41家", "机构51家"), ("省级13家", "省级12家"), ("联盟达50家", "联盟达60家"), ("市级26家", "市级25家"),
    ],
)  # fmt: skip
def test_one_changed_figure_is_caught(audit, right, wrong):
    assert audit.text.count(right) == 1

    changed = audit_text(audit.text.replace(right, wrong))

    assert changed.contradicted


def test_the_module_answers_on_the_command_line():
    done = subprocess.run(
        [sys.executable, "-m", "zhuanhua.engines.claims", str(LETTER), "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    answer = json.loads(done.stdout)

    assert (done.returncode, len(answer["claims"]), sorted(answer)) == (0, 79, ["claims", "relations"])
    assert answer["claims"][37]["value"] == 15.85
