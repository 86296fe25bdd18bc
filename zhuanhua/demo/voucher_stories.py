"""Which vouchers does the demo firm hold today? One in every state, one held because its invoice stands in a contract subsidy too.

Every story is told by the ordinary actions, each step by the person whose step it is, on its day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from zhuanhua.demo.accounts import SECOND_DISTRICT, neighbour
from zhuanhua.demo.bank_accounts import give_accounts
from zhuanhua.demo.days import on_day
from zhuanhua.demo.papers import pdf
from zhuanhua.demo.paying import SOURCE, Desk, announced_and_sent, answered
from zhuanhua.demo.register import YUAN
from zhuanhua.demo.voucher_buyers import WAN
from zhuanhua.programmes.contracts import actions as contracts
from zhuanhua.programmes.contracts import queries as contract_queries
from zhuanhua.programmes.vouchers import actions
from zhuanhua.programmes.vouchers.models import Provider, Voucher
from zhuanhua.shared.ledger.actions import open_budget
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.payments.queries import payment_of

TWICE_USED = "21002600731845"  # the invoice that stands in a voucher and in a contract subsidy


@dataclass(frozen=True)
class Story:
    """One voucher: what for, until which step, how many days ago the application was."""

    topic: str
    kind: str
    price: int  # yuan
    until: str
    ago: int
    invoiced: int = 0
    controller: str = ""


# until: a state, or the state before an ending
STORIES = (
    Story("减速机轴承寿命预测模型开发", "research", 64_000, "outcome_due", 830),
    Story("传动箱体振动测试", "testing", 18_000, "lapsed", 480),
    Story("非标夹具样机研制", "research", 36_000, "recovering", 470),
    Story("减速箱噪声源定位测试", "testing", 22_000, "kept", 410),
    Story("减速机润滑油成分分析", "testing", 9_000, "paid", 300, invoiced=7_400),
    Story("轴类零件疲劳试验", "testing", 12_000, "returned", 262),
    Story("铸件探伤方案咨询", "consulting", 16_000, "denied", 251),
    Story("行星架加工工艺开发", "research", 42_000, "granted", 232),
    Story("齿轮钢夹杂物检测", "testing", 8_600, "accepted", 196, invoiced=8_000),
    Story("伺服压装机控制软件开发", "research", 48_000, "held", 164),
    Story("减速机专利导航分析", "ip", 24_000, "redeeming", 131),
    Story("装配线节拍优化诊断", "consulting", 14_000, "incomplete", 118),
    Story("高速齿轮样机研制", "research", 56_000, "in_use", 96),
    Story("失效断口扫描电镜分析", "instruments", 6_400, "issued", 58),
    Story("国外减速机专利侵权预警", "ip", 20_000, "refused", 41),
    Story("精密减速机科技查新", "information", 3_600, "turned_down", 33),
    Story("谐波减速器柔轮工艺开发", "research", 52_000, "in_review", 19, controller="same"),
    Story("电机壳体盐雾试验", "testing", 7_200, "submitted", 6),
    Story("机器人关节模组样机研制", "research", 60_000, "draft", 2),
)
ELSEWHERE = (  # the same of a firm of another district, whose own office reviews it
    Story("模具钢热处理工艺开发", "research", 38_000, "in_use", 88),
    Story("冲压件尺寸批间分析咨询", "consulting", 11_000, "in_review", 15),
    Story("车架焊缝疲劳测试", "testing", 9_800, "submitted", 5),
)


class Teller:
    """Leads each story to its end, day by day."""

    def __init__(self, people: dict[str, Any], day: date, chance: Random) -> None:
        self.people, self.day, self.chance = people, day, chance
        self.firm, self.officer, self.district = (people[name] for name in ("firm", "officer", "district"))
        self.desk = Desk(*(people[name] for name in ("officer", "leader", "finance", "firm")))
        names = ("university", "agency")
        self.providers = [Provider.objects.get(organisation=people[name].organisation) for name in names]
        self.paper = pdf("技术服务合同", ["甲方委托乙方提供技术服务，双方约定内容、期限和价款如下。"]).read()

    def tell(self, place: int, story: Story) -> None:
        """Write, hand in, decide, use, redeem: as far as the story goes."""
        start = self.day - timedelta(days=story.ago)
        voucher = self._written(place, story, start)
        if story.until == "draft":
            return
        voucher = self._at(start, lambda on: actions.submit_voucher(voucher=voucher, by=self.firm, on=on))
        if story.until == "submitted":
            return
        if story.until == "turned_down":
            reason = "合同没有盖章页，请补齐后重新申领。"
            self._at(start + timedelta(days=4), lambda on: actions.turn_down_voucher(voucher=voucher, by=self.district, on=on, reason=reason))  # fmt: skip
            return
        voucher = self._at(
            start + timedelta(days=3),
            lambda on: actions.pass_voucher(voucher=voucher, by=self.district, on=on),
        )
        if story.until == "in_review":
            return
        if story.until == "refused":
            reason = "合同内容是侵权诉讼代理，不属于可以用券的服务。"
            self._at(start + timedelta(days=9), lambda on: actions.refuse_voucher(voucher=voucher, by=self.officer, on=on, reason=reason))  # fmt: skip
            return
        issued_on = start + timedelta(days=8)
        account = self._account(issued_on.year)
        voucher = self._at(
            issued_on,
            lambda on: actions.issue_voucher(voucher=voucher, account=account, by=self.officer, on=on),
        )
        if story.until == "returned":
            self._at(issued_on + timedelta(days=20), lambda on: actions.give_back_voucher(voucher=voucher, by=self.firm, on=on, reason="客户订单取消，检测不再需要。"))  # fmt: skip
        elif story.until not in {"issued", "lapsed"}:
            self._used(place, story, voucher, issued_on)

    def _used(self, place: int, story: Story, voucher: Voucher, issued_on: date) -> None:
        voucher = self._at(
            issued_on + timedelta(days=3),
            lambda on: actions.begin_voucher(voucher=voucher, by=self.firm, on=on),
        )
        if story.until == "in_use":
            return
        asked_on = issued_on + timedelta(days=70)
        self._at(asked_on, lambda on: self._proved(place, story, voucher, on))
        voucher = self._at(asked_on, lambda on: actions.redeem_voucher(voucher=voucher, by=self.firm, on=on))
        decided_on = asked_on + timedelta(days=9)
        if story.until == "incomplete":
            reason = "银行凭证看不清收款人，请换一份。"
            self._at(
                decided_on,
                lambda on: actions.send_back_redemption(
                    voucher=voucher, by=self.officer, on=on, reason=reason
                ),
            )
        elif story.until == "denied":
            reason = "成果报告与合同约定的内容不符。"
            self._at(
                decided_on,
                lambda on: actions.deny_redemption(voucher=voucher, by=self.officer, on=on, reason=reason),
            )
        elif story.until not in {"redeeming", "held"}:
            voucher = self._at(
                decided_on, lambda on: actions.accept_redemption(voucher=voucher, by=self.officer, on=on)
            )
            if story.until != "accepted":
                self._batched(story, voucher, decided_on + timedelta(days=5))

    def _batched(self, story: Story, voucher: Voucher, on: date) -> None:
        with on_day(on), transaction.atomic():
            voucher.refresh_from_db()
            account = voucher.reservation.account
            batch = actions.grant_vouchers(
                numbers=[voucher.number], account=account, title=f"{on:%Y年%m月}科技创新券兑付", by=self.officer,
                key=f"demo-voucher-{voucher.number}", on=on,
            )  # fmt: skip
            give_accounts(batch, self.desk, self.chance)
        if story.until == "granted":
            with on_day(on), transaction.atomic():
                payments.publish_batch(batch=batch, by=self.officer, on=on)
            return
        with transaction.atomic():
            sent_on = announced_and_sent(self.desk, batch, on=on, is_live=True)
        with on_day(sent_on + timedelta(days=3)), transaction.atomic():
            answered(self.desk, batch, on=sent_on + timedelta(days=3))
            payments.reconcile_batch(batch=batch, by=self.desk.finance, on=sent_on + timedelta(days=3))
        if story.until == "recovering":
            self._clawed_back(voucher, "审计发现样机由本单位自制，服务机构没有提供服务。")
        elif story.until == "kept":
            recovery = self._clawed_back(
                voucher,
                "抽查发现两次测试只做了一次，多付的部分须退回。",
                entitled_fen=voucher.redeem_fen // 2,
            )
            facts = {"bank_reference": f"TH-{voucher.number}", "by": self.desk.finance}
            self._at(
                self.day - timedelta(days=9),
                lambda day: payments.receive_recovery(
                    recovery=recovery, amount_fen=recovery.amount_fen, received_on=day, **facts
                ),
            )

    def _clawed_back(self, voucher: Voucher, reason: str, *, entitled_fen: int = 0) -> Any:
        on = self.day - timedelta(days=25)
        voucher.refresh_from_db()
        how = {"by": self.officer, "reason": reason, "entitled_fen": entitled_fen}
        self._at(on, lambda day: actions.recover_voucher(voucher=voucher, on=day, **how))
        recovery = payment_of(voucher.case_kind, voucher.number).recovery  # type: ignore[union-attr]
        due = self.day + timedelta(days=35)
        self._at(
            on, lambda day: payments.demand_recovery(recovery=recovery, by=self.officer, on=day, due_on=due)
        )
        return recovery

    def _written(self, place: int, story: Story, start: date) -> Voucher:
        provider = self.providers[place % 2]
        facts = {
            "provider": provider, "service_kind": story.kind, "contract_name": story.topic, "standing": "high_tech",
            "contract_number": f"XQ-{start.year}-{place:03d}", "contract_fen": story.price * YUAN,
            "signed_on": start - timedelta(days=7), "asked_fen": story.price * YUAN // 2, "is_apart": True,
            "is_service": True, "controller": provider.controller if story.controller else "陆怀远",
        }  # fmt: skip

        def write(on: date) -> Voucher:
            voucher = actions.start_voucher(facts={}, by=self.firm, on=on)
            voucher = actions.save_voucher(voucher=voucher, facts=facts, by=self.firm)
            upload = SimpleUploadedFile("技术服务合同.pdf", self.paper)
            actions.attach_paper(voucher=voucher, upload=upload, kind="service_contract", by=self.firm)
            return voucher

        return self._at(start, write)

    def _proved(self, place: int, story: Story, voucher: Voucher, on: date) -> None:
        amount = (story.invoiced or story.price) * YUAN
        number = TWICE_USED if story.until == "held" else f"2100{on:%y}{place:08d}"
        spent = {"research": "research_fen", "ip": "ip_fen", "information": "information_fen"}.get(
            story.kind, "testing_fen"
        )
        actions.save_redemption(
            voucher=voucher, invoices=[{"number": number, "issued_on": on - timedelta(days=10), "amount_fen": amount}],
            slips=[{"reference": f"{on:%Y%m%d}{place:04d}", "paid_on": on - timedelta(days=6), "amount_fen": amount}],
            outcome={spent: amount * 5 // 2, "new_products": place % 2, "ip_rights": place % 3 // 2}, by=self.firm, on=on,
        )  # fmt: skip
        for kind, name in (("result_report", "成果报告"), ("invoice", "发票"), ("bank_slip", "银行回单")):
            upload = SimpleUploadedFile(f"{name}.pdf", self.paper)
            actions.attach_paper(voucher=voucher, upload=upload, kind=kind, by=self.firm)

    def _at(self, on: date, act: Callable[[date], Any]) -> Any:
        with on_day(on), transaction.atomic():
            return act(on)

    def _account(self, year: int) -> Account:
        """The year's budget; the first story of a year opens it."""
        found = Account.objects.filter(budget__code=f"CXQ-{year}").first()
        if found is not None:
            return found
        budget = open_budget(
            code=f"CXQ-{year}", programme="vouchers", year=year, name="科技创新券", sources={SOURCE: 300 * WAN},
            by=self.desk.finance, key=f"demo-vouchers-{year}", on=date(year, 1, 8),
        )  # fmt: skip
        return budget.accounts.get()


