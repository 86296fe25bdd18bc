"""Who gets a voucher, of which amount, and how much of it is redeemed? Pure functions, Table → Table, no clock and no database.

Amounts are whole fen; null where the facts do not tell yet, which makes a condition unknown. Columns of an application:

| column | type | meaning |
|---|---|---|
| `number` | string | the voucher's case number: the key, unique, last in the order |
| `holder` | string | who applies, as a short text: the limit of the year counts by it |
| `holder_kind`, `holder_size` | string | enterprise or team; large, medium, small, micro, none |
| `holder_in_city`, `provider_is_listed`, `service_is_listed` | boolean | registered here; the provider is listed, and offers this kind of service |
| `service_kind` | string | research, testing, instruments, consulting, ip, information |
| `is_service` | boolean | neither a statutory test, mass inspection, training nor buying equipment |
| `is_related`, `in_other_scheme`, `is_in_arrears` | boolean | holder and provider belong together; contract used elsewhere; money demanded back and not paid by its day |
| `is_confirmed` | boolean | a second person has confirmed the registration of the contract that is named; null where none is, or it has ended |
| `has_ended` | boolean | the registration that is named was cancelled or revoked; null where none is |
| `applied_on`, `signed_on` | date | the year of the first is the year of the limit |
| `contract_fen`, `asked_fen`, `issued_before_fen` | int64 | price; what is asked; what stands already of that holder and year |
"""

from datetime import date
from typing import Any

import ibis

from zhuanhua.core import money
from zhuanhua.core.dates import add_months
from zhuanhua.shared.policy.caps import all_met, at_most, filled, within
from zhuanhua.shared.policy.judge import takes

APPLICATION_COLUMNS = {
    "number": "string",
    "holder": "string",
    "holder_kind": "string",
    "holder_size": "string",
    "holder_in_city": "boolean",
    "provider_is_listed": "boolean",
    "service_is_listed": "boolean",
    "service_kind": "string",
    "is_service": "boolean",
    "is_related": "boolean",
    "in_other_scheme": "boolean",
    "is_in_arrears": "boolean",
    "is_confirmed": "boolean",
    "has_ended": "boolean",
    "applied_on": "date",
    "signed_on": "date",
    "contract_fen": "int64",
    "asked_fen": "int64",
    "issued_before_fen": "int64",
}
REDEMPTION_COLUMNS = {
    "number": "string",
    "holder": "string",
    "service_kind": "string",
    "is_related": "boolean",
    "in_other_scheme": "boolean",
    "is_confirmed": "boolean",
    "has_ended": "boolean",
    "has_report": "boolean",
    "asked_on": "date",
    "redeem_by": "date",
    "face_fen": "int64",
    "contract_fen": "int64",
    "invoiced_fen": "int64",
    "early_fen": "int64",
    "late_fen": "int64",
    "paid_fen": "int64",
}
CONTRACT_COLUMNS = {
    "number": "string",
    "holder": "string",
    "provider": "string",
    "service_kind": "string",
    "signed_on": "date",
}
APPLICATION_CONDITIONS = (
    "holder_is_eligible",
    "holder_is_local",
    "provider_may_serve",
    "service_is_offered",
    "service_is_paid",
    "contract_is_signed",
    "reaches_least",
    "asks_within",
    "parties_are_apart",
    "is_used_once",
    "registration_stands",
    "registration_is_confirmed",
    "owes_nothing",
    "limit_has_room",
)
REDEMPTION_CONDITIONS = (
    "is_in_time",
    "invoice_counts",
    "papers_are_in",
    "parties_are_apart",
    "is_used_once",
    "registration_stands",
    "registration_is_confirmed",
)


@takes(**APPLICATION_COLUMNS)
def application(vouchers: ibis.Table, values: Any) -> ibis.Table:
    """面额：申领金额、合同额的比例和年度余额三者取小，向下取整到分（policies/03第4条；券种、比例、额度为本地设定）。

    Adds one boolean a condition, `raw_fen`, `year_left_fen`, `possible_fen` and `face_fen`; a holder's year is filled in the order of application.
    """
    raw = money.share(within(vouchers.contract_fen), _rate(vouchers, values))
    limit = _limit(vouchers, values)
    of_size = (vouchers.holder_kind != "enterprise") | vouchers.holder_size.isin(list(values.holder_sizes))
    facts = vouchers.mutate(
        raw_fen=raw,
        limit_fen=limit,
        cap_year_=vouchers.applied_on.year(),
        holder_is_eligible=vouchers.holder_kind.isin(list(values.holder_kinds)) & of_size,
        holder_is_local=vouchers.holder_in_city,
        provider_may_serve=vouchers.provider_is_listed,
        service_is_offered=vouchers.service_is_listed,
        service_is_paid=vouchers.is_service,
        contract_is_signed=vouchers.signed_on <= vouchers.applied_on,
        reaches_least=vouchers.contract_fen >= values.least_contract_fen,
        asks_within=(vouchers.asked_fen > 0)
        & ((vouchers.asked_fen <= raw) | ibis.literal(bool(values.trims))),
        parties_are_apart=~vouchers.is_related | ibis.literal(bool(values.pays_related)),
        is_used_once=~vouchers.in_other_scheme | ibis.literal(not values.pays_once),
        registration_stands=~vouchers.has_ended.fill_null(False),
        registration_is_confirmed=_confirmed(vouchers),
        owes_nothing=~vouchers.is_in_arrears,
        limit_has_room=vouchers.issued_before_fen < limit,
    )
    facts = facts.mutate(capped_fen=at_most(facts.raw_fen, within(facts.asked_fen)))
    entitled = all_met(facts, APPLICATION_CONDITIONS)
    granted = filled(
        entitled,
        group=("holder", "cap_year_"),
        order=("applied_on", "number"),
        cap=entitled.limit_fen,
        before=entitled.issued_before_fen,
    )
    return granted.mutate(face_fen=granted.grant_fen).drop("grant_fen", "cap_year_")


