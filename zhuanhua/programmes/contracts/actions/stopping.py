"""What becomes of a contract's subsidies when it ends or is worth less? Unsent money is set free, paid money has to come back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.wording import amount_words
from zhuanhua.programmes.contracts import policy_subsidy
from zhuanhua.programmes.contracts.models import Change, Contract, Subsidy
from zhuanhua.programmes.contracts.queries.grants import standing_subsidies
from zhuanhua.programmes.contracts.queries.subsidy import row_of_subsidy
from zhuanhua.programmes.contracts.states_subsidy import Scheme, SubsidyState
from zhuanhua.shared.notices.actions import notify
from zhuanhua.shared.payments.actions import drop_payment, end_papers, lock_payments, open_recovery
from zhuanhua.shared.payments.models import Payment
from zhuanhua.shared.payments.queries import payment_of
from zhuanhua.shared.payments.states import PaymentState
from zhuanhua.shared.policy.judge import judge_one
from zhuanhua.shared.policy.rules import find
from zhuanhua.shared.workflow.actions import close_tasks
from zhuanhua.shared.workflow.moves import move

TITLES = {Scheme.SELLER: "contracts.subsidy.seller", Scheme.BUYER: "contracts.subsidy.buyer"}
AT_THE_PAYEE = (SubsidyState.PAID, SubsidyState.RECOVERING)


def lock_subsidies(contract: Contract) -> None:
    """Lock what a contract's subsidies are paid by, the subsidies, then the contract: before its end or change is judged, or told."""
    numbers = contract.subsidies.order_by("id").values_list("number", flat=True)
    lock_payments(Subsidy.case_kind, numbers)
    list(contract.subsidies.select_for_update().order_by("id").values_list("pk"))
    Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)


@transaction.atomic
def stop_subsidies(*, contract: Contract, by: Any, on: date, reason: str) -> None:
    """A contract has ended: what is not sent leaves its batch, what was paid has to come back, open claims are refused.

    What is at the bank already is taken back when it arrives (`subsidy_paid`), or leaves the batch when the bank sends it back.
    """
    for subsidy in standing_subsidies(contract).select_for_update():
        _take_back(subsidy, 0, reason, on=on)
    for claim in Subsidy.objects.filter(
        contract=contract, scheme=Scheme.BUYER, state__in=("submitted", "accepted")
    ):
        move(claim, "refuse", by=None, reason=reason)
        end_papers(cases=[(claim.case_kind, claim.number)])
        close_tasks(claim, by=by)


@transaction.atomic
def lower_subsidies(*, contract: Contract, on: date, reason: str) -> None:
    """A contract is worth less: what is not sent leaves its batch and is found anew, of what was paid the rest comes back."""
    for subsidy in standing_subsidies(contract).select_for_update():
        entitled = entitled_fen(subsidy)
        if entitled < subsidy.amount_fen:
            _take_back(subsidy, entitled, reason, on=on)


def entitled_fen(subsidy: Subsidy) -> int:
    """What the contract as it stands now would still give of a granted subsidy, by the rule of the day it was judged on."""
    rule = policy_subsidy.RULES[Scheme(subsidy.scheme).value]
    values = find(TITLES[Scheme(subsidy.scheme)]).values(subsidy.judged_on)
    answer = judge_one(rule, row_of_subsidy(subsidy), values)
    if not answer.get("reaches_least", True):
        return 0
    return min(subsidy.amount_fen, answer["capped_fen"])


def recover_paid(subsidy: Subsidy, payment: Payment, reason: str, *, on: date, entitled_fen: int = 0) -> None:
    """Open the recovery of what the rule no longer gives; when one is open, or has ended, it grows to that amount."""
    stands = subsidy.contract.state == subsidy.contract.States.REGISTERED
    facts = {"is_registered": stands, "paid_fen": subsidy.amount_fen, "entitled_fen": entitled_fen}
    values = find(TITLES[Scheme(subsidy.scheme)]).values(on)
    owed = judge_one(policy_subsidy.clawback, facts, values)["clawback_fen"]
    open_recovery(payment=payment, amount_fen=owed, ground=reason, by=None, on=on)
    if subsidy.state == SubsidyState.PAID:
        move(subsidy, "recover", by=None, reason=reason)
    notify(
        subsidy.payee,
        title=noop("补贴须退回：%(name)s"),
        body=noop("合同变更后应享的补贴变少，已付的%(amount)s须退回，限期另行通知。")
        if stands
        else noop("合同登记已失效，已付补贴%(amount)s须退回，限期另行通知。"),
        words={"name": subsidy.contract.project_name, "amount": amount_words(owed)},
        url=f"/contracts/subsidies/{subsidy.number}/",
    )


def recover_on_arrival(subsidy: Subsidy, payment: Payment, *, on: date) -> None:
    """Take back what reached its payee after its contract had ended, or had become worth less."""
    if subsidy.contract.state != subsidy.contract.States.REGISTERED:
        recover_paid(subsidy, payment, noop("付款途中合同已注销或撤销。"), on=on)
    elif subsidy.contract.changes.filter(state="granted").exists():
        entitled = entitled_fen(subsidy)
        if entitled < subsidy.amount_fen:
            recover_paid(subsidy, payment, noop("付款途中合同金额已变更。"), on=on, entitled_fen=entitled)


def no_longer_owed(payments: Sequence[Payment]) -> dict[int, str]:
    """Name the payments whose contract has ended, or gives less by now than was granted, each with the reason (a msgid: it is kept, and said)."""
    by_number = {payment.case_number: payment.pk for payment in payments}
    subsidies = Subsidy.objects.filter(number__in=by_number).select_related("contract").order_by("id")
    contracts = subsidies.order_by().values("contract")
    amended = set(
        Change.objects.filter(contract__in=contracts, state="granted").values_list("contract", flat=True)
    )
    gone = {}
    for subsidy in subsidies:
        if subsidy.contract.state != subsidy.contract.States.REGISTERED:
            gone[by_number[subsidy.number]] = noop("合同登记已注销或撤销。")
        elif subsidy.contract_id in amended and entitled_fen(subsidy) < subsidy.amount_fen:
            gone[by_number[subsidy.number]] = noop("合同金额已变更，应享的补贴变少。")
    return gone


def _take_back(subsidy: Subsidy, entitled_fen: int, reason: str, *, on: date) -> None:
    payment = payment_of(Subsidy.case_kind, subsidy.number)
    if payment is None:
        return
    if payment.state in {PaymentState.PLANNED, PaymentState.REJECTED}:
        drop_payment(payment=payment, by=None, reason=reason, on=on)
    elif subsidy.state in AT_THE_PAYEE:
        recover_paid(subsidy, payment, reason, on=on, entitled_fen=entitled_fen)
