"""Who is paid how much for a technology contract? Two pure rules, Table → Table; one claim and ten million go through the same function.

Columns that the rules take (one row a claim; amounts whole fen; null where the papers do not tell yet, which makes a condition unknown):

| column | type | of whom | meaning |
|---|---|---|---|
| `number` | string | both | the claim's number (of the contract, where a contract is its own claim): the key, unique, last in the order |
| `seller` / `buyer` | string | each | who is paid, as one short text (credit code or id): the caps count by it |
| `kind` | string | seller | development, transfer, licence, consulting, service |
| `registered_on` | date | both | day of registration |
| `is_registered` | boolean | both | the registration stands on the day of judgement: neither cancelled nor revoked; null while nobody has confirmed what one person entered |
| `is_converted_here` | boolean | seller | the technology is put to use in the city (buyer in the city) |
| `seller_in_city`, `buyer_in_city` | boolean | each | registered in the city |
| `seller_size` | string | seller | large, medium, small, micro, none |
| `buyer_is_enterprise` | boolean | buyer | |
| `is_related` | boolean | seller | between related parties |
| `in_other_scheme` | boolean | both | the contract or one of its invoices was used for another subsidy, or for this one by another claim |
| `has_fraud_case` | boolean | both | a fraud case against the payee is open |
| `amount_fen` | int64 | seller | the contract's amount on which the rate is applied |
| `signed_on`, `talent_from`, `talent_until` | date | buyer | signing day; the talent certificate's first and last day (last day null: open-ended) |
| `accepted_on`, `acceptance_number` | date, int64 | buyer | day and running number of acceptance: its year is the cap's year, its number the order |
| `price_fen`, `invoiced_fen`, `paid_fen` | int64 | buyer | price; invoices and bank slips so far |
| `claimed_before_fen` | int64 | buyer | base that earlier claims of the same contract have used up |
| `granted_before_fen` | int64 | both | granted to the payee in that calendar year outside of these rows; the same on all rows of payee and year |

Columns that both add: one boolean a condition (`CONDITIONS`), `is_entitled`, `base_fen`, `raw_fen` (base × rate), `capped_fen` (after the
cap per contract), `year_left_fen` (what the yearly cap still leaves), `possible_fen` (due if every condition were met), `grant_fen`, `city_fen`, `district_fen` (city + district = grant).
"""

from typing import Any

import ibis

from zhuanhua.core import money
from zhuanhua.shared.policy.caps import all_met, at_most, filled, within
from zhuanhua.shared.policy.judge import takes
from zhuanhua.shared.policy.units import UNITS, UnitFault

SELLER_COLUMNS = {
    "number": "string",
    "seller": "string",
    "kind": "string",
    "registered_on": "date",
    "is_registered": "boolean",
    "is_converted_here": "boolean",
    "seller_in_city": "boolean",
    "seller_size": "string",
    "is_related": "boolean",
    "in_other_scheme": "boolean",
    "has_fraud_case": "boolean",
    "amount_fen": "int64",
    "granted_before_fen": "int64",
}
BUYER_COLUMNS = {
    "number": "string",
    "buyer": "string",
    "registered_on": "date",
    "is_registered": "boolean",
    "buyer_in_city": "boolean",
    "buyer_is_enterprise": "boolean",
    "signed_on": "date",
    "talent_from": "date",
    "talent_until": "date",
    "in_other_scheme": "boolean",
    "has_fraud_case": "boolean",
    "accepted_on": "date",
    "acceptance_number": "int64",
    "price_fen": "int64",
    "invoiced_fen": "int64",
    "paid_fen": "int64",
    "claimed_before_fen": "int64",
    "granted_before_fen": "int64",
}
LAST = 2**62  # who has no acceptance number yet stands behind all who have one
INVOICE_COLUMNS = {"invoice_number": "string", "claim": "string"}
CLAWBACK_COLUMNS = {"is_registered": "boolean", "paid_fen": "int64", "entitled_fen": "int64"}

SELLER_CONDITIONS = (
    "stands_registered",
    "kind_is_paid",
    "is_used_here",
    "payee_is_local",
    "size_is_paid",
    "parties_are_apart",
    "is_used_once",
    "is_free_of_fraud",
    "reaches_least",
)
BUYER_CONDITIONS = (
    "stands_registered",
    "payee_is_enterprise",
    "payee_is_local",
    "talent_is_valid",
    "papers_are_in",
    "is_used_once",
    "is_free_of_fraud",
)