@takes(**REDEMPTION_COLUMNS)
def redemption(vouchers: ibis.Table, values: Any) -> ibis.Table:
    """兑付额：面额与合同、有效发票、付款三者最小数的比例取小；余额退回预算（policies/03第4条）。

    Of `invoiced_fen`, what was dated before signing (`early_fen`) or after the last day of use (`late_fen`) does not count.
    Adds the conditions, `valid_fen`, `base_fen`, `raw_fen`, `possible_fen`, `redeem_fen`, `rest_fen`.
    """
    valid = vouchers.invoiced_fen - vouchers.early_fen - vouchers.late_fen
    papers = at_most(at_most(vouchers.contract_fen, valid), vouchers.paid_fen)
    base = within(papers)
    raw = money.share(base, _rate(vouchers, values))
    facts = vouchers.mutate(
        base_fen=base,
        raw_fen=raw,
        possible_fen=at_most(raw, vouchers.face_fen),
        is_in_time=vouchers.asked_on <= vouchers.redeem_by,
        valid_fen=valid,
        invoice_counts=valid > 0,
        papers_are_in=(base > 0) & vouchers.has_report,
        parties_are_apart=~vouchers.is_related | ibis.literal(bool(values.pays_related)),
        is_used_once=~vouchers.in_other_scheme | ibis.literal(not values.pays_once),
        registration_stands=~vouchers.has_ended.fill_null(False),
        registration_is_confirmed=_confirmed(vouchers),
    )
    judged = all_met(facts, REDEMPTION_CONDITIONS)
    redeem = ibis.ifelse(judged.is_entitled, judged.possible_fen.fill_null(0), 0)
    return judged.mutate(redeem_fen=redeem, rest_fen=judged.face_fen - redeem)


@takes(**CONTRACT_COLUMNS)
def split(contracts: ibis.Table, values: Any) -> ibis.Table:
    """疑似拆分：同一单位与同一机构、同类服务，在规定天数内签订两份以上合同的，都由人核实（policies/03第3条“一合同一券”）。

    Adds `is_held`.
    """
    alike = ibis.window(
        group_by=("holder", "provider", "service_kind"), order_by=(contracts.signed_on, contracts.number)
    )
    seen = contracts.mutate(
        before_=contracts.signed_on.lag().over(alike), after_=contracts.signed_on.lead().over(alike)
    )
    near = values.split_days
    since = seen.signed_on.delta(seen.before_, unit="day") <= near
    until = seen.after_.delta(seen.signed_on, unit="day") <= near
    held = since.fill_null(False) | until.fill_null(False)
    return seen.mutate(is_held=held).drop("before_", "after_")


def deadlines(given: dict[str, Any], values: Any) -> dict[str, date]:
    """使用截止日期自发放日起按月计，兑付截止日期再加若干月（policies/03第4条）。"""
    use_by = add_months(given["issued_on"], values.use_months)
    return {"use_by": use_by, "redeem_by": add_months(use_by, values.redeem_months)}


def clawback(given: dict[str, Any], values: Any) -> dict[str, int]:  # noqa: ARG001 - the signature of every rule
    """已兑付而查明不符合条件的，全额追回；部分不符合的，追回多付的部分（policies/03第5条）。"""
    return {"clawback_fen": max(given["paid_fen"] - given["entitled_fen"], 0)}


def _confirmed(vouchers: ibis.Table) -> Any:
    """Met where no registration is named; while nobody has confirmed the one that is, it is unknown: that may still come."""
    return ibis.ifelse(vouchers.is_confirmed.fill_null(True), True, ibis.null("boolean"))


def _rate(vouchers: ibis.Table, values: Any) -> Any:
    rates = {
        "research": values.rate_research_bp,
        "testing": values.rate_testing_bp,
        "instruments": values.rate_instruments_bp,
        "consulting": values.rate_consulting_bp,
        "ip": values.rate_ip_bp,
        "information": values.rate_information_bp,
    }
    known = [(vouchers.service_kind == kind, rate) for kind, rate in rates.items()]
    return ibis.cases(*known, else_=ibis.null("int64")).cast("int64")


def _limit(vouchers: ibis.Table, values: Any) -> Any:
    team = vouchers.holder_kind == "team"
    return ibis.ifelse(team, values.limit_team_fen, values.limit_enterprise_fen).cast("int64")


RULES = {
    "application": application,
    "redemption": redemption,
    "split": split,
    "deadlines": deadlines,
    "clawback": clawback,
}
