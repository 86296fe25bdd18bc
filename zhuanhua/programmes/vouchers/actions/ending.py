"""What does the clock do? Vouchers past their last day lapse, and a year after payment the holder is asked what it brought."""

import logging
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import add_months, city_today
from zhuanhua.core.errors import Conflict
from zhuanhua.programmes.vouchers import notices, queries
from zhuanhua.programmes.vouchers.actions.using import free_money
from zhuanhua.programmes.vouchers.codes import Moment
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.programmes.vouchers.states import VoucherState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.jobs.queue import job
from zhuanhua.shared.jobs.schedule import every
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.ledger.actions import lock_money
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.models import Task
from zhuanhua.shared.workflow.moves import move

log = logging.getLogger(__name__)
HOURLY = 60
ASKED = noop("填报创新券一年后的成效")


@transaction.atomic
def lapse_voucher(*, voucher: Voucher, by: Any = None, on: date) -> Voucher:
    """End a voucher whose last day is past; its money is free again. `by=None` is the clock."""
    if not Voucher.objects.filter(past_due(on), pk=voucher.pk).exists():
        raise Conflict(_("这张券还没有过期。"), way_out=_("请刷新后再看。"), code="not_due")
    lock_money(voucher.reservation)
    reason = noop("已过截止日期")
    voucher.ended_on = on
    move(voucher, "lapse", by=by, reason=reason, fields=("ended_on",))
    free_money(voucher, by=by, on=on, reason=reason)
    close_tasks(voucher, by=by)
    notices.lapsed(voucher)
    return voucher


@transaction.atomic
def ask_outcome(*, voucher: Voucher, by: Any = None, on: date) -> Voucher:
    """Ask the holder a year after payment, once; the question is a task in its inbox."""
    open_task(
        case=voucher,
        title=ASKED,
        about=voucher.contract_name,
        permission=Permission.VOUCHER_APPLY,
        organisation=voucher.holder,
        url=f"/vouchers/{voucher.number}/outcome/",
    )
    record("voucher:ask", case_kind=voucher.case_kind, case_number=voucher.number, by=by, after={"on": on})
    return voucher


def past_due(on: date) -> Q:
    """Which vouchers have run out: not begun by the last day of use, not redeemed or corrected by theirs."""
    return (
        Q(state=VoucherState.ISSUED, use_by__lt=on)
        | Q(state=VoucherState.IN_USE, redeem_by__lt=on)
        | Q(state=VoucherState.INCOMPLETE, correct_by__lt=on)
    )


def lapse_due(*, on: date) -> int:
    """Let every voucher lapse whose last day is past, each in its own transaction; gives how many, or raises what failed."""
    due = Voucher.objects.filter(past_due(on)).select_related("holder", "reservation").order_by("id")
    return _each(due, lapse_voucher, on)


def ask_due(*, on: date) -> int:
    """Ask every holder whose year is over and who was not asked yet; gives how many, or raises what failed."""
    months = queries.values_on(on).outcome_months
    asked = Task.objects.filter(case_kind=Voucher.case_kind, title=ASKED).values("case_number")
    paid = Voucher.objects.filter(state=VoucherState.PAID, paid_on__lte=add_months(on, -months))
    due = paid.exclude(outcomes__moment=Moment.YEAR_LATER).exclude(number__in=asked)
    return _each(due.select_related("holder").order_by("id"), ask_outcome, on)


def _each(vouchers: Iterable[Voucher], deed: Callable[..., Voucher], on: date) -> int:
    """Do one deed for each voucher and count those done; what is wrong with one does not stop the others, and is raised at the end."""
    done, faults = 0, []
    for voucher in vouchers:
        try:
            deed(voucher=voucher, on=on)
            done += 1
        except Exception as fault:
            log.exception("voucher %s: %s failed", voucher.number, deed.__name__)
            fault.add_note(f"{deed.__name__}: {voucher.number}")
            faults.append(fault)
    if faults:
        message = f"{deed.__name__}: {done} done, {len(faults)} not"
        raise ExceptionGroup(message, faults)
    return done


@every(minutes=HOURLY)
@job(noop("创新券到期办理"), retries=2)
def watch_the_clock() -> None:
    """Let lapse what has run out, and ask what is to be asked; the job has failed when one voucher has, and is tried again."""
    today, faults = city_today(), []
    for deed in (lapse_due, ask_due):
        try:
            deed(on=today)
        except ExceptionGroup as some:
            faults.append(some)
    if faults:
        message = "not every voucher whose day has come is done"
        raise ExceptionGroup(message, faults)
