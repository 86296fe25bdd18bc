"""Batches: the list, one batch with its payments, and the buttons that carry it on."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.journal.queries import entries_for
from zhuanhua.shared.journal.sentences import lines_of
from zhuanhua.shared.payments import actions, programmes, queries
from zhuanhua.shared.payments.actions.avoiding import may_approve, may_reopen
from zhuanhua.shared.payments.forms import ReasonForm
from zhuanhua.shared.payments.models import Batch, Payment
from zhuanhua.shared.payments.pages import standing
from zhuanhua.shared.payments.states import BINDING, OPEN_TO_CHANGE, TO_SEND, BatchState, PaymentState
from zhuanhua.shared.people.queries import people_with
from zhuanhua.shared.workflow.moves import move_named, moves_for

PAGE_SIZE, NAMED = 50, 5


@door(Permission.PAYMENT_READ)
def listing(request: HttpRequest) -> HttpResponse:
    """Every batch, those in work first."""
    person: Any = request.person  # type: ignore[attr-defined]
    page = Paginator(queries.batches(person), PAGE_SIZE).get_page(request.GET.get("page"))
    makers = (
        [each for each in programmes.all_paying() if each.make_url]
        if allows(person, Permission.PAYMENT_PREPARE)
        else []
    )
    return render(
        request, "payments/list.html", {"page": page, "batches": page.object_list, "makers": makers}
    )


@door(Permission.PAYMENT_READ)
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One batch: where it stands, what may be done, every payment."""
    person: Any = request.person  # type: ignore[attr-defined]
    batch = queries.batch_for(person, number)
    sums = queries.sums_of(batch)
    payments = queries.payments_of(batch)
    chosen = request.GET.get("state", "")
    if chosen in PaymentState.values:
        payments = payments.filter(state=chosen)
    page = Paginator(payments, PAGE_SIZE).get_page(request.GET.get("page"))
    address = programmes.paying(batch.programme).address
    unpayable, ready = standing.unpayable(batch), standing.ready(batch)
    may_prepare = bool(allows(person, Permission.PAYMENT_PREPARE))
    aside = _stands_aside(batch, person)
    for payment in page.object_list:
        payment.case_url = address(payment.case_number)
        payment.has_no_account = payment.pk in unpayable
        payment.has_changed = payment.state in TO_SEND and not payment.is_for(payment.payee)
        payment.is_ready = payment.pk in ready
        payment.is_leaving = _may_drop(batch, payment)
        payment.may_leave = may_prepare and payment.is_leaving
    context = {
        "batch": batch,
        "page": page,
        "payments": page.object_list,
        "route": standing.route_of(batch),
        "offers": _offers(batch, person, sums, ready=len(ready), why=aside),
        "stands_aside": aside,
        "ready": len(ready),
        "is_announced": standing.is_announced(batch),
        "sums": [
            {"state": state, "label": PaymentState(state).label, "count": count, "total": total}
            for state in PaymentState.values
            for count, total in [sums.get(state, (0, 0))]
            if count
        ],
        "chosen": chosen,
        "waits": standing.waits(batch, sums, unpayable=len(unpayable), ready=len(ready)),
        "files": batch.files.select_related("stored", "made_by"),
        "may_open_files": allows(person, Permission.PAYMENT_EXECUTE),
        "may_answer": bool(allows(person, Permission.PAYMENT_EXECUTE)) and bool(sums.get(PaymentState.SENT)),
        "may_drop": any(payment.may_leave for payment in page.object_list),
        "droppers": "" if may_prepare else _droppers(batch, page.object_list),
        "lines": lines_of(entries_for(person, batch.case_kind, batch.number)),
    }
    return render(request, "payments/batch.html", context)


