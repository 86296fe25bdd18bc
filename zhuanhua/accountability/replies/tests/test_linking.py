"""Which stated figure is which indicator, and what the records then say of it."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from zhuanhua.accountability.replies import linking
from zhuanhua.engines.claims import audit_text

TEXT = "沈阳市科技局：2018年全市登记技术合同8078项，实现技术合同成交额252.04亿元，同比增长15.85%。共有58家单位的169项技术合同享受政策，补贴金额1002.8万元。"
RECORDS = {
    "contracts.count": (8078, "count"),
    "contracts.amount": (25_204_000_000, "yuan"),
    "contracts.amount_growth": (Decimal("15.85"), "percent"),
    "contracts.subsidy.units": (58, "count"),
    "contracts.subsidy.count": (169, "count"),
    "contracts.subsidy.amount": (10_028_000, "yuan"),
}


@pytest.fixture
def records(monkeypatch):
    def value(code, *, year=None, person=None):
        base, unit = RECORDS[code]
        exact = base * 100 if unit == "yuan" else base / 100 if unit == "percent" else base
        figure = SimpleNamespace(name=code, definition="口径")
        return SimpleNamespace(
            base=Decimal(base),
            exact=exact,
            unit=unit,
            text=str(base),
            exact_text=str(base),
            records=8078,
            as_of=date(2019, 1, 31),
            figure=figure,
        )

    monkeypatch.setattr(linking.figures, "value", value)


def test_figures_are_linked_by_their_words():
    claims = audit_text(TEXT).claims

    assert {claims[at].text: code for at, code in linking.linked(claims).items()} == {
        "8078项": "contracts.count",
        "252.04亿元": "contracts.amount",
        "15.85%": "contracts.amount_growth",
        "58家": "contracts.subsidy.units",
        "169项": "contracts.subsidy.count",
        "1002.8万元": "contracts.subsidy.amount",
    }


def test_units_are_those_of_subsidies_only_before_their_contracts():
    claims = audit_text("2018年全市共有58家单位参加培训，补贴金额1002.8万元。").claims

    assert linking.linked(claims) == {}


def test_what_the_records_say_confirms(records):
    audit = audit_text(TEXT)

    findings, note = linking.compare(audit)

    assert (note, [finding.status for finding in findings.values()]) == (linking.COMPARED, ["holds"] * 6)
    assert [claim.status for claim in audit.claims] == ["holds"] * 6


@pytest.mark.parametrize(
    ("right", "wrong"), [("8078", "8087"), ("252.04", "252.40"), ("15.85", "18.55"), ("169", "196")]
)
def test_what_differs_from_the_records_is_contradicted(records, right, wrong):
    audit = audit_text(TEXT.replace(right, wrong))

    linking.compare(audit)

    assert next(claim.text for claim in audit.claims if claim.status == "contradicted").startswith(wrong)


def test_letters_of_other_cities_are_not_measured_by_our_records(records):
    audit = audit_text(TEXT.replace("沈阳市", "长春市"))

    assert linking.compare(audit) == ({}, linking.OTHER_CITY)


def test_part_of_a_year_is_not_compared(records):
    assert linking.compare(audit_text("2018年上半年，全市登记技术合同4000项。")) == (
        {},
        linking.NOTHING_TO_COMPARE,
    )


def test_what_was_collected_for_the_fair_of_a_day_is_counted_in_its_year(records, monkeypatch):
    monkeypatch.setitem(RECORDS, "achievements.count", (1239, "count"))
    monkeypatch.setitem(RECORDS, "needs.count", (1300, "count"))
    audit = audit_text(
        "2018年5月28日组织了沈阳市科技成果转化对接会，征集高校、院所科技成果1239项，企业技术需求1302项。"
    )

    findings, _note = linking.compare(audit)

    assert [(finding.code, finding.year, finding.status) for finding in findings.values()] == [
        ("achievements.count", 2018, "holds"),
        ("needs.count", 2018, "contradicted"),
    ]


def test_the_letters_paragraph_on_vouchers_is_linked_figure_by_figure():
    text = (
        "2018年兑付科技创新券的66家企业中，有高新技术企业31家，小巨人企业10家，双培育企业10家。引导推动企业研发投入2889万元，"
        "其中，用于技术研发1600万元，占比55%；用于技术检测1200万元，占比41%；用于知识产权投入72万元，占比2.5%；用于科技信息服务17万元，占比0.6%。"
        "通过创新券的实施，共有28家单位研发了33种新产品、新技术、新工艺；12家企业取得了15项知识产权（专利、著作权）；"
        "企业购买科技服务降低了286.5万元成本，服务机构共完成618.7万元的收入。"
    )
    claims = audit_text(text).claims

    found = [code.removeprefix("vouchers.") for code in linking.linked(claims).values()]
    assert found == [
        "units", "high_tech_units", "giant_units", "cultivated_units", "spent", "spent_research", "spent_testing",
        "spent_ip", "spent_information", "product_units", "new_products", "ip_units", "ip_rights", "saved", "income",
    ]  # fmt: skip


SINCE = (
    "沈阳市科技局：2017年启动以来，“双百工程”累计立项项目281项，其中，重大科技研发项目144项，重大科技成果转化项目137项。"
    "共安排专项补助资金2.28亿元，拉动全社会研发投入65.58亿元，拉动比例达到1:28。“双百工程”共解决关键共性技术813项，"
    "共申请专利1237件，授权专利524件。集聚高水平研发团队275个，科研人员达8400人。\n2019年4月24日\n"
)


def test_what_is_said_of_the_time_since_a_year_is_asked_until_the_day_of_the_letter(monkeypatch):
    asked = {}

    def value(code, **told):
        asked[code, tuple(told.pop("where", {}).values())] = told
        raise linking.Refusal("")

    monkeypatch.setattr(linking.figures, "value", value)
    linking.compare(audit_text(SINCE))

    codes = ("count", "granted", "research", "leverage", "technologies", "patents_filed", "patents_granted", "teams", "people")  # fmt: skip
    wanted = {(f"projects.{code}", ()) for code in codes}
    assert set(asked) == wanted | {("projects.count", ("research",)), ("projects.count", ("conversion",))}
    span = {"since": date(2017, 1, 1), "until": date(2019, 4, 24), "person": None}
    assert all(told == span for told in asked.values())


def test_a_letter_without_a_day_is_asked_until_today():
    assert linking.signed_on("2017年以来立项281项。") is None
    assert linking.signed_on("一、2019年2月31日\n2019年13月1日\n") is None