def tell(people: dict[str, Any], *, day: date, seed: int) -> dict[str, int]:
    """Tell every story; then the clock, as it runs every hour: one voucher lapses, one holder is asked what came of it."""
    teller = Teller(people, day, Random(f"{seed}/voucher-stories"))
    _offered_to_a_subsidy(people["firm"], day=day)
    for place, story in enumerate(STORIES, 1):
        teller.tell(place, story)
    there = {"firm": people[neighbour(people)], "district": people[SECOND_DISTRICT.username]}
    neighbours = Teller(people | there, day, Random(f"{seed}/voucher-stories-elsewhere"))
    for place, story in enumerate(ELSEWHERE, len(STORIES) + 1):
        neighbours.tell(place, story)
    with on_day(day):
        actions.ending.lapse_due(on=day)
        actions.ending.ask_due(on=day)
    return {"stories": len(STORIES) + len(ELSEWHERE)}


def _offered_to_a_subsidy(firm: Any, *, day: date) -> None:
    """The firm writes a claim for a contract that it bought, and names an invoice that it will offer to a voucher too."""
    contract = contract_queries.claimable_contracts(firm).first()
    if contract is None:
        return
    on = day - timedelta(days=101)
    with on_day(on), transaction.atomic():
        claim = contracts.start_claim(contract=contract, by=firm, on=on)
        contracts.save_claim(
            claim=claim, facts={"talent_name": "顾知行", "talent_from": date(on.year - 1, 1, 1)},
            invoices=[{"number": TWICE_USED, "issued_on": on - timedelta(days=4), "amount_fen": 48_000 * YUAN}],
            slips=[{"reference": f"{on:%Y%m%d}7788", "paid_on": on, "amount_fen": 48_000 * YUAN}], by=firm,
        )  # fmt: skip
        upload = SimpleUploadedFile("人才证书.pdf", pdf("人才证书", ["（演示）"]).read())
        contracts.attach_claim_paper(claim=claim, upload=upload, kind="talent_certificate", by=firm)
        contracts.submit_claim(claim=claim, by=firm)
