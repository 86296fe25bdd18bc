"""What happens to a contract until it is registered or taken back?"""

from datetime import date
from typing import Any

from zhuanhua.demo.cases.facts import TERMS, facts
from zhuanhua.demo.cases.steps import deciding, filing, handing_in, registering, taking_in
from zhuanhua.demo.cases.town import Story, Town
from zhuanhua.programmes.contracts import actions

WEAK_TERMS = "分三期支付。"
REMARKS = (
    ("payment_terms", "请写明每期付款的比例和条件。", TERMS),
    ("subject", "请写明技术指标和验收标准，不能只写项目名称。", ""),
    (
        "payment_terms",
        "请把外购设备款从技术费里分开，并写明每期以什么为准。",
        "技术费分三期支付：30%、40%、30%，每期以验收单为准；外购设备款到货后支付。",
    ),
)


def drafted(town: Town, who: Any, *, whole: bool) -> Story:
    """A draft that waits for its author."""
    day = town.back(town.chance.randrange(1, 9))
    if whole:
        yield from filing(town, who, day, papers=False)
        return
    yield day
    contract = actions.start_draft(by=who, on=day)
    values, _ = facts(town, who, day)
    some = ("project_name", "seller", "seller_kind", "kind", "subkind", "field")
    actions.save_draft(contract=contract, values={name: values[name] for name in some}, by=who)


def submitted(town: Town, who: Any, days: int) -> Story:
    """Handed in and not yet accepted."""
    yield from handing_in(town, who, town.back(days))


def returned(town: Town, who: Any, days: int, *, accepted: bool) -> Story:
    """Sent back with marked fields; the firm has not answered."""
    weak = {"payment_terms": WEAK_TERMS}
    source = (
        taking_in(town, who, days + 2, weak=weak)
        if accepted
        else handing_in(town, who, town.back(days + 1), weak=weak)
    )
    contract = yield from source
    yield town.back(days)
    _send_back(town, contract, town.back(days))


def resubmitted(town: Town, who: Any, days: int) -> Story:
    """Corrected and handed in again: the desk sees the difference between the two versions."""
    contract = yield from taking_in(town, who, days + 2, weak={"payment_terms": WEAK_TERMS})
    yield town.back(days)
    remark = _send_back(town, contract, town.back(days))
    day = town.back(town.chance.randrange(0, 3))
    yield day
    contract.refresh_from_db()
    better = {remark[0]: remark[2] or f"{contract.subject}验收标准：按附件一逐项测试，全部合格为通过。"}
    actions.save_draft(contract=contract, values=better, by=who)
    contract.refresh_from_db()
    actions.resubmit_contract(contract=contract, by=who, on=day)


def in_hand(town: Town, who: Any, days: int) -> Story:
    """Accepted, not yet examined: due according to the day of acceptance."""
    yield from taking_in(town, who, days)


def examined(town: Town, who: Any, days: int, *, papers: bool = True) -> Story:
    """Examined, waits for registration: several can be registered at once; of a few the desk saw the paper original only."""
    yield from deciding(town, who, days, papers=papers)


def in_review(town: Town, who: Any, days: int) -> Story:
    """From five million yuan: waits for the second person."""
    contract = yield from deciding(town, who, days, large=True)
    yield town.back(max(days - 4, 0))
    actions.refer_contract(contract=contract, by=contract.examined_by)


def sent_back(town: Town, who: Any) -> Story:
    """The second person was not convinced."""
    contract = yield from deciding(town, who, 12, large=True)
    yield town.back(8)
    actions.refer_contract(contract=contract, by=contract.examined_by)
    yield town.back(5)
    contract.refresh_from_db()
    actions.send_back_contract(
        contract=contract,
        by=town.people["reviewer"],
        reason="外购设备是否属于合理数量的标的物，请核对明细后再报。",
    )


def registered(town: Town, who: Any, days: int) -> Story:
    """Registered in these weeks."""
    yield from registering(town, who, days)


def reviewed(town: Town, who: Any, days: int) -> Story:
    """Registered after the second review."""
    yield from registering(town, who, days, large=True)


def withdrawn(town: Town, who: Any, days: int) -> Story:
    """Taken back by the firm."""
    contract = yield from handing_in(town, who, town.back(days))
    yield town.back(days - 2)
    actions.withdraw_contract(contract=contract, by=who, reason="双方将另行签订补充协议，重新申报。")


def _send_back(town: Town, contract: Any, day: date) -> tuple[str, str, str]:
    remark = town.chance.choice(REMARKS)
    by = contract.handler or town.chance.choice(town.desk)
    actions.return_contract(
        contract=contract, by=by, on=day, remark="请按标出的字段补正后再提交。", fields={remark[0]: remark[1]}
    )
    return remark
