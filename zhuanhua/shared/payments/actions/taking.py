"""How does the bank's answer come in? Paid lines are posted once, refused ones say why and ask for another account."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict
from zhuanhua.core.money import yuan_text
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.ledger.actions import post
from zhuanhua.shared.notices.actions import notify
from zhuanhua.shared.payments import programmes
from zhuanhua.shared.payments.actions.accounts import ask_for_account
from zhuanhua.shared.payments.actions.answers import (
    REJECTED,
    Answer,
    faults_of_answers,
    is_taken,
    payments_of_answers,
)
from zhuanhua.shared.payments.actions.batches import drop_payment
from zhuanhua.shared.payments.actions.locking import lock_money_of
from zhuanhua.shared.payments.actions.waiting import tell_finance
from zhuanhua.shared.payments.models import Batch, Payment
from zhuanhua.shared.payments.states import PaymentState


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
    locked = Batch.objects.select_for_update(of=("self",)).filter(number__in=numbers)
    batches = list(locked.select_related("account").order_by("id"))
    lock_money_of(batches)  # a refusal writes its line before others are paid
    for place, fault in faults_of_answers(answers):
        message = _("第%(line)s笔：%(fault)s") % {"line": place + 1, "fault": fault.message}
        raise Conflict(message, way_out=fault.way_out, code="answer")
    known = payments_of_answers(answers)
    taken = same = 0
    for place, answer in enumerate(answers, start=1):
        payment = known[answer.number]
        if is_taken(answer, payment):
            same += 1
        else:
            _take(payment, answer, by=by, on=answer.paid_on or on or city_today())
            taken += 1
        if progress is not None:
            progress(place)
    for batch in batches:
        tell_finance(batch, by=by)
    return {"new": taken, "same": same}


def _take(payment: Payment, answer: Answer, *, by: Any, on: date) -> None:
    if answer.result == REJECTED:
        _reject(payment, answer, by=by, on=on)
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


def _reject(payment: Payment, answer: Answer, *, by: Any, on: date) -> None:
    """The payee is asked for another account; what its case no longer gives leaves the batch instead, and its money is free."""
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
    gone = programmes.paying(payment.batch.programme).no_longer_owed([payment])
    if gone:
        drop_payment(payment=payment, by=None, reason=gone[payment.pk], on=on)
        return
    ask_for_account(
        payment,
        task=noop("更改被银行退回的收款账户"),
        title=noop("银行退回了付款：%(title)s"),
        body=noop("原因：%(reason)s。请更改收款账户，款项会重新支付。"),
        reason=payment.reject_reason,
    )
