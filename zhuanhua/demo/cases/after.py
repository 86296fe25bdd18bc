"""What happens to a contract after the desk has decided: refusal, objection, change, royalties, a second filing?"""

from datetime import timedelta
from typing import Any

from zhuanhua.demo.cases.paper import bank_slip
from zhuanhua.demo.cases.steps import refusing, registering
from zhuanhua.demo.cases.town import Story, Town
from zhuanhua.demo.register import YUAN
from zhuanhua.programmes.contracts import actions


def refused(town: Town, who: Any, days: int, *, ground: str) -> Story:
    """Refused; the firm has not objected."""
    yield from refusing(town, who, days, ground)


def objected(town: Town, who: Any, days: int, *, outcome: str) -> Story:
    """Refused, and the firm objects; open, dismissed or upheld."""
    contract = yield from refusing(town, who, days)
    yield town.back(max(days - 8, 1))
    text = "合同附件二写明了待解决的振动抑制问题和指标，设备只是验证所需，请求复查。"
    objection = actions.file_objection(contract=contract, by=who, text=text)
    if outcome:
        yield town.back(max(days - 14, 0))
        decide = actions.uphold_objection if outcome == "uphold" else actions.dismiss_objection
        answer = (
            "附件二确有特定技术问题和指标，撤销原决定，重新审核。"
            if outcome == "uphold"
            else "设备价款占总价九成以上，附件二为设备参数，维持原决定。"
        )
        decide(objection=objection, by=town.people["reviewer"], answer=answer)


def finance_objected(town: Town, who: Any) -> Story:
    """Finance doubts the technology amount of a registration."""
    contract = yield from registering(town, who, 20)
    yield town.back(3)
    actions.file_objection(
        contract=contract, by=town.people["finance"], text="发票显示其中有通用服务器采购，请复查技术交易额。"
    )


def changed(town: Town, who: Any, kind: str, outcome: str) -> Story:
    """A registration that the firm wants changed or cancelled."""
    contract = yield from registering(town, who, 30 + town.chance.randrange(12))
    yield town.back(5)
    after = {"ends_on": contract.ends_on + timedelta(days=180)} if kind == "amend" else None
    reason = (
        "现场施工推迟，双方签订补充协议，履行期限顺延半年。"
        if kind == "amend"
        else "买方项目取消，双方协议解除合同，未支付后期款项。"
    )
    change = actions.request_change(contract=contract, by=who, kind=kind, reason=reason, after=after)
    if not outcome:
        return
    yield town.back(2)
    decider = town.people["registrar3"]
    if outcome == "grant":
        actions.grant_change(change=change, by=decider, on=town.back(2))
    else:
        actions.decline_change(change=change, by=decider, reason="补充协议缺少买方签章，请补齐后再提。")


def to_be_revoked(town: Town, who: Any) -> Story:
    """A registration that is proposed for revocation; the notice runs."""
    contract = yield from registering(town, who, 40)
    yield town.back(2)
    reason = (
        "经核查，合同所附验收单与现场情况不符，涉嫌以虚假材料取得登记，拟撤销。公示期内可以实名提出异议。"
    )
    actions.propose_revocation(
        contract=contract, by=town.people["registrar3"], reason=reason, on=town.back(2)
    )


def royalty(town: Town, who: Any, *, received: bool) -> Story:
    """Paid by a share of sales: registered with the entry fee, verified again as royalties come."""
    contract = yield from registering(town, who, 26, royalty=True)
    if received:
        yield town.back(4)
        base = 186_500_000 * YUAN // 100
        amount = base * contract.royalty_bp // 10_000
        day = town.back(4)
        actions.record_royalty(
            contract=contract,
            by=town.people["registrar"],
            on=day,
            received_on=day,
            base_fen=base,
            amount_fen=amount,
            file=bank_slip(contract, amount, day),
        )


def repeated(town: Town, who: Any) -> Story:
    """A contract that stands registered is filed a second time; similar contracts show it, registration is refused."""
    contract = yield from registering(town, who, 33)
    day = town.back(1)
    yield day
    again = actions.start_draft(by=who, on=day)
    names = actions.filing.DRAFT_FIELDS
    actions.save_draft(contract=again, values={name: getattr(contract, name) for name in names}, by=who)
    again.refresh_from_db()
    actions.submit_contract(contract=again, by=who, on=day)
