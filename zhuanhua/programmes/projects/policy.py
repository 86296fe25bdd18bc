"""Who may be granted how much, and how does a project end? Pure rules, Table → Table; one application and a whole call go through the same function.

Columns that the two entry rules take (one row an application; amounts whole fen; null where it is not known yet, which makes a condition unknown):

| column | type | meaning |
|---|---|---|
| `number` | string | the application's number: the key, last in the order |
| `applicant` | string | who applies, as one short text: the total per enterprise counts by it |
| `is_in_city`, `is_enterprise` | boolean | registered in the city; an enterprise |
| `chain` | string | the industrial chain by its code |
| `standing` | string | platform, talent, standard, national, none: what the applicant names of article 4 |
| `requested_fen`, `own_fen` | int64 | asked from the city; the applicant's own money |
| `running_fen` | int64 | granted to the applicant in running projects of the scheme, outside of these rows; the same on all its rows |
| `has_ban` | boolean | a project of the applicant failed and its money has not come back |
| `place` | int64 | the place in the ranking; fills the applicant's total in this order; null stands last |

Columns that both add: one boolean a condition, `is_entitled`, `capped_fen`, `room_fen` (what the total still leaves), `is_within_room`, `possible_fen`, `grant_fen`.
"""

from datetime import timedelta
from typing import Any

import ibis

from zhuanhua.core import money
from zhuanhua.engines.reviewing import Parties, Tie, TieKind, conflicts
from zhuanhua.shared.policy.judge import takes

ENTRY_COLUMNS = {
    "number": "string",
    "applicant": "string",
    "is_in_city": "boolean",
    "is_enterprise": "boolean",
    "chain": "string",
    "standing": "string",
    "requested_fen": "int64",
    "own_fen": "int64",
    "running_fen": "int64",
    "has_ban": "boolean",
    "place": "int64",
}
INDIRECT_COLUMNS = {"direct_fen": "int64", "equipment_fen": "int64"}
ENDING_COLUMNS = {"has_passed": "boolean", "has_records": "boolean", "is_diligent": "boolean", "paid_fen": "int64", "spent_fen": "int64"}  # fmt: skip
TIMING_COLUMNS = {"ends_on": "date", "asked_on": "date"}
LAST = 2**62

DOUBLE_CONDITIONS = ("applicant_is_local", "applicant_is_enterprise", "own_money_suffices", "is_free_of_ban")
SPECIAL_CONDITIONS = (
    "applicant_is_local",
    "applicant_is_enterprise",
    "chain_is_listed",
    "standing_is_shown",
    "own_money_suffices",
    "room_is_left",
    "is_free_of_ban",
)


@takes(**ENTRY_COLUMNS)
def double_hundred(applications: ibis.Table, values: Any) -> ibis.Table:
    """双百工程：在本市注册的企业，自筹不低于申请额的比例，每项设上限（沈阳市科技创新“双百工程”支持措施，2017年6月20日起，条号未见）。"""
    capped = _at_most(applications.requested_fen, values.double_cap_fen)
    facts = _shared(applications, values.double_own_share_bp, capped).mutate(
        room_fen=ibis.literal(values.double_cap_fen).cast("int64"),
        is_within_room=applications.requested_fen <= values.double_cap_fen,
        possible_fen=capped,
    )
    entitled = _all(facts, DOUBLE_CONDITIONS)
    return entitled.mutate(grant_fen=ibis.ifelse(entitled.is_entitled, capped.fill_null(0), 0))


@takes(**ENTRY_COLUMNS)
def special(applications: ibis.Table, values: Any) -> ibis.Table:
    """重大科技专项：八条产业链，头部企业，单个企业累计设上限，超过的部分不予支持（沈科发〔2024〕6号细则1第二条、第四条、第七条）。

    Several applications of one enterprise fill its total in the order of their places.
    """
    cap_fen = values.special_total_fen
    room = ibis.greatest(cap_fen - applications.running_fen.fill_null(0), 0)
    asked = _at_most(applications.requested_fen, cap_fen)
    facts = _shared(applications, values.special_own_share_bp, asked).mutate(
        chain_is_listed=applications.chain.isin(list(values.special_chains)),
        standing_is_shown=applications.standing.isin(list(values.special_standings)),
        room_is_left=room > 0,
        room_=room,
        place_=applications.place.fill_null(LAST),
    )
    entitled = _all(facts, SPECIAL_CONDITIONS)
    wants = entitled.mutate(wanted_=ibis.ifelse(entitled.is_entitled, entitled.capped_fen.fill_null(0), 0))
    order = ibis.window(group_by="applicant", order_by=["place_", "number"], rows=(None, 0))
    filled = wants.mutate(upto_=wants.wanted_.sum().over(order).cast("int64"))
    left = filled.room_ - _at_most(filled.upto_ - filled.wanted_, filled.room_)
    filled = filled.mutate(
        room_fen=left,
        is_within_room=filled.requested_fen <= left,
        possible_fen=_at_most(filled.capped_fen, left),
        grant_fen=_at_most(filled.wanted_, left),
    )
    return filled.drop("room_", "place_", "wanted_", "upto_")


