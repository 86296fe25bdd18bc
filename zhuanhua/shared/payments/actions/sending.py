"""How does an approved batch reach the treasury, and when is it over?"""

from datetime import date
from typing import Any, NoReturn

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.documents.actions import store_file
from zhuanhua.shared.notices.actions import notify
from zhuanhua.shared.payments.actions.waiting import tell_finance
from zhuanhua.shared.payments.files import treasury_file
from zhuanhua.shared.payments.models import Batch, Payment, PaymentFile
from zhuanhua.shared.payments.queries import going, payable
from zhuanhua.shared.payments.states import TO_SEND, PaymentState
from zhuanhua.shared.workflow.actions import close_tasks
from zhuanhua.shared.workflow.moves import move


@transaction.atomic
def send_batch(*, batch: Batch, by: Any, on: date) -> PaymentFile:
    """Write the treasury's file of everything that is still to be paid: first all, later what the bank sent back.

    Whoever has given no account, is no longer called as announced, or not changed the one the bank sent back, stays behind, and so does
    what its case no longer gives; refused by name when nothing else is left.
    """
    require(by, Permission.PAYMENT_EXECUTE)
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    payments = list(
        Payment.objects.select_for_update(of=("self",))
        .filter(batch=batch, state__in=TO_SEND)
        .select_related("payee", "reservation")
        .order_by("number")
    )
    if not payments:
        raise Conflict(_("没有要报送的付款。"), way_out=_("请读入银行回单，或者对账办结。"), code="nothing")
    payments = _going(batch, payments)
    for payment in payments:
        payment.state, payment.reject_reason = PaymentState.SENT, ""
        payment.sent_times += 1
    Payment.objects.bulk_update(
        payments, ["state", "reject_reason", "sent_times", "account_name", "bank_name", "bank_account"]
    )
    edition = batch.files.count() + 1
    content = treasury_file(batch, payments, edition=edition, on=on)
    upload = SimpleUploadedFile(f"{batch.number}-{edition}.xlsx", content)
    stored = store_file(upload=upload, kind="treasury_file", case=batch, by=by)
    total = sum(payment.amount_fen for payment in payments)
    move(batch, "send", by=by, after={"edition": edition, "count": len(payments), "amount_fen": total})
    close_tasks(batch, by=by)
    tell_finance(batch, by=by)
    return PaymentFile.objects.create(
        batch=batch,
        edition=edition,
        stored=stored,
        count=len(payments),
        total_fen=total,
        made_by=by,
        made_on=on,
    )


def _going(batch: Batch, payments: list[Payment]) -> list[Payment]:
    """Give those that can be paid, each with its account filled in; the others wait and hold up nobody."""
    accounts, gone = going(batch, payments)
    owed = [payment for payment in payments if payment.pk not in gone]
    if not owed:
        first = payments[0]
        raise Refusal(
            _("付款%(number)s不再应付：%(reason)s") % {"number": first.number, "reason": _(gone[first.pk])},
            way_out=_("请经办把它从批次里去掉，预留随即释放。"),
            code="not_owed",
        )
    ready = [payment for payment in owed if payment.pk in accounts]
    for payment in ready:
        account = accounts[payment.pk]
        payment.account_name, payment.bank_name = account.account_name, account.bank_name
        payment.bank_account = account.bank_account
    if not ready:
        _refuse_all(owed)
    return ready


def _refuse_all(payments: list[Payment]) -> NoReturn:
    accounts = payable(payment.payee_id for payment in payments)
    missing = sorted({payment.payee.name for payment in payments if payment.payee_id not in accounts})
    if missing:
        raise Refusal(
            _("%(names)s没有以现名称填写收款账户。")
            % {"names": _("、").join(missing[:5]) + ("…" if len(missing) > 5 else "")},
            way_out=_("请提醒他们在“收款”页面填写，或者先把这些付款从批次里去掉。"),
            code="no_account",
        )
    changed = sorted({payment.payee_name for payment in payments if not payment.is_for(payment.payee)})
    if changed:
        raise Conflict(
            _("%(names)s的名称或者代码和公示、批准时不同，不能付款。")
            % {"names": _("、").join(changed[:5]) + ("…" if len(changed) > 5 else "")},
            way_out=_("请把这些付款从批次里去掉，核实后另编一批，重新公示和审批。"),
            code="other_payee",
        )
    raise Refusal(
        _("%(name)s的账户被银行退回后还没有更改。") % {"name": payments[0].payee.name},
        way_out=_("请等收款单位更改账户，或者去掉这笔付款。"),
        code="same_account",
    )


@transaction.atomic
def reconcile_batch(*, batch: Batch, by: Any, on: date) -> Batch:
    """End a batch: every payment is paid or given up, and the ledger says the same to the fen."""
    require(by, Permission.PAYMENT_EXECUTE)
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    payments = list(batch.payments.select_related("reservation"))
    waiting = [each for each in payments if each.state not in {PaymentState.PAID, PaymentState.DROPPED}]
    if waiting:
        raise Refusal(
            ngettext(
                "还有%(count)s笔没有结果：%(numbers)s。",
                "还有%(count)s笔没有结果：%(numbers)s。",
                len(waiting),
            )
            % {"count": len(waiting), "numbers": _("、").join(each.number for each in waiting[:3])},
            way_out=_("请读入银行回单；被退回的请重新报送或者去掉。"),
            code="waiting",
        )
    odd = [each.number for each in payments if each.reservation.posted_fen != _owed(each)]
    if odd:
        raise Conflict(
            _("付款%(numbers)s和账上不一致。") % {"numbers": _("、").join(odd[:3])},
            way_out=_("请系统管理员运行zhuanhua verify ledger。"),
            code="odd",
        )
    batch.reconciled_by, batch.reconciled_on = by, on
    move(batch, "reconcile", by=by, fields=("reconciled_by", "reconciled_on"))
    close_tasks(batch, by=by)
    notify(
        batch.made_by,
        title=noop("拨付批次已对账：%(title)s"),
        body=noop("每一笔都有结果，账实相符。"),
        words={"title": batch.title},
        url=f"/payments/{batch.number}/",
    )
    return batch


def _owed(payment: Payment) -> int:
    return payment.amount_fen if payment.state == PaymentState.PAID else 0
