"""How does the bank's answer come in? Line by line against what was sent; paid lines are posted once, refused ones say why."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict
from zhuanhua.core.money import yuan_text
from zhuanhua.core.text import number_key
from zhuanhua.core.wording import amount_words
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.ledger.actions import post
from zhuanhua.shared.notices.actions import notify
from zhuanhua.shared.payments import programmes
from zhuanhua.shared.payments.models import Batch, Payment
from zhuanhua.shared.payments.states import PaymentState
from zhuanhua.shared.workflow.actions import open_task

PAID, REJECTED = "paid", "rejected"


@dataclass(frozen=True)
class Answer:
    """One line of the bank's answer; amounts whole fen."""

    number: str
    amount_fen: int
    result: str
    paid_on: date | None = None
    bank_reference: str = ""
    reject_reason: str = ""

    @property
    def reference_key(self) -> str:
        """The bank's reference in every spelling."""
        return number_key(self.bank_reference)[:60]


class Fault(NamedTuple):
    """What is wrong with one value of a line."""

    key: str
    message: str
    way_out: str


def faults_of_answers(answers: Sequence[Answer]) -> Iterator[tuple[int, Fault]]:
    """Check lines against what was sent; gives (place, fault). Lines that were taken before, unchanged, are no fault."""
    known = _payments(answers)
    used = _references(answers)
    seen: dict[str, int] = {}
    for place, answer in enumerate(answers):
        for fault in _faults(answer, known.get(answer.number), used, seen):
            yield place, fault
        if answer.reference_key:
            seen.setdefault(answer.reference_key, place)


def compare_answers(answers: Iterable[Answer]) -> list[str]:
    """Say of each line whether it is new or was taken before."""
    answers = list(answers)
    known = _payments(answers)
    return ["same" if _is_taken(answer, known.get(answer.number)) else "new" for answer in answers]


@transaction.atomic
def take_answers(
    *,
    answers: Sequence[Answer],
    by: Any,
    progress: Callable[[int], None] | None = None,
    on: date | None = None,
) -> dict[str, int]:
    """Take every line or none. Paid: posted in the ledger. Rejected: the payee is asked for another account."""
    require(by, Permission.PAYMENT_EXECUTE)
    numbers = {answer.number.rpartition("-")[0] for answer in answers}
    list(Batch.objects.select_for_update().filter(number__in=numbers).order_by("id"))
    for place, fault in faults_of_answers(answers):
        message = _("第%(line)s笔：%(fault)s") % {"line": place + 1, "fault": fault.message}
        raise Conflict(message, way_out=fault.way_out, code="answer")
    known = _payments(answers)
    taken = same = 0
    for place, answer in enumerate(answers, start=1):
        payment = known[answer.number]
        if _is_taken(answer, payment):
            same += 1
        else:
            _take(payment, answer, by=by, on=answer.paid_on or on or city_today())
            taken += 1
        if progress is not None:
            progress(place)
    return {"new": taken, "same": same}


def _payments(answers: Iterable[Answer]) -> dict[str, Payment]:
    numbers = [answer.number for answer in answers]
    found = Payment.objects.filter(number__in=numbers).select_related("batch", "payee", "reservation")
    return {payment.number: payment for payment in found}


def _references(answers: Iterable[Answer]) -> dict[str, str]:
    wanted = [answer.reference_key for answer in answers if answer.reference_key]
    return dict(Payment.objects.filter(reference_key__in=wanted).values_list("reference_key", "number"))


def _is_taken(answer: Answer, payment: Payment | None) -> bool:
    if payment is None:
        return False
    if answer.result == PAID:
        return payment.state == PaymentState.PAID and payment.reference_key == answer.reference_key
    return payment.state == PaymentState.REJECTED and payment.reject_reason == answer.reject_reason[:200]