@takes(**INDIRECT_COLUMNS)
def indirect_cap(budgets: ibis.Table, values: Any) -> ibis.Table:
    """间接费用上限：以直接费用减设备购置费为基数，分段累进（国办发〔2021〕32号，条号未核）。

    Adds `is_in_order` (equipment is part of the direct cost), `base_fen`, `cap_fen`; each part is rounded half a fen up.
    """
    in_order = budgets.equipment_fen <= budgets.direct_fen
    base = ibis.ifelse(in_order, budgets.direct_fen - budgets.equipment_fen, 0)
    first, second = values.indirect_first_fen, values.indirect_second_fen
    low = _at_most(base, first)
    middle = ibis.greatest(_at_most(base, second) - first, 0)
    high = ibis.greatest(base - second, 0)
    cap = (
        money.share_half_up(low, values.indirect_first_share_bp)
        + money.share_half_up(middle, values.indirect_second_share_bp)
        + money.share_half_up(high, values.indirect_third_share_bp)
    )
    return budgets.mutate(is_in_order=in_order, base_fen=base, cap_fen=cap.cast("int64"))


@takes(**TIMING_COLUMNS)
def acceptance_timing(projects: ibis.Table, values: Any) -> ibis.Table:
    """申请验收的时间：执行期满后超过期限的，记入信用（项目管理办法，条号未核）。

    Adds `days_after`, `is_late`.
    """
    days = projects.asked_on.delta(projects.ends_on, unit="day").cast("int64")
    return projects.mutate(days_after=days, is_late=days > values.acceptance_days)


@takes(**ENDING_COLUMNS)
def ending(projects: ibis.Table, values: Any) -> ibis.Table:
    """结题：未通过而记录完整、专家认定勤勉尽责的，免责，退回结余，不记信用（科学技术进步法第六十八条）；其余未通过的，已拨的全部追回。

    Adds `outcome` (accepted, excused, failed), `back_fen` (what has to come back of what was paid), `has_remark`.
    """
    passed, excused = projects.has_passed, ~projects.has_passed & projects.has_records & projects.is_diligent
    unspent = ibis.greatest(projects.paid_fen - projects.spent_fen, 0)
    return projects.mutate(
        outcome=ibis.cases((passed, "accepted"), (excused, "excused"), else_="failed"),
        back_fen=ibis.ifelse(passed | excused, unspent, projects.paid_fen),
        has_remark=~(passed | excused),
    )


def publicity(given: dict[str, Any], values: Any) -> dict[str, Any]:
    """公示：起始日不计，最后一天整日可以提出异议；匿名的不受理（民法典第二百零一条；公示办法，条号未见）。"""
    ends_on = given["starts_on"] + timedelta(days=values.notice_days)
    told = {"ends_on": ends_on}
    if "filed_on" in given:
        told["is_accepted"] = (
            bool(given.get("is_signed")) and given["starts_on"] <= given["filed_on"] <= ends_on
        )
    return told


def avoidance(given: dict[str, Any], values: Any) -> dict[str, Any]:
    """专家回避：现在或者三年内在申报单位任职、持股、共同发明、共同承担项目、本人声明的，不能评审（专家回避规则，条号未见）。"""
    organisation = 1
    tie = Tie(TieKind(given["tie"]), organisation, until=given.get("tie_until"))
    found = conflicts([tie], Parties(frozenset({organisation})), on=given["on"], years=values.avoidance_years)
    return {"is_barred": bool(found)}


def _shared(applications: ibis.Table, own_share_bp: int, asked: Any) -> ibis.Table:
    least = money.share_half_up(asked, own_share_bp)
    return applications.mutate(
        capped_fen=asked,
        applicant_is_local=applications.is_in_city,
        applicant_is_enterprise=applications.is_enterprise,
        own_money_suffices=applications.own_fen >= least,
        is_free_of_ban=~applications.has_ban,
    )


def _at_most(amount: Any, limit: Any) -> Any:
    """The smaller of two, null when either is unknown; LEAST skips nulls on some engines and not on others."""
    unknown = ibis.null("int64")
    return ibis.cases((amount > limit, limit), (amount <= limit, amount), else_=unknown)


def _all(facts: ibis.Table, conditions: tuple[str, ...]) -> ibis.Table:
    met = ibis.literal(True)
    for name in conditions:
        met &= facts[name].fill_null(False)
    return facts.mutate(is_entitled=met)


RULES = {
    "double_hundred": double_hundred,
    "special": special,
    "indirect_cap": indirect_cap,
    "acceptance_timing": acceptance_timing,
    "ending": ending,
    "publicity": publicity,
    "avoidance": avoidance,
}
