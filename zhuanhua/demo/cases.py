"""What lies on the desks of the demo city today? Some hundred and sixty contracts, led by the ordinary actions to every state.

A story is a generator: it yields the day on which its next step happens. The stories are told together, day by day, so that
the journal reads as a bureau's weeks do.
"""

import heapq
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from zhuanhua.core.money import wan_text
from zhuanhua.demo.names import PARTY_KINDS, Population
from zhuanhua.demo.papers import pdf
from zhuanhua.demo.register import LICENCE_FROM, STEP, YUAN, Titles, draw
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.actions.desk import Answers
from zhuanhua.programmes.contracts.actions.papers import attach_paper
from zhuanhua.programmes.contracts.actions.parties import party_by_code
from zhuanhua.shared.workflow.calendar import is_working_day

Story = Iterator[date]
FORTNIGHT = timedelta(days=14)
GROUND = "合同有明确的技术目标、成果形式和验收标准，双方约定了风险责任。"
KIND_GROUND = "按约定的权利义务判断，与合同名称一致。"
WEAK_TERMS = "分三期支付。"
TERMS = "分三期支付：签订后10日内付30%，方案评审通过付40%，验收合格付30%，每期以评审单或者验收单为准。"
REMARKS = (
    ("payment_terms", "请写明每期付款的比例和条件。", TERMS),
    ("subject", "请写明技术指标和验收标准，不能只写项目名称。", ""),
    (
        "payment_terms",
        "请把外购设备款从技术费里分开，并写明每期以什么为准。",
        "技术费分三期支付：30%、40%、30%，每期以验收单为准；外购设备款到货后支付。",
    ),
)
CHAPTERS = (
    ("标的", "一、标的：{title}。甲方委托乙方按本合同约定的技术目标完成工作，乙方交付下列成果。"),
    ("指标", "二、技术指标：在甲方现场连续运行720小时，主要指标不低于附件一的数值；故障率不高于千分之二。"),
    ("成果", "三、成果形式：技术报告一份，软件或者样机一套，操作规程一份，并完成两次现场培训。"),
    ("价款", "四、价款：合同总价{total}万元，其中技术费{trade}万元。{terms}"),
    ("期限", "五、履行期限：{starts}至{ends}。"),
    (
        "权属",
        "六、知识产权：履行本合同产生的技术成果，申请专利的权利归双方共有；一方转让其份额的，另一方可以优先受让。",
    ),
    (
        "风险",
        "七、风险责任：因现有技术水平难以克服的困难，造成研究开发失败或者部分失败的，损失由双方合理分担。",
    ),
    ("争议", "八、争议：协商不成的，提交合同履行地人民法院处理。本合同一式四份，双方盖章后生效。"),
)


@dataclass
class Town:
    """The town while its stories are told: who is there, which chance, which day is today."""

    population: Population
    people: dict[str, Any]
    today: date
    seed: int
    told: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Give every draw its own seeded chance."""
        self.chance = Random(f"{self.seed}/cases/{self.today}")
        self.titles = Titles(self.chance)
        self.filers = [self.people[name] for name in self.people if name.startswith("clerk")]
        self.filers += [
            self.people[name]
            for name in ("firm", "firm", "university", "university", "institute", "agency", "rival")
        ]
        self.desk = [self.people[name] for name in ("registrar", "registrar", "registrar2", "registrar3")]
        self.firms = {firm.uscc: firm for firm in self.population.sellers}

    def back(self, days: int) -> date:
        """Give the working day that lies so many working days before today; for 0 the last one up to today."""
        day = self.today
        while True:
            if is_working_day(day):
                if days <= 0:
                    return day
                days -= 1
            day -= timedelta(days=1)


def tell(stories: Iterable[Story], *, say: Callable[[str], None]) -> int:
    """Let the stories happen in the order of their days, each day in one transaction; gives the number of steps."""
    waiting = [(next(story), place, story) for place, story in enumerate(stories)]
    heapq.heapify(waiting)
    steps = 0
    while waiting:
        day = waiting[0][0]
        with on_day(day), transaction.atomic():
            while waiting and waiting[0][0] == day:
                _, place, story = heapq.heappop(waiting)
                steps += 1
                following = next(story, None)
                if following is not None:
                    heapq.heappush(waiting, (max(following, day), place, story))
    say(f"{steps} steps")
    return steps


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Let the city's calendar stand on a day."""
    before = os.environ.get("ZHUANHUA_TODAY")
    os.environ["ZHUANHUA_TODAY"] = day.isoformat()
    try:
        yield
    finally:
        if before is None:
            del os.environ["ZHUANHUA_TODAY"]
        else:
            os.environ["ZHUANHUA_TODAY"] = before


