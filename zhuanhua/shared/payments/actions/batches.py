"""How does a batch come to be, and how does a payment leave it?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.ledger.actions import reserve_all, void
from zhuanhua.shared.ledger.actions.locking import locked_budget
from zhuanhua.shared.ledger.actions.reserving import Wanted
from zhuanhua.shared.ledger.models import Account, Reservation
from zhuanhua.shared.payments import programmes
from zhuanhua.shared.payments.actions.locking import lock_money_of
from zhuanhua.shared.payments.actions.waiting import tell_finance
from zhuanhua.shared.payments.models import Batch, Payment
from zhuanhua.shared.payments.queries import payable
from zhuanhua.shared.payments.states import BINDING, OPEN_TO_CHANGE, BatchState, PaymentState
from zhuanhua.shared.people.models import Organisation
from zhuanhua.shared.workflow.actions import close_tasks
from zhuanhua.shared.workflow.moves import move
from zhuanhua.shared.workflow.serials import next_number

MOST = 5_000  # payments in one batch


@dataclass(frozen=True)
class Item:
    """What shall be paid: the case, whom, how much (whole fen), and the words beside it.

    `out_of` is the reservation that a decision has made before: the payment takes its money from there, not from what is free.
    """

    case_kind: str
    case_number: str
    business_key: str
    payee: Organisation
    amount_fen: int
    title: str
    out_of: Reservation | None = None


@transaction.atomic
def make_batch(
    *, programme: str, title: str, account: Account, items: Sequence[Item], by: Any, key: str, on: date
) -> Batch:
    """Put payments together and set their money aside, all or nothing. The same key gives the first batch."""
    require(by, Permission.PAYMENT_PREPARE)
    asked = {item.case_number for item in items}
    known = known_batch(key=key, programme=programme, title=title, account=account, cases=asked)
    if known is not None:
        return known
    if not items:
        raise Refusal(_("没有可以拨付的事项。"), way_out=_("请先选择要拨付的事项。"), code="empty")
    if len(items) > MOST:
        raise Refusal(_("一批最多%(most)s笔。") % {"most": MOST}, way_out=_("请分批编制。"), code="too_many")
    number = next_number("BF", on=on)
    _hand_over(account, items, by=by, number=number, on=on)
    wanted = [Wanted(each.case_kind, each.case_number, each.business_key, each.amount_fen) for each in items]
    reserved = reserve_all(account=account, wanted=wanted, by=by, key=f"batch:{number}", on=on)
    batch = Batch.objects.create(
        number=number,
        state=BatchState.DRAFT,
        programme=programme,
        title=title.strip(),
        account=account,
        key=key,
        made_by=by,
        made_on=on,
    )
    Payment.objects.bulk_create(
        Payment(
            batch=batch,
            number=f"{number}-{place:04d}",
            case_kind=item.case_kind,
            case_number=item.case_number,
            title=item.title[:200],
            payee=item.payee,
            payee_name=item.payee.name,
            payee_uscc=item.payee.uscc or "",
            amount_fen=item.amount_fen,
            reservation=reservation,
        )
        for place, (item, reservation) in enumerate(zip(items, reserved, strict=True), start=1)
    )
    record(
        "payment_batch:make",
        case_kind=batch.case_kind,
        case_number=number,
        by=by,
        after={
            "title": batch.title,
            "count": len(items),
            "amount_fen": sum(item.amount_fen for item in items),
        },
    )
    return batch


def known_batch(
    *, key: str, programme: str, title: str, account: Account, cases: Collection[str] | None = None
) -> Batch | None:
    """Give the batch that was made under a key; Conflict when that was another one. Ask while the budget is locked.

    A form sent twice makes one batch; a form with other cases, another title or other money wants a key of its own.
    """
    known = Batch.objects.filter(key=key).first()
    if known is None:
        return None
    made = set(known.payments.values_list("case_number", flat=True))
    if (known.programme, known.title, known.account_id) != (programme, title.strip(), account.pk) or (
        cases is not None and made != set(cases)
    ):
        raise Conflict(
            _("这张表已经编成批次%(number)s，内容和现在提交的不同。") % {"number": known.number},
            way_out=_("请重新打开名单，核对后再编。"),
            code="key_used",
        )
    return known


def _hand_over(account: Account, items: Sequence[Item], *, by: Any, number: str, on: date) -> None:
    """Free what decisions have set aside; the payments take it at once, in the same transaction and under the same lock."""
    held = [(place, item, item.out_of) for place, item in enumerate(items, start=1) if item.out_of]
    if not held:
        return
    locked_budget(account.budget_id)
    with override(settings.LANGUAGE_CODE):  # what is kept for ever is kept in the city's language
        reason = _("转入拨付批次%(number)s") % {"number": number}
    for place, item, reservation in held:
        stands = Reservation.objects.values_list("account", flat=True).get(pk=reservation.pk)
        if stands != account.pk:
            raise Refusal(
                _("%(case)s的资金不是从这个来源预留的。") % {"case": item.case_number},
                way_out=_("请换一个资金来源，或者另编一批。"),
                code="other_source",
            )
        void(
            reservation=reservation, amount_fen=item.amount_fen, by=by, key=f"batch:{number}:from:{place}",
            on=on, reason=reason,
        )  # fmt: skip


@transaction.atomic
def drop_payment(*, payment: Payment, by: Any, reason: str, on: date) -> Payment:
    """Take a payment out while the batch may be changed, or after the bank sent it back; its money is free again.

    After approval also one whose payee has no account, or nobody could ever end the batch. `by=None` is the system, when what
    is paid for no longer stands: it does so until the payment goes to the treasury.
    """
    if by is not None:
        require(by, Permission.PAYMENT_PREPARE)
    if not reason.strip():
        raise Refusal(_("没有写理由。"), field="reason", way_out=_("请写明为什么不再支付。"))
    batch = Batch.objects.select_for_update().get(pk=payment.batch_id)
    payment = Payment.objects.select_for_update().select_related("reservation").get(pk=payment.pk)
    if not _may_leave(batch, payment, by) and payment.state != PaymentState.REJECTED:
        raise Conflict(
            _("付款%(number)s现在不能去掉。") % {"number": payment.number},
            way_out=_(
                "提请审批以后要去掉一笔，请审批人退回编制；批准以后，只有没有收款账户的、收款单位有变的、被银行退回的可以去掉。"
            ),
        )
    _drop(batch, payment, by=by, reason=reason.strip(), on=on)
    return payment


@transaction.atomic
def cancel_batch(*, batch: Batch, by: Any, reason: str, on: date) -> Batch:
    """Give a batch up while it is being prepared; all its money is free again."""
    Batch.objects.select_for_update().get(pk=batch.pk)
    lock_money_of([batch])
    move(batch, "cancel", by=by, reason=reason)
    for payment in Payment.objects.select_for_update().filter(batch=batch, state=PaymentState.PLANNED):
        _drop(batch, payment, by=by, reason=reason.strip(), on=on)
    close_tasks(batch, by=by)
    return batch


def _may_leave(batch: Batch, payment: Payment, by: Any) -> bool:
    if payment.state != PaymentState.PLANNED:
        return False
    if by is None or batch.state in OPEN_TO_CHANGE:
        return True
    is_held = payment.payee_id not in payable([payment.payee_id]) or not payment.is_for(payment.payee)
    return batch.state in BINDING and is_held


def _drop(batch: Batch, payment: Payment, *, by: Any, reason: str, on: date) -> None:
    payment.state, payment.drop_reason = PaymentState.DROPPED, reason[:200]
    payment.save(update_fields=["state", "drop_reason"])
    void(reservation=payment.reservation, by=by, key=f"drop:{payment.number}", on=on, reason=reason)
    close_tasks(payment, by=by)
    record(
        "payment_batch:drop",
        case_kind=batch.case_kind,
        case_number=batch.number,
        by=by,
        after={"payment": payment.number, "amount_fen": payment.amount_fen},
        reason=reason,
    )
    programmes.paying(batch.programme).on_dropped(payment, by=by, on=on)
    tell_finance(batch, by=by)
