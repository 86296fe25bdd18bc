"""Other cities, other words: quantities, arithmetic and silence where there is nothing to count."""

from fractions import Fraction

import pytest

from zhuanhua.engines.claims import audit_text
from zhuanhua.engines.claims.audit import finish
from zhuanhua.engines.claims.tests import letters


def texts(text):
    return [claim.text for claim in audit_text(text).claims]


def arithmetic(text):
    audit = audit_text(text)
    words = [claim.text for claim in audit.claims]
    return [(r.kind, words[r.result], [words[at] for at in r.operands], r.status) for r in audit.relations]


def one(text):
    (claim,) = audit_text(text).claims
    return claim.text, claim.value, claim.unit, claim.modifier


def test_a_market_report_is_read_with_full_width_digits_and_lists():
    assert texts(letters.MARKET) == [
        "3,256项", "１８６.４亿元", "12.6%", "1200项", "356项", "700项", "1000项", "1250家", "1500家", "250家", "20%", "2.3%", "2.6%",
        "0.3个百分点", "三百二十五家", "约120万平方公里", "近300亩", "1.2万余家", "15万人次",
    ]  # fmt: skip
    assert arithmetic(letters.MARKET) == [
        ("sum", "3,256项", ["1200项", "356项", "700项", "1000项"], "holds"),
        ("growth", "250家", ["1500家", "1250家"], "holds"),
        ("growth", "20%", ["1500家", "1250家"], "holds"),
        ("growth", "0.3个百分点", ["2.6%", "2.3%"], "holds"),
    ]


def test_names_in_a_list_go_to_their_numbers():
    claims = audit_text(letters.MARKET).claims

    assert [claim.subject for claim in claims[3:7]] == ["技术开发", "技术转让", "技术咨询", "技术服务合同"]
    assert [claim.period for claim in claims[3:9]] == ["2020年"] * 4 + ["2019年", "2020年"]


def test_a_work_report_is_read_without_its_slogans_and_ordinals():
    assert texts(letters.WORK_REPORT) == [
        "突破1.2万亿元", "6.5%", "856.3亿元", "2.1%", "12.6万人", "3.5亿美元", "1,250万元", "25个", "50万元", "5000万元", "1:4",
        "翻一番", "2.5倍", "七成以上", "超九成", "百分之十五",
    ]  # fmt: skip
    assert arithmetic(letters.WORK_REPORT) == [
        ("ratio", "50万元", ["1,250万元", "25个"], "holds"),
        ("ratio", "1:4", ["5000万元", "1,250万元"], "holds"),
    ]


def test_schools_ranges_and_goals():
    assert texts(letters.SCHOOLS) == [
        "10.5万人", "10万人", "5%", "6,800名", "2,300名", "4,500名", "360万元", "30", "50家", "120万元", "100万元", "140万元",
        "2000个以上", "3大", "5个",
    ]  # fmt: skip
    assert [kind for kind, *_rest, status in arithmetic(letters.SCHOOLS) if status == "holds"] == [
        "growth",
        "sum",
        "sum",
    ]


def test_a_share_of_the_province_and_a_year_before():
    assert arithmetic(letters.PROVINCE) == [
        ("growth", "25%", ["1000项", "800项"], "holds"),
        ("share", "30%", ["120亿元", "400亿元"], "holds"),
        ("sum", "1500项", ["900项", "600项"], "holds"),
    ]


def test_examples_of_a_whole_are_no_sum_and_names_are_no_quantities():
    assert (texts(letters.EXAMPLES), arithmetic(letters.EXAMPLES)) == (
        ["1000家", "600家", "300家", "66家", "31家", "10家"],
        [],
    )


def test_spaces_between_numbers_and_units():
    assert texts(letters.SPACED) == [
        "12 家",
        "1 200 余家",
        "5 家",
        "7 家",
        "2.5 亿元",
        "0.5 亿元",
        "16.67 %",
        "约三千五百人",
        "12",
        "9",
        "7项",
    ]
    assert arithmetic(letters.SPACED)[0][3] == "holds"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("近20万人", ("近20万人", 200_000, "count", "near")),
        ("收入超3000亿元", ("超3000亿元", 300_000_000_000, "yuan", "over")),
        ("签约10余项", ("10余项", 10, "count", "more")),
        ("建成200家以上", ("200家以上", 200, "count", "over")),
        ("投入50万元左右", ("50万元左右", 500_000, "yuan", "near")),
        ("盘活3亩", ("3亩", 2000, "m2", "exact")),
        ("面积1.5公顷", ("1.5公顷", 15_000, "m2", "exact")),
        ("三点五亿元", ("三点五亿元", 350_000_000, "yuan", "exact")),
        ("占全省三分之一", ("三分之一", Fraction(1, 3), "ratio", "exact")),
        ("上百家企业", ("上百家", 100, "count", "over")),
        ("翻两番", ("翻两番", 4, "ratio", "exact")),
        ("提高1.5个百分点", ("1.5个百分点", Fraction(3, 2), "percent", "exact")),
        ("一百二十多个项目", ("一百二十多个", 120, "count", "more")),
        ("拉动比例1：28", ("1：28", 28, "ratio", "exact")),
        ("减税-3.5%", ("-3.5%", Fraction(-7, 2), "percent", "exact")),
    ],
)
def test_one_quantity_at_a_time(text, expected):
    assert one(text) == expected


@pytest.mark.parametrize(
    "text",
    ["2019年04月25日", "2018年5月28日", "第0469号", "十五届二次会议", "一、加大投入", "1.实施政策", "18940156226", "近年来成绩突出", "连续两年领跑",
     "“十三五”期间", "党的二十大精神", "9:30开始", "3:5:2的结构", "一批企业", "一个平台", "千人计划", "第三次会议", "5个工作日内办结", "历时3个月"],
)  # fmt: skip
def test_what_is_no_quantity_is_not_invented(text):
    assert texts(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("共3,256项，其中技术开发、技术转让、技术咨询、技术服务分别为1200项、356项、710项和1000项。", "sum"),
        ("企业由1250家增加到1500家，增长30%。", "growth"),
        ("企业由1250家增加到1500家，净增350家。", "growth"),
        ("比重由2.3%提高到2.6%，提高0.4个百分点。", "growth"),
        ("2019年登记合同800项，2020年登记合同1000项，同比增长35%。", "growth"),
        ("全省成交额400亿元，我市120亿元，占全省的36%。", "share"),
        ("安排资金100万元，拉动投入500万元，拉动比例1:6。", "ratio"),
        ("建成基地12家（其中，国家级1家、省级5家、市级7家）。", "sum"),
        ("受理申请120件，办结118件，办结率89.3%。", "share"),
        ("科技型企业2100家，是2018年1431家的1.74倍。", "ratio"),
    ],
)
def test_a_wrong_figure_is_contradicted(text, kind):
    audit = audit_text(text)

    assert [(r.kind, r.status) for r in audit.relations if r.status == "contradicted"] == [
        (kind, "contradicted")
    ]
    assert all(
        audit.claims[at].status == "contradicted"
        for r in audit.relations
        for at in (r.result, *r.operands)
        if r.status == "contradicted"
    )


def test_a_number_that_the_records_confirm_is_not_blamed_for_its_neighbour():
    audit = audit_text("立项281项，其中重大研发144项、重大转化138项。")
    assert {claim.status for claim in audit.claims} == {"contradicted"}

    finish(audit, {0: "holds", 1: "holds"})

    assert [claim.status for claim in audit.claims] == ["holds", "holds", "contradicted"]
