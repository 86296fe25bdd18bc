"""Whom does a batch wait for between its steps? A notice that has ended waits for its maker, a sent batch for what finance does next."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now, city_today
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.jobs.queue import job
from zhuanhua.shared.jobs.schedule import every
from zhuanhua.shared.payments.models import Batch
from zhuanhua.shared.payments.states import TO_SEND, BatchState, PaymentState
from zhuanhua.shared.workflow.actions import open_task
from zhuanhua.shared.workflow.models import Task
from zhuanhua.shared.workflow.queries import has_task

HOURLY = 60
NOTICE_ENDED = noop("办结公示，提请审批")
READ, RECONCILE, SEND_AGAIN = noop("读入银行回单"), noop("对账办结"), noop("重新报送付款")


def tell_finance(batch: Batch, *, by: Any) -> None:
    """Keep in finance's inbox what a sent batch waits for: the bank's answer, or to be reconciled; nothing while a payee has to act."""
    if batch.state != BatchState.SENT:
        return
    states = set(batch.payments.values_list("state", flat=True))
    is_left = bool(states & set(TO_SEND))
    wanted = READ if PaymentState.SENT in states else "" if is_left else RECONCILE
    over = {READ, RECONCILE} - {wanted} | (set() if is_left else {SEND_AGAIN})
    _open_tasks(batch).filter(title__in=over).update(closed_at=city_now(), closed_by=by)
    if wanted and not has_task(batch, wanted):
        _ask(batch, wanted, Permission.PAYMENT_EXECUTE)


def tell_ended(*, on: date) -> int:
    """Tell the maker of every batch whose notice has ended that it can be handed in for approval, once; gives how many."""
    told = 0
    for found in Batch.objects.filter(state=BatchState.PUBLICITY, publicity__ends_on__lt=on).order_by("id"):
        with transaction.atomic():
            batch = Batch.objects.select_for_update(of=("self",)).get(pk=found.pk)
            if batch.state == BatchState.PUBLICITY and not has_task(batch, NOTICE_ENDED):
                _ask(batch, NOTICE_ENDED, Permission.PAYMENT_PREPARE, assignee=batch.made_by)
                told += 1
    return told


@every(minutes=HOURLY)
@job(noop("提醒办结拨付公示"), retries=2)
def watch_the_clock() -> None:
    """Tell whose notices have ended."""
    tell_ended(on=city_today())


def _open_tasks(batch: Batch) -> QuerySet[Task]:
    return Task.objects.filter(case_kind=batch.case_kind, case_number=batch.number, closed_at__isnull=True)


def _ask(batch: Batch, title: str, permission: Permission, *, assignee: Any = None) -> None:
    open_task(
        case=batch,
        title=title,
        about=batch.title,
        permission=permission,
        assignee=assignee,
        url=f"/payments/{batch.number}/",
    )