@door(Permission.PAYMENT_PREPARE, Permission.PAYMENT_APPROVE, Permission.PAYMENT_EXECUTE)
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Carry a batch on: a page that asks for the reason or says what will happen, and the deed."""
    person: Any = request.person  # type: ignore[attr-defined]
    batch = queries.batch_for(person, number)
    deed = DEEDS.get(verb)
    if deed is None or not allows(person, move_named(batch, verb).by):
        raise Http404
    step = move_named(batch, verb)
    form = ReasonForm(request.POST or None) if step.reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            deed(batch, person, form.cleaned_data["reason"] if form else "")
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("已办理：%(step)s。") % {"step": step.label})
        return redirect("payments:batch", number)
    count, total = standing.concerned(batch, verb)
    context = {"batch": batch, "step": step, "form": form, "note": _notes().get(verb, "")}
    return render(request, "payments/act.html", context | {"count": count, "total_fen": total})


@door(Permission.PAYMENT_PREPARE)
def drop(request: HttpRequest, number: str, payment: str) -> HttpResponse:
    """Take one payment out of a batch, with the reason."""
    person: Any = request.person  # type: ignore[attr-defined]
    batch = queries.batch_for(person, number)
    wanted = queries.payments_of(batch).filter(number=payment).first()
    if wanted is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.drop_payment(
                payment=wanted, by=person, on=city_today(), reason=form.cleaned_data["reason"]
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("已去掉付款%(number)s，预留已释放。") % {"number": payment})
        return redirect("payments:batch", number)
    return render(request, "payments/drop.html", {"batch": batch, "payment": wanted, "form": form})


def _offers(batch: Batch, person: Any, sums: standing.Sums, *, ready: int, why: str) -> list[Any]:
    hidden = {"send"} if batch.state == BatchState.SENT and not ready else set()
    waiting = (PaymentState.SENT, *TO_SEND)
    if any(sums.get(state) for state in waiting):
        hidden.add("reconcile")
    if batch.state == BatchState.APPROVED and not sums.get(PaymentState.PLANNED):
        hidden.add("send")
    if batch.state == BatchState.PUBLICITY and not standing.passed_notice(batch):
        hidden.add("submit")
    if why:
        hidden |= {"approve", "reopen"}
    return [offer for offer in moves_for(batch, person) if offer.allowed and offer.move.verb not in hidden]


def _stands_aside(batch: Batch, person: Any) -> str:
    """Say why who may approve this batch, or take it back, leaves it to a colleague; empty where there is nothing to decide."""
    if batch.state == BatchState.PUBLICITY and allows(person, Permission.PAYMENT_PREPARE):
        return may_reopen(person, batch).reason
    decides = batch.state == BatchState.APPROVAL and allows(person, Permission.PAYMENT_APPROVE)
    return may_approve(person, batch).reason if decides else ""


def _may_drop(batch: Batch, payment: Payment) -> bool:
    """Tell whether a payment may be taken out now, by who prepares batches."""
    if payment.state == PaymentState.REJECTED:
        return batch.state == BatchState.SENT
    if payment.state != PaymentState.PLANNED:
        return False
    return batch.state in OPEN_TO_CHANGE or (
        batch.state in BINDING and (bool(payment.has_no_account) or bool(payment.has_changed))  # type: ignore[attr-defined]
    )


def _droppers(batch: Batch, payments: Iterable[Payment]) -> str:
    """Name who takes out what is held after approval, for those who read the page and may not; empty where nothing is held."""
    if batch.state not in BINDING or not any(payment.is_leaving for payment in payments):  # type: ignore[attr-defined]
        return ""
    names = list(people_with(Permission.PAYMENT_PREPARE).order_by("name").values_list("name", flat=True))
    return _("、").join(names[:NAMED]) + (_("等") if len(names) > NAMED else "")


def _notes() -> dict[str, str]:
    """Say before the deed what it does."""
    return {
        "publish": _("拟拨付名单会向社会公开：只写单位、笔数和金额，不写合同。"),
        "submit": _("提请审批后，名单不能再改；由编制人以外的人审批。"),
        "approve": _("批准以后，财务就可以导出付款文件。"),
        "send": _("导出的付款文件含收款账号，只有财务可以下载。"),
        "reconcile": _("每一笔都有结果、账实相符时才能办结。"),
    }


Deed = Callable[[Batch, Any, str], Any]
DEEDS: dict[str, Deed] = {
    "publish": lambda batch, by, _why: actions.publish_batch(batch=batch, by=by, on=city_today()),
    "submit": lambda batch, by, _why: actions.submit_batch(batch=batch, by=by, on=city_today()),
    "approve": lambda batch, by, _why: actions.approve_batch(batch=batch, by=by, on=city_today()),
    "return": lambda batch, by, why: actions.return_batch(batch=batch, by=by, reason=why),
    "reopen": lambda batch, by, why: actions.reopen_batch(batch=batch, by=by, reason=why, on=city_today()),
    "cancel": lambda batch, by, why: actions.cancel_batch(batch=batch, by=by, reason=why, on=city_today()),
    "send": lambda batch, by, _why: actions.send_batch(batch=batch, by=by, on=city_today()),
    "reconcile": lambda batch, by, _why: actions.reconcile_batch(batch=batch, by=by, on=city_today()),
}
