"""How does a contract get from a draft to its certificate or its refusal, step by step?"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from zhuanhua.demo.cases.facts import answers, facts
from zhuanhua.demo.cases.paper import signed_contract
from zhuanhua.demo.cases.town import Town
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.actions.papers import attach_paper


def filing(town: Town, who: Any, day: date, **wanted: Any) -> Iterator[date]:
    """Begin, fill and save a contract on a day; gives it back to the story that asked."""
    yield day
    contract = actions.start_draft(by=who, on=day)
    values, items = facts(town, who, day, **wanted)
    actions.save_draft(contract=contract, values=values, items=items, by=who)
    if wanted.get("papers", True):
        contract.refresh_from_db()
        attach_paper(contract=contract, upload=signed_contract(contract), kind="contract_text", by=who)
    contract.refresh_from_db()
    return contract


def handing_in(town: Town, who: Any, day: date, **wanted: Any) -> Iterator[date]:
    """File and submit on one day."""
    contract = yield from filing(town, who, day, **wanted)
    actions.submit_contract(contract=contract, by=who, on=day)
    contract.refresh_from_db()
    return contract


def taking_in(town: Town, who: Any, days: int, **wanted: Any) -> Iterator[date]:
    """File, and be accepted so many working days before today."""
    contract = yield from handing_in(town, who, town.back(days + town.chance.choice((1, 1, 2))), **wanted)
    desk = town.chance.choice(town.desk)
    yield town.back(days)
    actions.accept_contract(contract=contract, by=desk, on=town.back(days))
    contract.refresh_from_db()
    return contract


def deciding(town: Town, who: Any, days: int, **wanted: Any) -> Iterator[date]:
    """File, be accepted and have the three questions answered two working days later."""
    contract = yield from taking_in(town, who, days, **wanted)
    day = town.back(max(days - 2, 0))
    yield day
    actions.examine_contract(contract=contract, by=contract.handler, answers=answers(contract), on=day)
    contract.refresh_from_db()
    return contract


def registering(town: Town, who: Any, days: int, **wanted: Any) -> Iterator[date]:
    """File and get the certificate, by one person or, from the threshold, by two."""
    contract = yield from deciding(town, who, days, **wanted)
    day = town.back(max(days - 4, 0))
    yield day
    if wanted.get("large"):
        actions.refer_contract(contract=contract, by=contract.examined_by)
        day = town.back(max(days - 6, 0))
        yield day
        contract.refresh_from_db()
        actions.approve_contract(contract=contract, by=town.people["reviewer"], on=day)
    else:
        actions.register_contract(contract=contract, by=contract.examined_by, on=day)
    contract.refresh_from_db()
    return contract


def refusing(town: Town, who: Any, days: int, ground: str = "2") -> Iterator[date]:
    """File and be refused."""
    contract = yield from taking_in(town, who, days)
    day = town.back(max(days - 3, 0))
    yield day
    reasons = {
        "2": "合同标的是成套设备的买卖和安装，没有待解决的特定技术问题。",
        "3": "合同没有约定成果形式和验收标准，价款分项与总价不符。",
        "7": "未提交技术进口登记证书。",
        "8": "合同尾页缺少买方印章。",
    }
    actions.refuse_contract(
        contract=contract, by=contract.handler, on=day, ground=ground, reason=reasons[ground]
    )
    contract.refresh_from_db()
    return contract
