"""How does paid money come back? A case is opened, the payee is asked, receipts are refunded in the ledger, the rest is written off."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.core.money import yuan_text
from zhuanhua.core.text import number_key
from zhuanhua.core.wording import amount_words
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.ledger.actions import refund
from zhuanhua.shared.notices.actions import notify
from zhuanhua.shared.payments import programmes
from zhuanhua.shared.payments.actions.avoiding import require_recoverer
from zhuanhua.shared.payments.actions.locking import lock_recovery
from zhuanhua.shared.payments.models import Payment, Receipt, Recovery
from zhuanhua.shared.payments.states import PaymentState, RecoveryState
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.moves import move
from zhuanhua.shared.workflow.serials import next_number


@transaction.atomic
def open_recovery(*, payment: Payment, amount_fen: int, ground: str, by: Any, on: date) -> Recovery:
    """Open the case when a programme finds that paid money has to come back; once for a payment.

    A case that is known grows to a larger amount, also when it had ended; a smaller one changes nothing.
    """
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    known = Recovery.objects.select_for_update().filter(payment=payment).first()
    if known is not None and amount_fen <= known.amount_fen:
        return known
    if payment.state != PaymentState.PAID or not 0 < amount_fen <= payment.amount_fen:
        raise Refusal(
            _("追缴金额须大于零且不超过已付的金额。"), field="amount_fen", way_out=_("请核对已付金额。")
        )
    if known is not None:
        return _widen(known, amount_fen, ground, by=by)
    recovery = Recovery.objects.create(
        number=next_number("ZJ", on=on),
        state=RecoveryState.OPEN,
        payment=payment,
        amount_fen=amount_fen,
        ground=ground[:300],
        opened_on=on,
    )
    record(
        "recovery:open",
        case_kind=recovery.case_kind,
        case_number=recovery.number,
        by=by,
        after={"payment": payment.number, "amount_fen": amount_fen},
        reason=ground,
    )
    _wait_for(recovery, noop("发函追缴"), Permission.PAYMENT_PREPARE)
    return recovery


@transaction.atomic
def demand_recovery(*, recovery: Recovery, by: Any, on: date, due_on: date) -> Recovery:
    """Ask the payee for the money by a day."""
    if due_on <= on:
        raise Refusal(_("限期须在今天以后。"), field="due_on", way_out=_("请填以后的日期。"))
    require_recoverer(by, recovery)
    recovery.demanded_by, recovery.demanded_on, recovery.due_on, recovery.late_since = by, on, due_on, None
    fields = ("demanded_by", "demanded_on", "due_on", "late_since")
    move(recovery, "demand", by=by, fields=fields, after={"due_on": due_on})
    close_tasks(recovery, by=by)
    _wait_for(recovery, noop("登记追回的款项"), Permission.PAYMENT_EXECUTE, due_on=due_on)
    open_task(
        case=recovery,
        title=noop("退回款项"),
        about=recovery.payment.title,
        permission=Permission.BANK_ACCOUNT_EDIT_OWN,
        organisation=recovery.payment.payee,
        due_on=due_on,
        url="/payments/mine/",
    )
    notify(
        recovery.payment.payee,
        title=noop("请退回款项：%(title)s"),
        body=noop("请在%(due)s以前退回%(amount)s元。理由：%(ground)s"),
        words={
            "title": recovery.payment.title,
            "due": due_on.isoformat(),
            "amount": yuan_text(recovery.amount_fen),
            "ground": recovery.ground,
        },
        url="/payments/mine/",
    )
    return recovery


@transaction.atomic
def receive_recovery(
    *, recovery: Recovery, amount_fen: int, received_on: date, bank_reference: str, by: Any
) -> Recovery:
    """Record money that came back, once per bank reference; the case closes when all of it is there."""
    require(by, Permission.PAYMENT_EXECUTE)
    reference = bank_reference.strip()
    if not number_key(reference):
        raise Refusal(_("没有写银行流水号。"), field="bank_reference", way_out=_("请照回单填写。"))
    recovery = lock_recovery(recovery)
    require_recoverer(by, recovery)
    _refuse_receipt(recovery, amount_fen, received_on)
    try:
        with transaction.atomic():
            Receipt.objects.create(
                recovery=recovery,
                amount_fen=amount_fen,
                received_on=received_on,
                bank_reference=reference,
                recorded_by=by,
            )
    except IntegrityError as fault:
        raise Conflict(
            _("这个流水号已经登记过。"),
            field="bank_reference",
            way_out=_("同一笔到账只登记一次。"),
            code="again",
        ) from fault
    payment = recovery.payment
    refund(
        reservation=payment.reservation,
        amount_fen=amount_fen,
        by=by,
        key=f"recovery:{recovery.number}:{reference}",
        on=received_on,
        reason=recovery.ground,
    )
    recovery.received_fen += amount_fen
    recovery.save(update_fields=["received_fen"])
    record(
        "recovery:receive",
        case_kind=recovery.case_kind,
        case_number=recovery.number,
        by=by,
        after={"amount_fen": amount_fen, "bank_reference": reference},
    )
    if not recovery.left_fen:
        move(recovery, "close", by=by)
        close_tasks(recovery, by=by)
        programmes.paying(payment.batch.programme).on_recovered(payment, by=by, on=received_on)
    return recovery


@transaction.atomic
def waive_recovery(*, recovery: Recovery, by: Any, reason: str) -> Recovery:
    """Write off what cannot be had; never by whoever demanded it. The case goes on with what came back."""
    lock_recovery(recovery)
    recovery.refresh_from_db(
        fields=["amount_fen", "received_fen"]
    )  # since the page was read, a receipt may have come in, or the claim grown
    if recovery.demanded_by_id == by.pk:
        raise Forbidden(_("发函的人不能核销，请另一位有权的人办理。"))
    require_recoverer(by, recovery)
    recovery.waived_by = by
    move(
        recovery,
        "waive",
        by=by,
        reason=reason,
        fields=("waived_by",),
        after={"amount_fen": recovery.left_fen},
    )
    close_tasks(recovery, by=by)
    payment = Payment.objects.select_related("batch").get(pk=recovery.payment_id)
    programmes.paying(payment.batch.programme).on_recovered(payment, by=None, on=city_today())
    return recovery


def _widen(recovery: Recovery, amount_fen: int, ground: str, *, by: Any) -> Recovery:
    """Ask for more: a letter that named the smaller amount, and its day, no longer hold, and a new one is to be sent."""
    before = {"amount_fen": recovery.amount_fen}
    recovery.amount_fen, recovery.ground = amount_fen, ground[:300]
    after = {"payment": recovery.payment.number, "amount_fen": amount_fen}
    if recovery.state == RecoveryState.OPEN:
        recovery.save(update_fields=["amount_fen", "ground"])
        record(
            "recovery:widen", case_kind=recovery.case_kind, case_number=recovery.number, by=by,
            before=before, after=after, reason=ground,
        )  # fmt: skip
        return recovery
    if recovery.state == RecoveryState.DEMANDED and recovery.due_on and recovery.due_on < city_today():
        recovery.late_since = recovery.due_on + timedelta(days=1)
    recovery.due_on = None
    recovery.demanded_by = recovery.demanded_on = recovery.waived_by = None
    fields = ("amount_fen", "ground", "demanded_by", "demanded_on", "due_on", "late_since", "waived_by")
    move(recovery, "widen", by=by, reason=ground, before=before, after=after, fields=fields)
    close_tasks(recovery, by=by)
    _wait_for(recovery, noop("发函追缴"), Permission.PAYMENT_PREPARE)
    return recovery


def _refuse_receipt(recovery: Recovery, amount_fen: int, received_on: date) -> None:
    paid_on = recovery.payment.paid_on
    if received_on > city_today() or (paid_on is not None and received_on < paid_on):
        raise Refusal(
            _("到账日期应在付款日期%(paid)s以后、今天以前。")
            % {"paid": paid_on.isoformat() if paid_on else ""},
            field="received_on",
            way_out=_("请照回单填写。"),
        )
    if recovery.state != RecoveryState.DEMANDED:
        raise Conflict(
            _("追缴现在的状态是“%(state)s”，不登记到账。") % {"state": recovery.state_label},
            way_out=_("请经办先发函追缴，再登记到账。")
            if recovery.state == RecoveryState.OPEN
            else _("请刷新后再看。"),
        )
    if type(amount_fen) is not int or not 0 < amount_fen <= recovery.left_fen:
        raise Refusal(
            _("到账金额须大于零且不超过%(left)s。") % {"left": amount_words(recovery.left_fen)},
            field="amount_fen",
            way_out=_("多退的请退还付款单位。"),
        )


def _wait_for(recovery: Recovery, title: str, permission: Permission, *, due_on: date | None = None) -> None:
    open_task(
        case=recovery,
        title=title,
        about=recovery.payment.title,
        permission=permission,
        due_on=due_on,
        url=f"/payments/recoveries/{recovery.number}/",
    )
