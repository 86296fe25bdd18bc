"""What does the policy say about a technology contract? Pure functions, Table → Table, no clock and no database.

`values` are the dated values of policy_values.yaml on the day that counts (the day of acceptance, or of application
before it). A condition is true, false, or null where the facts do not tell.
"""

from typing import Any

import ibis

from zhuanhua.core import money
from zhuanhua.shared.policy.judge import takes

CONTRACT_COLUMNS = {
    "kind": "string",
    "subkind": "string",
    "total_fen": "int64",
    "non_technical_fen": "int64",
    "deliverable_fen": "int64",
    "trade_fen": "int64",
    "is_disputed": "boolean",
    "is_import": "boolean",
    "applicant_is_seller": "boolean",
    "applicant_is_buyer": "boolean",
    "applicant_in_city": "boolean",
    "applied_on": "date",
    "ends_on": "date",
    "ip_expires_on": "date",
    "monopoly_count": "int64",
}
FACT_COLUMNS = dict.fromkeys(
    (
        "is_sale_of_goods",
        "has_research_goal",
        "mastered_at_signing",
        "is_restyling",
        "both_do_research",
        "turns_result_into_use",
        "has_existing_right",
        "grants_use_only",
        "solves_specific_problem",
        "is_ordinary_work",
        "gives_report_on_project",
        "is_brokerage",
        "brokered_is_registered",
        "is_training",
        "is_general_education",
    ),
    "boolean",
)
ROYALTY_COLUMNS = {"entry_fee_fen": "int64", "base_fen": "int64", "royalty_bp": "int64"}
PATENT_LICENCES = ("29", "31")


@takes(**CONTRACT_COLUMNS)
def technology_amount(contracts: ibis.Table, values: Any) -> ibis.Table:
    """技术交易额 = 成交额 − 非技术性支出；直接用于履行合同的合理数量标的物不扣除（253号；最高法解释第十四条）。

    Adds `trade_fen` and `amount_is_possible` (0 < trade ≤ total and no item larger than the total).
    """
    trade = contracts.total_fen - (contracts.non_technical_fen - contracts.deliverable_fen)
    possible = (
        (contracts.total_fen > 0)
        & (contracts.non_technical_fen >= 0)
        & (contracts.non_technical_fen <= contracts.total_fen)
        & (contracts.deliverable_fen >= 0)
        & (contracts.deliverable_fen <= contracts.non_technical_fen)
        & (trade > 0)
    )
    return contracts.mutate(trade_fen=trade, amount_is_possible=possible)


@takes(**CONTRACT_COLUMNS)
def treatment(contracts: ibis.Table, values: Any) -> ibis.Table:
    """办理期限与复核：技术交易额达到起点（含本数）或有争议的，期限较长并须第二人复核（征求意见稿第十四条）。

    Adds `needs_review` and `term_days`; `values.clock_is_working_time` says which days are counted.
    """
    needs_review = (contracts.trade_fen >= values.review_from_fen) | contracts.is_disputed
    term = ibis.ifelse(needs_review, values.large_term_days, values.decision_term_days)
    return contracts.mutate(needs_review=needs_review, term_days=term)


@takes(**CONTRACT_COLUMNS)
def admissibility(contracts: ibis.Table, values: Any) -> ibis.Table:
    """受理条件：申请人、属地、有效期、专利期限、分类口径、限制性条款（征求意见稿第十一、十二条；民法典第八百六十五条）。

    Adds one boolean column a condition; null where the papers do not tell yet.
    """
    files_as_buyer = contracts.is_import & ibis.literal(bool(values.buyer_files_imports))
    is_patent_licence = contracts.subkind.isin(PATENT_LICENCES)
    life = ibis.ifelse(is_patent_licence, contracts.ends_on <= contracts.ip_expires_on, True)
    kind_is_open = (contracts.kind != "licence") | ibis.literal(bool(values.licence_is_own_kind))
    in_validity = (contracts.ends_on >= contracts.applied_on) | ibis.literal(not values.within_validity)
    return contracts.mutate(
        applicant_is_right=ibis.ifelse(
            files_as_buyer, contracts.applicant_is_buyer, contracts.applicant_is_seller
        ),
        locality_is_right=contracts.applicant_in_city,
        is_within_validity=in_validity,
        patent_lives_long_enough=life,
        kind_is_open=kind_is_open,
        has_no_monopoly_clause=contracts.monopoly_count == 0,
    )


@takes(**FACT_COLUMNS)
def classification(facts: ibis.Table, values: Any) -> ibis.Table:
    """合同分类：按约定的权利义务而不是名称判断（最高法解释第十七至三十八、四十二条；民法典第八百五十一至八百八十七条）。

    Facts are yes, no or null. Adds `subkind` (two digits, empty when none fits), `ground` (refusal ground, empty when a
    kind fits) and `reason` (a code that the desk words for the registrar).
    """
    is_open = ibis.literal(bool(values.licence_is_own_kind))
    yes = {name: facts[name].fill_null(False) for name in FACT_COLUMNS}
    research = yes["has_research_goal"] & ~yes["mastered_at_signing"] & ~yes["is_restyling"]
    service = yes["solves_specific_problem"] & ~yes["is_ordinary_work"]
    rows = (
        (yes["is_brokerage"] & ~yes["brokered_is_registered"], "", "2", "brokered_contract_not_registered"),
        (yes["is_brokerage"], "52", "", "brokerage"),
        (yes["is_training"] & yes["is_general_education"], "", "2", "general_education"),
        (yes["is_training"], "53", "", "training"),
        (yes["turns_result_into_use"] & ~yes["mastered_at_signing"], "13", "", "conversion"),
        (research & yes["both_do_research"], "12", "", "joint_development"),
        (research, "11", "", "entrusted_development"),
        (yes["has_existing_right"] & yes["grants_use_only"] & is_open, "31", "", "licence"),
        (yes["has_existing_right"] & yes["grants_use_only"], "29", "", "licence_under_old_rules"),
        (yes["has_existing_right"], "21", "", "transfer"),
        (yes["gives_report_on_project"], "41", "", "consulting"),
        (service, "51", "", "service"),
        (yes["is_sale_of_goods"], "", "2", "sale_of_goods"),
        (yes["is_restyling"], "", "2", "restyling"),
        (yes["is_ordinary_work"], "", "2", "ordinary_work"),
        (yes["has_research_goal"] & yes["mastered_at_signing"], "", "2", "already_mastered"),
    )
    return facts.mutate(
        subkind=ibis.cases(*((when, subkind) for when, subkind, _, _ in rows), else_=""),
        ground=ibis.cases(*((when, ground) for when, _, ground, _ in rows), else_=""),
        reason=ibis.cases(*((when, reason) for when, _, _, reason in rows), else_="not_enough_facts"),
    )


@takes(**ROYALTY_COLUMNS)
def royalty(contracts: ibis.Table, values: Any) -> ibis.Table:
    """提成：先按入门费登记，提成到账后按比例计入（253号关于提成的规定；民法典第八百四十六条）。

    Adds `due_fen`, cut to the fen: the royalty of one period on its base.
    """
    return contracts.mutate(due_fen=money.share(contracts.base_fen, contracts.royalty_bp))


RULES = {
    "technology_amount": technology_amount,
    "treatment": treatment,
    "admissibility": admissibility,
    "classification": classification,
    "royalty": royalty,
}