def _faults(
    answer: Answer, payment: Payment | None, used: dict[str, str], seen: dict[str, int]
) -> Iterator[Fault]:
    if payment is None:
        yield Fault("number", _("没有这个付款编号。"), _("请用平台导出的付款文件回填。"))
        return
    if answer.amount_fen != payment.amount_fen:
        right = amount_words(payment.amount_fen, places=6)
        yield Fault(
            "amount_fen", _("金额和报送的%(amount)s不一致。") % {"amount": right}, _("请和银行核对。")
        )
    if _is_taken(answer, payment):
        return
    if payment.state != PaymentState.SENT:
        state = payment.state_label
        yield Fault(
            "number",
            _("这笔付款的状态是“%(state)s”，不等银行结果。") % {"state": state},
            _("请从文件里删去这一行。"),
        )
    if answer.result == PAID:
        yield from _faults_of_paid(answer, payment, used, seen)
    elif not answer.reject_reason:
        yield Fault("reject_reason", _("失败的付款没有写原因。"), _("请填写银行退回的原因。"))


def _faults_of_paid(
    answer: Answer, payment: Payment, used: dict[str, str], seen: dict[str, int]
) -> Iterator[Fault]:
    approved_on = payment.batch.approved_on
    if answer.paid_on is None:
        yield Fault("paid_on", _("成功的付款没有写付款日期。"), _("请填写付款日期。"))
    elif answer.paid_on > city_today():
        yield Fault("paid_on", _("付款日期在今天以后。"), _("请核对付款日期。"))
    elif approved_on is not None and answer.paid_on < approved_on:
        yield Fault(
            "paid_on",
            _("付款日期早于批准日期%(day)s。") % {"day": approved_on.isoformat()},
            _("请核对付款日期。"),
        )
    if not answer.reference_key:
        yield Fault("bank_reference", _("成功的付款没有写银行流水号。"), _("请填写银行流水号。"))
    elif used.get(answer.reference_key, answer.number) != answer.number or answer.reference_key in seen:
        yield Fault(
            "bank_reference", _("这个流水号已经用于另一笔付款。"), _("一笔付款一个流水号，请和银行核对。")
        )


def _take(payment: Payment, answer: Answer, *, by: Any, on: date) -> None:
    if answer.result == REJECTED:
        _reject(payment, answer, by=by)
        return
    payment.state, payment.paid_on, payment.bank_reference = PaymentState.PAID, on, answer.bank_reference
    payment.reference_key = answer.reference_key
    try:
        with transaction.atomic():
            payment.save(update_fields=["state", "paid_on", "bank_reference", "reference_key"])
    except IntegrityError as fault:
        raise Conflict(
            _("这个流水号已经用于另一笔付款。"), way_out=_("请和银行核对。"), code="answer"
        ) from fault
    post(reservation=payment.reservation, by=by, key=f"paid:{payment.number}", on=on)
    programmes.paying(payment.batch.programme).on_paid(payment, by=by, on=on)
    notify(
        payment.payee,
        title=noop("款项已到账：%(title)s"),
        body=noop("%(amount)s元，银行流水号%(reference)s。"),
        words={
            "title": payment.title,
            "amount": yuan_text(payment.amount_fen),
            "reference": answer.bank_reference,
        },
        url="/payments/mine/",
    )


def _reject(payment: Payment, answer: Answer, *, by: Any) -> None:
    payment.state, payment.reject_reason = PaymentState.REJECTED, answer.reject_reason[:200]
    payment.save(update_fields=["state", "reject_reason"])
    record(
        "payment_batch:reject",
        case_kind=payment.batch.case_kind,
        case_number=payment.batch.number,
        by=by,
        after={"payment": payment.number, "amount_fen": payment.amount_fen},
        reason=payment.reject_reason,
    )
    open_task(
        case=payment,
        title=noop("更改被银行退回的收款账户"),
        about=payment.title,
        permission=Permission.BANK_ACCOUNT_EDIT_OWN,
        organisation=payment.payee,
        url="/payments/mine/",
    )
    notify(
        payment.payee,
        title=noop("银行退回了付款：%(title)s"),
        body=noop("原因：%(reason)s。请更改收款账户，款项会重新支付。"),
        words={"title": payment.title, "reason": payment.reject_reason},
        url="/payments/mine/",
    )