def stories_of(town: Town) -> list[Story]:
    """List every story of the town; the comment on each says which queue it fills."""
    chance = town.chance
    someone: Callable[[], Any] = lambda: chance.choice(town.filers)  # noqa: E731 - a short name for a draw
    people = town.people
    firm, university, rival = people["firm"], people["university"], people["rival"]
    stories: list[Story] = []
    add = stories.append
    for who in (firm, firm, firm, university, university, rival, people["agency"]):
        add(drafted(town, who, whole=chance.random() < 0.5))
    for place in range(20):  # 待受理
        add(submitted(town, firm if place < 2 else someone(), place % 4))
    for place in range(9):  # 退回补正
        add(
            returned(
                town,
                (firm, university, firm, university)[place] if place < 4 else someone(),
                3 + place % 5,
                accepted=place % 3 != 0,
            )
        )
    for place in range(8):  # 补正已回
        add(resubmitted(town, firm if place == 0 else someone(), 6 + place % 4))
    for place in range(26):  # 审核中
        add(in_hand(town, firm if place < 2 else someone(), 1 + place % 12))
    for late in (15, 15, 15, 16, 17, 17, 19):  # 今天到期、逾期
        add(in_hand(town, someone(), late))
    for place in range(16):  # 已认定，待核准：批量登记
        add(examined(town, someone(), 3 + place % 8))
    for place in range(5):  # 待复核
        add(in_review(town, university if place == 0 else someone(), 6 + 2 * place))
    add(sent_back(town, someone()))
    for place in range(34):  # 已登记
        add(
            registered(
                town,
                (firm, firm, university, university, rival)[place] if place < 5 else someone(),
                14 + place * 3 // 2,
            )
        )
    for place in range(6):
        add(reviewed(town, firm if place == 0 else someone(), 25 + 3 * place))
    for place in range(5):  # 不予登记
        add(
            refused(
                town,
                rival if place == 0 else someone(),
                12 + 3 * place,
                ground=("2", "2", "3", "7", "8")[place],
            )
        )
    add(objected(town, firm, 22, outcome=""))
    add(objected(town, someone(), 24, outcome=""))
    add(objected(town, someone(), 34, outcome="dismiss"))
    add(objected(town, university, 28, outcome="uphold"))
    add(finance_objected(town, someone()))
    for place in range(3):  # 已撤回
        add(withdrawn(town, someone(), 8 + place))
    for place, (kind, outcome) in enumerate(
        (
            ("amend", ""),
            ("amend", ""),
            ("amend", ""),
            ("cancel", ""),
            ("amend", "grant"),
            ("amend", "grant"),
            ("amend", "decline"),
            ("cancel", "grant"),
            ("cancel", "grant"),
        )
    ):
        add(changed(town, (firm, university)[place % 2] if place < 4 else someone(), kind, outcome))
    add(to_be_revoked(town, people["clerk03"]))
    add(royalty(town, university, received=True))
    add(royalty(town, firm, received=False))
    add(repeated(town, people["clerk05"]))
    return stories


def filing(town: Town, who: Any, day: date, **wanted: Any) -> Iterator[date]:
    """Begin, fill and save a contract on a day; gives it back to the story that asked."""
    yield day
    contract = actions.start_draft(by=who, on=day)
    values, items = facts(town, who, day, **wanted)
    actions.save_draft(contract=contract, values=values, items=items, by=who)
    if wanted.get("papers", True):
        contract.refresh_from_db()
        attach_paper(contract=contract, upload=_paper(contract), kind="contract_text", by=who)
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


def examined(town: Town, who: Any, days: int) -> Story:
    """Examined, waits for registration: several can be registered at once."""
    yield from deciding(town, who, days)


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


def withdrawn(town: Town, who: Any, days: int) -> Story:
    """Taken back by the firm."""
    contract = yield from handing_in(town, who, town.back(days))
    yield town.back(days - 2)
    actions.withdraw_contract(contract=contract, by=who, reason="双方将另行签订补充协议，重新申报。")


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


