"""How does a batch become binding? Public notice, then approval by somebody who did not make it."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext, override

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.core.wording import amount_words
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.payments import permissions, programmes
from zhuanhua.shared.payments.actions.accounts import ask_for_account
from zhuanhua.shared.payments.actions.avoiding import require_approver
from zhuanhua.shared.payments.models import Batch, Payment
from zhuanhua.shared.payments.queries import payable
from zhuanhua.shared.payments.states import PaymentState
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.workflow.actions import close_tasks, open_task, publish, stop_publicity
from zhuanhua.shared.workflow.moves import move


@transaction.atomic
def publish_batch(*, batch: Batch, by: Any, on: date) -> Batch:
    """Announce who shall get how much, for as many days as the programme's rule says; contracts are not named."""
    require(by, Permission.PAYMENT_PREPARE)
    Batch.objects.select_for_update().get(
        pk=batch.pk
    )  # before the notice writes its line: the journal's lock comes last
    payments = _announced(batch)
    days = programmes.paying(batch.programme).publicity_days(on)
    with override(settings.LANGUAGE_CODE):  # what all read is written in the city's language
        title, body = _("拟拨付名单：%(title)s") % {"title": batch.title}, _body(payments)
    batch.publicity = publish(
        kind="payment_batch",
        case=batch,
        title=title,
        body=body,
        starts_on=on,
        ends_on=on + timedelta(days=days),
        by=by,
        made_by=batch.made_by,
    )
    move(batch, "publish", by=by, fields=("publicity",))
    close_tasks(batch, by=by)
    return batch


@transaction.atomic
def submit_batch(*, batch: Batch, by: Any, on: date) -> Batch:
    """Ask for approval, once the notice has ended without an objection that stands."""
    publicity = batch.publicity
    if publicity is None or publicity.closed_on is None:
        raise Refusal(
            _("公示还没有办结。"), way_out=_("请在公示期满后办结公示，再提请审批。"), code="publicity_open"
        )
    if publicity.stopped_for:
        raise Refusal(
            _("公示已经终止。"), way_out=_("请改回编制，去掉有异议的单位后重新公示。"), code="stopped"
        )
    if on <= publicity.ends_on:
        raise Refusal(_("公示还没有期满。"), way_out=_("请在截止日之后办理。"), code="publicity_open")
    _planned(batch)
    move(batch, "submit", by=by)
    close_tasks(batch, by=by)
    open_task(
        case=batch,
        title=noop("审批拨付批次"),
        about=batch.title,
        permission=Permission.PAYMENT_APPROVE,
        url=f"/payments/{batch.number}/",
    )
    return batch


@transaction.atomic
def approve_batch(*, batch: Batch, by: Any, on: date) -> Batch:
    """Approve: the batch may go to the treasury. Never by whoever made it, nor by who acts or lately acted for a payee."""
    require_approver(by, batch)
    batch.approved_by, batch.approved_on = by, on
    move(batch, "approve", by=by, fields=("approved_by", "approved_on"))
    close_tasks(batch, by=by)
    open_task(
        case=batch,
        title=noop("导出付款文件"),
        about=batch.title,
        permission=Permission.PAYMENT_EXECUTE,
        url=f"/payments/{batch.number}/",
    )
    _ask_for_accounts(batch)
    return batch


@transaction.atomic
def return_batch(*, batch: Batch, by: Any, reason: str) -> Batch:
    """Send a batch back to whoever made it, with the reason; it will be published anew."""
    batch.publicity = None
    move(batch, "return", by=by, reason=reason, fields=("publicity",))
    close_tasks(batch, by=by)
    open_task(
        case=batch,
        title=noop("修改被退回的拨付批次"),
        about=batch.title,
        permission=Permission.PAYMENT_PREPARE,
        assignee=batch.made_by,
        url=f"/payments/{batch.number}/",
    )
    return batch


@transaction.atomic
def reopen_batch(*, batch: Batch, by: Any, reason: str, on: date) -> Batch:
    """Take a published batch back to change it; a notice that still runs is stopped with the reason. Not by who is partial to a payee."""
    Batch.objects.select_for_update().get(pk=batch.pk)
    require_impartial(by, *permissions.matters_of(batch))
    if batch.publicity is not None and batch.publicity.closed_on is None:
        stop_publicity(publicity=batch.publicity, by=by, reason=reason, on=on)
    batch.publicity = None
    move(batch, "reopen", by=by, reason=reason, fields=("publicity",))
    close_tasks(batch, by=by)
    return batch


def _ask_for_accounts(batch: Batch) -> None:
    """Tell whoever shall be paid and has given no account: without it nothing can be sent."""
    payments = _planned(batch)
    accounts = payable(payment.payee_id for payment in payments)
    told: set[int] = set()
    for payment in payments:
        if payment.payee_id in accounts or payment.payee_id in told:
            continue
        told.add(payment.payee_id)
        ask_for_account(
            payment,
            task=noop("填写收款账户"),
            title=noop("请填写收款账户：%(title)s"),
            body=noop("款项已经批准，没有收款账户付不出来。"),
        )


def _planned(batch: Batch) -> list[Any]:
    payments = list(batch.payments.filter(state=PaymentState.PLANNED).select_related("payee"))
    if not payments:
        raise Conflict(_("批次里没有要支付的款项。"), way_out=_("请取消这个批次。"), code="empty")
    return payments


def _announced(batch: Batch) -> list[Any]:
    """Keep each payee's name and code as they are announced: approval binds these, and only these are paid."""
    payments = _planned(batch)
    for payment in payments:
        payment.payee_name, payment.payee_uscc = payment.payee.name, payment.payee.uscc or ""
    Payment.objects.bulk_update(payments, ["payee_name", "payee_uscc"], batch_size=500)
    return payments


def _body(payments: list[Any]) -> str:
    """Write one line a payee: name, number of payments, sum; then the total."""
    sums: dict[str, list[int]] = defaultdict(list)
    for payment in payments:
        sums[payment.payee.name].append(payment.amount_fen)
    lines = [
        ngettext("%(payee)s：%(count)s笔，%(amount)s", "%(payee)s：%(count)s笔，%(amount)s", len(amounts))
        % {"payee": payee, "count": len(amounts), "amount": amount_words(sum(amounts))}
        for payee, amounts in sorted(sums.items(), key=lambda each: (-sum(each[1]), each[0]))
    ]
    total = _("合计%(payees)s家、%(count)s笔，%(amount)s") % {
        "payees": len(sums),
        "count": len(payments),
        "amount": amount_words(sum(payment.amount_fen for payment in payments)),
    }
    return "\n".join([*lines, total])