@takes(**SELLER_COLUMNS)
def seller(claims: ibis.Table, values: Any) -> ibis.Table:
    """输出方补贴：在本市转化并登记的技术开发、技术转让合同，按合同额的比例，单项和年度设上限（提案答复第3条；小微企业创业创新补充规定）。

    Filled in the order of registration within the calendar year of registration.
    """
    base = within(claims.amount_fen)
    raw = money.share_half_up(base, values.seller_rate_bp)
    facts = claims.mutate(
        base_fen=base,
        raw_fen=raw,
        capped_fen=at_most(raw, values.seller_contract_cap_fen),
        cap_year_=claims.registered_on.year(),
        stands_registered=claims.is_registered & claims.registered_on.notnull(),
        kind_is_paid=claims.kind.isin(list(values.seller_kinds)),
        is_used_here=claims.is_converted_here,
        payee_is_local=claims.seller_in_city,
        size_is_paid=claims.seller_size.isin(list(values.seller_sizes)),
        parties_are_apart=~claims.is_related | ibis.literal(bool(values.seller_pays_related)),
        is_used_once=~claims.in_other_scheme | ibis.literal(not values.seller_pays_once),
        is_free_of_fraud=~claims.has_fraud_case | ibis.literal(not values.seller_stops_on_fraud),
        reaches_least=raw >= values.seller_least_fen,
    )
    entitled = all_met(facts, SELLER_CONDITIONS)
    order = ("registered_on", "number")
    granted = _filled(entitled, "seller", order, values.seller_year_cap_fen)
    return _split(granted, values.seller_city_share_bp)


@takes(**BUYER_COLUMNS)
def buyer(claims: ibis.Table, values: Any) -> ibis.Table:
    """受让企业补贴：按成交价的比例，每家企业每年设上限，按受理先后（沈科发〔2018〕23号第三条、第四条、第六条）。

    Base: the least of price, invoices and bank slips, less what earlier claims of the contract have used up.
    """
    papers = at_most(at_most(claims.price_fen, claims.invoiced_fen), claims.paid_fen)
    base = within(papers - claims.claimed_before_fen)
    raw = money.share_half_up(base, values.buyer_rate_bp)
    last_day = ibis.coalesce(claims.talent_until, claims.signed_on)
    facts = claims.mutate(
        base_fen=base,
        raw_fen=raw,
        capped_fen=raw,
        cap_year_=claims.accepted_on.year(),
        stands_registered=claims.is_registered & claims.registered_on.notnull(),
        payee_is_enterprise=claims.buyer_is_enterprise,
        payee_is_local=claims.buyer_in_city,
        talent_is_valid=(claims.talent_from <= claims.signed_on) & (claims.signed_on <= last_day),
        papers_are_in=base > 0,
        is_used_once=~claims.in_other_scheme | ibis.literal(not values.buyer_pays_once),
        is_free_of_fraud=~claims.has_fraud_case,
    )
    entitled = all_met(facts, BUYER_CONDITIONS)
    waiting = entitled.mutate(place_=claims.acceptance_number.fill_null(LAST))
    order = ("place_", "registered_on", "number")
    granted = _filled(waiting, "buyer", order, values.buyer_year_cap_fen)
    return _split(granted.drop("place_"), values.buyer_city_share_bp)


@takes(**INVOICE_COLUMNS)
def invoice_clash(invoices: ibis.Table, values: Any) -> ibis.Table:
    """同一发票号出现在两份申请里的，两份都暂停办理（沈科发〔2018〕23号第四条；不重复享受）。

    One row an invoice in a claim; adds `is_held`.
    """
    same = ibis.window(group_by="invoice_number")
    first, last = invoices.claim.min().over(same), invoices.claim.max().over(same)
    return invoices.mutate(is_held=first != last)


@takes(**CLAWBACK_COLUMNS)
def clawback(cases: ibis.Table, values: Any) -> ibis.Table:
    """已付补贴的合同被解除或者撤销的，追回已付的部分（沈科发〔2018〕23号第七条）。

    `entitled_fen` is what the claim is entitled to by the facts of now; adds `clawback_fen`.
    """
    entitled = ibis.ifelse(cases.is_registered, cases.entitled_fen, 0)
    return cases.mutate(clawback_fen=ibis.greatest(cases.paid_fen - entitled, 0))


def rate_in_configuration(given: dict[str, Any], values: Any) -> dict[str, Any]:
    """配置里的比例须在0和1之间；写成“5”的不接受（沈科发〔2018〕23号第三条的5%写作0.05）。"""
    try:
        return {"is_accepted": True, "rate_bp": UNITS["ratio"].read(given["typed"])}
    except UnitFault:
        return {"is_accepted": False, "rate_bp": None}


def _filled(claims: ibis.Table, party: str, order: tuple[str, ...], cap_fen: int) -> ibis.Table:
    group = (party, "cap_year_")
    return filled(claims, group=group, order=order, cap=cap_fen, before=claims.granted_before_fen)


def _split(claims: ibis.Table, city_share_bp: int) -> ibis.Table:
    city = money.share_half_up(claims.grant_fen, city_share_bp)
    shared = claims.mutate(city_fen=city, district_fen=claims.grant_fen - city)
    return shared.drop("cap_year_")


RULES = {
    "seller": seller,
    "buyer": buyer,
    "invoice_clash": invoice_clash,
    "clawback": clawback,
    "rate_in_configuration": rate_in_configuration,
}
