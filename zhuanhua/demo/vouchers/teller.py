"""How is the story of one voucher told? By the ordinary actions, each step by the person whose step it is, on its day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from zhuanhua.demo.bank_accounts import give_accounts
from zhuanhua.demo.days import on_day
from zhuanhua.demo.papers import pdf
from zhuanhua.demo.paying import SOURCE, Desk, announced_and_sent, answered
from zhuanhua.demo.register import YUAN
from zhuanhua.demo.vouchers.buyers import WAN
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
