"""Which single steps may be taken with vouchers and their money? Each is done in the reference and on the database at once."""

from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.evidence.crash import deeds, world
from tests.evidence.voucher_reference import No, Reference
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.vouchers import actions, policy, queries
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.shared.ledger.verifying import tell, verify
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.payments.models import Batch, Payment, Recovery
from zhuanhua.shared.payments.queries import payment_of

FIRST = date(2018, 1, 8)
NUMBERS = st.integers(0, 10**6)
ASKED = st.sampled_from((3_000_003, 5_000_000, 7_777_777, 19_999_999))
ROOM = 3 * 19_999_999  # the budget: a few vouchers and it is used up
COUNTS = {"steps": 0, "done": 0, "refused": 0}


class VoucherSteps(RuleBasedStateMachine):
    """Two firms and one small budget; a step on a voucher that stands elsewhere is refused by both."""

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        world.forget()
        self.today, self.made, self.keys = FIRST, [], 0
        values = queries.values_on(FIRST)
        self.budget = world.account("vouchers")
        self.reference = Reference(
            self.budget.available_fen, values.limit_enterprise_fen, 0, 0, values.correct_days
        )
        self.values = values

    def teardown(self) -> None:
        """Recompute everything, and leave no trace."""
        try:
            connection.check_constraints()
            report = verify()
            assert report.is_whole, tell(report)
        finally:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    # --- both sides -----------------------------------------------------------------------------------
    def both(self, name: str, *given: Any, real: Any, **more: Any) -> None:
        """Do it in the reference and on the database; both do it, or both refuse."""
        COUNTS["steps"] += 1
        try:
            wanted = "done", getattr(self.reference, name)(*given, **more)
        except No:
            wanted = "refused", None
        try:
            with transaction.atomic():
                real()
            found = "done"
        except Refusal as refusal:
            found, self.words = "refused", str(refusal)
        assert (name, found) == (name, wanted[0]), getattr(self, "words", "")
        COUNTS[found] += 1

    def voucher(self, place: int) -> Voucher:
        """Read it as it stands now."""
        return deeds.at({"number": self.made[place]})

    def day(self) -> int:
        """Which day it is for the reference."""
        return (self.today - FIRST).days

    def place(self, which: int) -> int:
        """Choose a voucher."""
        return which % len(self.made)

    def by(self, place: int) -> Any:
        """Who acts for its holder."""
        return world.firm(self.reference.coupons[place].firm)

    # --- steps ----------------------------------------------------------------------------------------
    @precondition(lambda self: len(self.made) < 8 and self.today.year == FIRST.year)
    @rule(firm=st.integers(1, 2), asked=ASKED, tenths=st.sampled_from((10, 17, 20, 40)))
    def apply(self, firm: int, asked: int, tenths: int) -> None:
        """Hand in an application of one of two firms, long enough after its last that nothing looks split."""
        signed = FIRST - timedelta(days=200 * sum(each.firm == firm for each in self.reference.coupons) + 5)
        price = asked * tenths // 10
        facts = {
            "service_kind": "research", "contract_name": "样机", "contract_number": f"HT-{len(self.made)}", "contract_fen": price,
            "signed_on": signed, "asked_fen": asked, "controller": "孟清和", "is_apart": True, "is_service": True,
            "provider": world.provider(),
        }  # fmt: skip

        def real() -> None:
            by = world.firm(firm)
            made = actions.start_voucher(facts=facts, by=by, on=self.today)
            made = actions.save_voucher(voucher=made, facts=facts, by=by)
            actions.attach_paper(voucher=made, upload=world.pdf("合同"), kind="service_contract", by=by)
            made = actions.submit_voucher(voucher=made, by=by, on=self.today)
            actions.pass_voucher(voucher=made, by=world.person("district"), on=self.today)
            self.made.append(made.number)

        self.both("apply", firm, asked, price, self.day(), real=real)

    @precondition(lambda self: self.made)
    @rule(which=NUMBERS)
    def issue(self, which: int) -> None:
        """Issue it out of this year's budget."""
        place = self.place(which)
        voucher, account, by = self.voucher(place), world.account("vouchers"), world.person("officer")
        days = self.deadlines()
        self.reference.use_days, self.reference.redeem_days = days
        self.both(
            "issue", place, self.day(), same_year=self.today.year == FIRST.year,
            real=lambda: actions.issue_voucher(voucher=voucher, account=account, by=by, on=self.today),
        )  # fmt: skip

    def deadlines(self) -> tuple[int, int]:
        """How many days from today the rules give for use and for redemption."""
        told = policy.deadlines({"issued_on": self.today}, self.values)
        return (told["use_by"] - self.today).days, (told["redeem_by"] - self.today).days

    @precondition(lambda self: self.made)
    @rule(which=NUMBERS, verb=st.sampled_from(("begin", "give_back")))
    def use(self, which: int, verb: str) -> None:
        """Begin, or give back."""
        place = self.place(which)
        voucher, by = self.voucher(place), self.by(place)
        if verb == "begin":
            real = lambda: actions.begin_voucher(voucher=voucher, by=by, on=self.today)  # noqa: E731
            self.both("begin", place, self.day(), real=real)
        else:
            real = lambda: actions.give_back_voucher(voucher=voucher, by=by, on=self.today, reason="不用")  # noqa: E731
            self.both("give_back", place, real=real)

    @precondition(lambda self: self.made)
    @rule(which=NUMBERS, part=st.integers(5, 10))
    def redeem(self, which: int, part: int) -> None:
        """Proof over a part of the price."""
        place = self.place(which)
        coupon = self.reference.coupons[place]
        proof = deeds.proof_of(self.voucher(place), part)
        day = min(self.today, FIRST + timedelta(days=coupon.use_by))
        for lines, name in ((proof["invoices"], "issued_on"), (proof["slips"], "paid_on")):
            lines[0][name] = day
        by = self.by(place)

        def real() -> None:
            voucher = actions.save_redemption(voucher=self.voucher(place), **proof, by=by, on=self.today)
            for kind in deeds.PAPERS:
                name = f"{kind}-{voucher.number}-{self.keys}"
                actions.attach_paper(voucher=voucher, upload=world.pdf(name), kind=kind, by=by)
            actions.redeem_voucher(voucher=voucher, by=by, on=self.today)

        self.keys += 1
        self.both("redeem", place, proof["invoices"][0]["amount_fen"], self.day(), real=real)

    @precondition(lambda self: self.made)
    @rule(which=NUMBERS, verb=st.sampled_from(("accept", "accept", "send_back", "deny", "refuse")))
    def decide(self, which: int, verb: str) -> None:
        """Accept, ask for more, deny, or refuse an application."""
        place = self.place(which)
        facts: dict[str, Any] = {
            "voucher": self.voucher(place),
            "by": world.person("officer"),
            "on": self.today,
        }
        deed = {"refuse": actions.refuse_voucher}.get(verb) or getattr(actions, f"{verb}_redemption")
        if verb != "accept":
            facts["reason"] = "理由"
        more = (self.day(),) if verb == "send_back" else ()
        self.both(verb, place, *more, real=lambda: deed(**facts))

    @precondition(lambda self: self.made)
    @rule(which=NUMBERS, verb=st.sampled_from(("grant", "pay", "pay", "drop")))
    def money(self, which: int, verb: str) -> None:
        """Into a batch, out of it, or to the bank and back."""
        place = self.place(which)
        number = self.made[place]
        self.keys += 1
        real = {"grant": self.real_grant, "pay": self.real_pay, "drop": self.real_drop}[verb]
        self.both(verb, place, real=lambda: real(number))

    def real_grant(self, number: str) -> None:
        """A batch of its own."""
        actions.grant_vouchers(
            numbers=[number], account=world.account("vouchers"), title="批", by=world.person("officer"),
            key=f"grant-{self.keys}", on=self.today,
        )  # fmt: skip

    def standing(self, number: str, *states: str) -> Payment:
        """Give the payment of a voucher that is on its way."""
        payment = payment_of("voucher", number)
        if payment is None or payment.state not in states:
            raise Refusal("没有在途的付款", way_out="")
        return payment

    def real_pay(self, number: str) -> None:
        """All the way to the bank's answer, which is read twice."""
        payment = self.standing(number, "planned", "sent")
        batch = Batch.objects.get(pk=payment.batch_id)
        Batch.objects.filter(pk=batch.pk).update(
            state="sent", approved_by=world.person("leader"), approved_on=FIRST
        )
        Payment.objects.filter(pk=payment.pk).update(state="sent", sent_times=1)
        line = payments.Answer(payment.number, payment.amount_fen, "paid", world.ON, f"REF-{payment.number}")
        for expected in ("new", "same"):
            assert payments.take_answers(answers=[line], by=world.person("finance"))[expected] == 1

    def real_drop(self, number: str) -> None:
        """Take it out of its batch."""
        payment = self.standing(number, "planned")
        payments.drop_payment(payment=payment, by=world.person("officer"), reason="异议", on=self.today)

    @precondition(lambda self: self.made)
    @rule(which=NUMBERS, tenths=st.sampled_from((0, 0, 3, 9, 10)))
    def recover(self, which: int, tenths: int) -> None:
        """Call back what was paid, or what was paid too much of it."""
        place = self.place(which)
        voucher, officer = self.voucher(place), world.person("officer")

        def real() -> None:
            actions.recover_voucher(
                voucher=voucher,
                by=officer,
                on=self.today,
                reason="不实",
                entitled_fen=voucher.redeem_fen * tenths // 10,
            )
            recovery = Recovery.objects.get(payment__case_number=voucher.number)
            due = self.today + timedelta(days=30)
            payments.demand_recovery(recovery=recovery, by=officer, on=self.today, due_on=due)

        self.both("recover", place, tenths, self.day(), real=real)

    @precondition(lambda self: self.made)
    @rule(which=NUMBERS, share=st.sampled_from((1, 1, 2, 3)))
    def receive(self, which: int, share: int) -> None:
        """A part of what was called back, or all that is still to come; the same receipt again changes nothing."""
        place = self.place(which)
        coupon = self.reference.coupons[place]
        amount = max((coupon.owed - coupon.back) // share, 1)
        self.keys += 1

        def real() -> None:
            recovery = Recovery.objects.filter(payment__case_number=self.made[place]).first()
            if recovery is None:
                raise Refusal("没有追缴", way_out="")
            payments.receive_recovery(
                recovery=recovery, amount_fen=amount, received_on=world.ON, bank_reference=f"BACK-{self.keys}",
                by=world.person("finance"),
            )  # fmt: skip

        self.both("receive", place, amount, real=real)
