"""Who is entitled to what, on which sheet, and what would another cap have cost?"""

from datetime import date

import pytest

from zhuanhua.programmes.contracts import policy_sheets, queries
from zhuanhua.programmes.contracts.tests.money import sold
from zhuanhua.shared.policy import verdicts
from zhuanhua.shared.policy.judge import judge
from zhuanhua.shared.policy.presenting import condition_lines
from zhuanhua.shared.policy.queries import sheet_for
from zhuanhua.shared.policy.replaying import replay

__all__ = ["sold"]
pytestmark = pytest.mark.django_db
ON = date(2018, 12, 31)
RULES = [policy_sheets.SELLER_RULE, policy_sheets.BUYER_RULE]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_what_a_sheet_names_is_what_the_function_reads(rule):
    read = {entry.id for entry in verdicts.values_used(rule, rule.values(ON))}
    own = {each for each in rule.values(ON).entries if each.id.startswith(f"{rule.code}.")}

    assert read == {each.id for each in own if not each.id.endswith(".batches")}


def test_the_sheet_shows_the_facts_of_the_contract_beside_what_is_required(sold):
    lines = {
        line["title"]: (line["found"], line["value"])
        for line in condition_lines(sheet_for(policy_sheets.SELLER_RULE, sold[0].number, ON))
    }

    assert lines["合同类型在补贴范围"] == ("技术开发", "技术开发、技术转让")
    assert lines["合同已认定登记，没有注销或撤销"] == ("登记日期：2018-03-05", "")
    assert lines["按比例计算达到最低补贴额"] == ("90,000.00元", "1,000.00元")
    assert lines["买卖双方不是关联方"] == ("是关联方：否", "关联方之间的合同可以补贴：否")


def test_seller_is_found_before_asking(sold):
    sheet = sheet_for(policy_sheets.SELLER_RULE, sold[1].number, ON)

    assert (sheet.amount_fen, sheet.parts) == (9_000_000, {"city_fen": 9_000_000, "district_fen": 0})
    assert [each["met"] for each in sheet.content["conditions"]] == ["yes"] * 9
    assert [step["amount_fen"] for step in sheet.content["steps"] if step["has_amount"]] == [
        90_000_000,
        9_000_000,
        41_000_000,
        9_000_000,
        9_000_000,
    ]


def test_buyer_is_told_what_is_still_missing(sold, university):
    sheet = sheet_for(policy_sheets.BUYER_RULE, sold[0].number, ON)

    assert sheet.amount_fen == 0
    assert {each["column"]: each["met"] for each in sheet.open_conditions} == {
        "payee_is_enterprise": "no",
        "talent_is_valid": "unknown",
        "papers_are_in": "unknown",
    }


def test_contract_ended_later_stood_on_the_day(sold):
    contract = sold[0]
    contract.state, contract.ended_on = "cancelled", date(2018, 6, 30)
    contract.save()

    before, after = (
        {row["number"]: row["is_registered"] for row in queries.seller_rows(day)}[contract.number]
        for day in (date(2018, 6, 29), date(2018, 6, 30))
    )

    assert (before, after) == (True, False)


def test_replay_with_a_lower_cap_takes_from_the_large_contract(sold, firm):
    cap = "contracts.subsidy.seller.contract_cap_fen"

    found = replay(policy_sheets.SELLER_RULE, on=ON, overrides={cap: 9_500_000})

    assert (found.before_fen, found.after_fen) == (28_000_000, 27_500_000)
    assert [(each.name, each.cases, each.difference_fen) for each in found.losers] == [
        (firm.name, 3, -500_000)
    ]
    assert found.gainers == []


def test_queue_gives_the_same_as_the_whole_year(sold):
    rule = policy_sheets.SELLER_RULE
    year = {row["number"]: row for row in judge(rule.function, queries.seller_rows(ON), rule.values(ON))}

    alone = [judge(rule.function, rule.rows_for(each.number, ON), rule.values(ON))[0] for each in sold]

    assert alone == [year[each.number] for each in sold]


def test_sheet_of_a_contract_asks_the_database_three_times(sold, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        sheet = sheet_for(policy_sheets.SELLER_RULE, sold[2].number, ON)

    assert sheet.amount_fen > 0
