"""Where does a batch stand, who acts next, and which of its payments can go?"""

from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.core.dates import city_today
from zhuanhua.shared.payments import queries
from zhuanhua.shared.payments.models import Batch, Payment
from zhuanhua.shared.payments.states import TO_SEND, BatchState, PaymentState
from zhuanhua.shared.workflow.models import Publicity
from zhuanhua.ui.words import day_words

Sums = dict[str, tuple[int, int]]


def route_of(batch: Batch) -> list[dict[str, Any]]:
    """Give the stages of a batch for the line above it."""
    files = list(batch.files.all())
    answered_on = batch.payments.aggregate(last=Max("paid_on"))["last"]
    stages = [
        (BatchState.DRAFT, _("编制"), batch.made_on),
        (BatchState.PUBLICITY, _("公示"), batch.publicity.starts_on if batch.publicity else None),
        (BatchState.APPROVAL, _("审批"), batch.approved_on),
        (BatchState.APPROVED, _("付款文件"), files[0].made_on if files else None),
        (BatchState.SENT, _("银行回单"), answered_on),
        (BatchState.RECONCILED, _("对账"), batch.reconciled_on),
    ]
    order = [state for state, _label, _on in stages]
    place = order.index(BatchState(batch.state)) if batch.state in order else -1
    if batch.state == BatchState.RECONCILED:
        place = len(order)
    return [
        {
            "label": label,
            "phase": "was" if index < place else "is" if index == place else "",
            "note": on.isoformat()
            if on and index <= place
            else _("现在")
            if index == place
            else ""
            if index < place
            else _("未到"),
        }
        for index, (_state, label, on) in enumerate(stages)
    ]


def is_announced(batch: Batch) -> bool:
    """Tell whether the public notice of a batch is still to be closed."""
    return batch.state == BatchState.PUBLICITY and bool(batch.publicity) and batch.publicity.closed_on is None  # type: ignore[union-attr]


def passed_notice(batch: Batch) -> bool:
    """Tell whether the public notice ended well, so that approval may be asked for."""
    notice = batch.publicity
    return notice is not None and notice.closed_on is not None and not notice.stopped_for


def unpayable(batch: Batch) -> set[int]:
    """Name the payments that are still to be sent and whose payee has no account."""
    waiting = dict(batch.payments.filter(state=PaymentState.PLANNED).values_list("pk", "payee"))
    accounts = queries.payable(waiting.values())
    return {pk for pk, payee in waiting.items() if payee not in accounts}


def ready(batch: Batch) -> set[int]:
    """Name the payments that were left behind or sent back, and whose payee has given an account since."""
    if batch.state != BatchState.SENT:
        return set()
    return set(queries.going(batch, batch.payments.filter(state__in=TO_SEND))[0])


def concerned(batch: Batch, verb: str) -> tuple[int, int]:
    """Count the payments that a step concerns, and their sum in fen: those that can be sent, or all of the batch."""
    if verb != "send":
        return batch.count, batch.total_fen or 0
    accounts, _gone = queries.going(batch, batch.payments.filter(state__in=TO_SEND))
    amounts = Payment.objects.filter(pk__in=accounts).values_list("amount_fen", flat=True)
    return len(amounts), sum(amounts)


def waits(batch: Batch, sums: Sums, *, unpayable: int, ready: int) -> str:
    """Say who acts next, and on what."""
    count = {state: sums.get(state, (0, 0))[0] for state in PaymentState.values}
    if batch.state == BatchState.SENT and any(count[state] for state in TO_SEND):
        return _left_behind(count[PaymentState.REJECTED], count[PaymentState.PLANNED], ready)
    if batch.state == BatchState.APPROVED and unpayable:
        return _("等财务导出付款文件；%(count)s笔没有收款账户，填好以前不报送。") % {"count": unpayable}
    if batch.state == BatchState.SENT:
        return _("等银行回单。") if count[PaymentState.SENT] else _("每一笔都有结果，等财务对账办结。")
    if batch.state == BatchState.PUBLICITY and batch.publicity:
        return _announced(batch.publicity)
    return {
        BatchState.DRAFT: _("等经办公示。"),
        BatchState.APPROVAL: _("等审批；编制人不能审批。"),
        BatchState.APPROVED: _("等财务导出付款文件。"),
    }.get(BatchState(batch.state), "")


def _announced(notice: Publicity) -> str:
    """Say how a public notice stands: it runs, has objections to be looked into, can be closed, or is closed."""
    if notice.stopped_for:
        return _("公示已终止：%(why)s请改回编制，去掉有异议的单位后重新公示。") % {"why": notice.stopped_for}
    if notice.closed_on:
        return _("公示已办结，可以提请审批。")
    day = {"day": day_words(notice.ends_on)}
    unanswered = notice.objections.filter(answered_at__isnull=True).count()
    if unanswered:
        words = ngettext(
            "公示到%(day)s；收到的异议有%(count)s条还没有核实，核实后才能办结公示。",
            "公示到%(day)s；收到的异议有%(count)s条还没有核实，核实后才能办结公示。",
            unanswered,
        )
        return words % (day | {"count": unanswered})
    if notice.ends_on < city_today():
        return _("公示已在%(day)s期满：请在公示页面办结，再提请审批。") % day
    return _("公示到%(day)s，期满无异议后由经办提请审批。") % day


def _left_behind(rejected: int, planned: int, ready: int) -> str:
    """Count what came back, what has not gone, and how much of it can go now."""
    told = []
    if rejected:
        told.append(
            ngettext("银行退回%(count)s笔。", "银行退回%(count)s笔。", rejected) % {"count": rejected}
        )
    if planned:
        told.append(
            ngettext("%(count)s笔还没有报送。", "%(count)s笔还没有报送。", planned) % {"count": planned}
        )
    if ready:
        words = ngettext(
            "其中%(count)s笔的收款账户已经改好，可以再付：由财务导出付款文件。",
            "其中%(count)s笔的收款账户已经改好，可以再付：由财务导出付款文件。",
            ready,
        )
        told.append(words % {"count": ready})
    if left := rejected + planned - ready:
        words = ngettext(
            "%(count)s笔等收款单位更改或者填写账户，也可以由经办去掉。",
            "%(count)s笔等收款单位更改或者填写账户，也可以由经办去掉。",
            left,
        )
        told.append(words % {"count": left})
    return "".join(told).strip()