def facts(
    town: Town,
    who: Any,
    day: date,
    *,
    large: bool = False,
    royalty: bool = False,
    weak: dict[str, Any] | None = None,
    **_: Any,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Draw what the firm types: values of the form and the breakdown."""
    chance = town.chance
    firm = next(
        firm
        for firm in (*town.population.cast.values(), *town.firms.values())
        if firm.uscc == who.organisation.uscc
    )
    licence = "31" if day >= LICENCE_FROM else "29"
    subkind = chance.choices(("11", "12", "51", "41", "23", "21", licence), (38, 4, 36, 8, 5, 5, 4))[0]
    total = (
        chance.randrange(520, 2600) * 10 * STEP
        if large
        else max(min(int(chance.lognormvariate(0, 1) * 620), 4_700), 30) * STEP
    )
    if royalty:
        subkind, total = licence, 200_000 * YUAN
    sold = draw(
        chance, town.titles, town.population, seller=firm, subkind=subkind, total=total, registered_on=day
    )
    ends = max(sold.ends_on, day + timedelta(days=150))
    trade = sold.trade_fen
    if large:
        trade = total
    items = []
    if trade < total:
        first = (total - trade) * chance.randrange(4, 8) // 10
        items = [
            {"kind": "equipment", "name": "外购工控机与传感器", "amount_fen": first, "is_deliverable": False},
            {
                "kind": "materials",
                "name": "试验用原材料",
                "amount_fen": total - trade - first,
                "is_deliverable": False,
            },
        ]
    buyer = party_by_code(code=sold.buyer.uscc, name=sold.buyer.name, by=who)
    patent = sold.ip_kind in {"11", "12", "13"}
    values = {
        "project_name": sold.title,
        "seller": who.organisation,
        "buyer": buyer,
        "seller_kind": firm.party_kind,
        "buyer_kind": PARTY_KINDS[sold.buyer.kind],
        "is_related": sold.is_related,
        "kind": {"1": "development", "2": "transfer", "3": "licence", "4": "consulting", "5": "service"}[
            subkind[0]
        ],
        "subkind": subkind,
        "licence_form": "ordinary" if subkind in {"29", "31"} else "",
        "field": sold.field,
        "ip_kind": sold.ip_kind,
        "ip_number": sold.ip_number,
        "ip_expires_on": date(ends.year + 4, 6, 30) if patent else None,
        "plan_source": sold.plan_source,
        "objective": "10",
        "subject": f"解决{sold.title.removesuffix('技术服务')}中的关键技术问题，提出可验证的技术方案，交付报告、软件或者样机，并在买方现场验证。",
        "total_fen": total,
        "payment_form": "royalty_with_fee" if royalty else sold.payment_form,
        "payment_terms": TERMS,
        "royalty_base": "sales" if royalty else "",
        "royalty_bp": 300 if royalty else None,
        "expected_investment_fen": total * 3 if subkind[0] == "2" else None,
        "expected_output_fen": total * 8 if subkind[0] == "2" else None,
        "signed_on": sold.signed_on,
        "starts_on": sold.starts_on,
        "ends_on": ends,
    }
    return values | (weak or {}), items


def answers(contract: Any) -> Answers:
    """Answer the three questions as the papers have it."""
    spent = contract.total_fen - contract.trade_fen
    ground = (
        f"成交额{wan_text(contract.total_fen)}万元，减去非技术性支出{wan_text(spent)}万元。" if spent else ""
    )
    return Answers(
        is_technology=True,
        technology_ground=GROUND,
        kind=contract.kind,
        subkind=contract.subkind,
        kind_ground=KIND_GROUND,
        trade_fen=contract.trade_fen,
        trade_ground=ground,
    )


def _send_back(town: Town, contract: Any, day: date) -> tuple[str, str, str]:
    remark = town.chance.choice(REMARKS)
    by = contract.handler or town.chance.choice(town.desk)
    actions.return_contract(
        contract=contract, by=by, on=day, remark="请按标出的字段补正后再提交。", fields={remark[0]: remark[1]}
    )
    return remark


def _paper(contract: Any) -> SimpleUploadedFile:
    words = {
        "title": contract.project_name,
        "total": wan_text(contract.total_fen),
        "trade": wan_text(contract.trade_fen or contract.total_fen),
        "terms": contract.payment_terms,
        "starts": contract.starts_on,
        "ends": contract.ends_on,
    }
    head = [
        f"甲方（买方）：{contract.buyer.name}",
        f"乙方（卖方）：{contract.seller.name}",
        f"签订日期：{contract.signed_on}",
        "",
    ]
    body = pdf(contract.project_name[:30], [*head, *(text.format(**words) for _, text in CHAPTERS)])
    return SimpleUploadedFile("技术合同（双方签章）.pdf", body.read(), content_type="application/pdf")
