"""How does an organisation say where it is paid?"""

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.core.text import match_key
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.notices.actions import notify
from zhuanhua.shared.payments.actions.waiting import SEND_AGAIN
from zhuanhua.shared.payments.models import BankAccount, Batch, Payment
from zhuanhua.shared.payments.states import BINDING, TO_SEND, BatchState
from zhuanhua.shared.people.models import Organisation
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.queries import has_task

DIGITS = re.compile(r"\d{8,32}")


@transaction.atomic
def set_bank_account(
    *, organisation: Organisation, account_name: str, bank_name: str, bank_account: str, by: Any
) -> BankAccount:
    """Keep the account into which an organisation is paid; the former one ends. The name must be the organisation's own."""
    require(by, Permission.BANK_ACCOUNT_EDIT_OWN)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if by.organisation is None or by.organisation.pk != organisation.pk:
        raise Forbidden(_("只能填写本单位的收款账户。"))
    name, bank = account_name.strip(), bank_name.strip()
    number = re.sub(r"[\s-]", "", bank_account)
    if not DIGITS.fullmatch(number) or not number.isascii():
        raise Refusal(_("账号应是8到32位数字。"), field="bank_account", way_out=_("请照开户许可证填写。"))
    if match_key(name) != organisation.name_key:
        raise Refusal(
            _("户名和单位名称不一致。"),
            field="account_name",
            way_out=_("补贴只付到以本单位现名称开立的账户；单位更名的，请先在“本单位资料”里更名。"),
        )
    if not bank:
        raise Refusal(_("没有写开户银行。"), field="bank_name", way_out=_("请写到支行。"))
    now = city_now()
    former = BankAccount.objects.filter(organisation=organisation, ended_at__isnull=True).first()
    BankAccount.objects.filter(organisation=organisation, ended_at__isnull=True).update(ended_at=now)
    account = BankAccount.objects.create(
        organisation=organisation, account_name=name, bank_name=bank, bank_account=number, entered_by=by
    )
    record(
        "bank_account:set",
        case_kind="organisation",
        case_number=str(organisation.pk),
        by=by,
        before={"bank_account": former.bank_account} if former else {},
        after={"bank_name": bank, "bank_account": number},
    )
    _after(organisation, account, by=by, changed=former is not None)
    return account


def ask_for_account(payment: Payment, *, task: str, title: str, body: str, **words: str) -> None:
    """Ask a payee for an account, or for another one: a task that only a new account closes, and a message."""
    place = "/payments/mine/"
    open_task(
        case=payment,
        title=task,
        about=payment.title,
        permission=Permission.BANK_ACCOUNT_EDIT_OWN,
        organisation=payment.payee,
        url=place,
    )
    notify(payment.payee, title=title, body=body, words={"title": payment.title, **words}, url=place)


def _send_again(batch: Batch) -> None:
    """Put a batch that has been sent once into finance's inbox, once: there is a payment to send now."""
    if batch.state == BatchState.SENT and not has_task(batch, SEND_AGAIN):
        open_task(
            case=batch,
            title=SEND_AGAIN,
            about=batch.title,
            permission=Permission.PAYMENT_EXECUTE,
            url=f"/payments/{batch.number}/",
        )


def _after(organisation: Organisation, account: BankAccount, *, by: Any, changed: bool) -> None:
    """Close what waited for it; tell everybody of the organisation when an account changes (a thief would change it)."""
    waiting = organisation.payments.filter(state__in=TO_SEND, batch__state__in=BINDING).select_related(
        "batch"
    )
    for payment in waiting:
        close_tasks(payment, by=by, permission=Permission.BANK_ACCOUNT_EDIT_OWN)
    for batch in {payment.batch_id: payment.batch for payment in waiting}.values():
        _send_again(batch)
    if changed:
        notify(
            organisation,
            title=noop("收款账户已更改"),
            body=noop("新账户尾号%(tail)s，由%(name)s更改。如不是本单位所为，请立即联系经办。"),
            words={"tail": account.bank_account[-4:], "name": by.name},
            url="/payments/mine/",
            mail_says=noop("如不是本单位所为，请立即联系经办。"),
        )
