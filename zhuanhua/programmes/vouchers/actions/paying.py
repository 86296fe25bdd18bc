"""How is a redeemed voucher paid and, where it should not have been, taken back? In batches, as all public money."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.core.money import yuan_text
from zhuanhua.programmes.vouchers import notices, permissions, policy, queries
from zhuanhua.programmes.vouchers.actions.holding import stand_still
from zhuanhua.programmes.vouchers.actions.outcomes import settle_outcome
from zhuanhua.programmes.vouchers.actions.reviewing import PROGRAMME, business_key, give_room_back, lock_room
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.programmes.vouchers.states import VoucherState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.ledger.actions import lock_money, reserve
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.payments.actions import (
    Item,
    free_papers,
    known_batch,
    lock_payments,
    make_batch,
    open_recovery,
    use_papers,
)
from zhuanhua.shared.payments.models import Batch, Payment
from zhuanhua.shared.payments.queries import is_called_back, payment_of
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.workflow.moves import move, move_all


@transaction.atomic
def grant_vouchers(
    *, numbers: Sequence[str], account: Account, title: str, by: Any, key: str, on: date
) -> Batch:
    """Put accepted redemptions into a batch: each payment takes its money out of its voucher's reservation; its papers are used.

    All or none: a voucher that is elsewhere by now is named. The same key gives the first batch.
    """
    require(by, Permission.PAYMENT_PREPARE)
    lock_money(account)  # whoever sends the form twice at once waits here, and then finds the first batch
    known = known_batch(key=key, programme=PROGRAMME, title=title, account=account, cases=numbers)
    if known is not None:
        return known
    found = Voucher.objects.select_for_update(of=("self",)).select_related("holder", "reservation")
    vouchers = list(found.filter(number__in=numbers).order_by("id"))
    if not vouchers:
        raise Refusal(_("没有选择要拨付的创新券。"), way_out=_("请先勾选。"), code="empty")
    gone = [voucher.number for voucher in vouchers if voucher.state != VoucherState.ACCEPTED]
    if gone:
        raise Conflict(
            _("%(number)s不再等待拨付。") % {"number": gone[0]}, way_out=_("请重新查看名单。"), code="changed"
        )
    move_all(vouchers, "grant", by=by)
    use_papers(cases=[(voucher.case_kind, voucher.number) for voucher in vouchers])
    items = [
        Item(
            voucher.case_kind,
            voucher.number,
            business_key(voucher),
            voucher.holder,
            voucher.redeem_fen,
            voucher.contract_name,
            out_of=voucher.reservation,
        )
        for voucher in vouchers
    ]
    return make_batch(programme=PROGRAMME, title=title, account=account, items=items, by=by, key=key, on=on)


def voucher_paid(payment: Payment, *, by: Any, on: date) -> None:
    """Note that the money reached the holder; cost saved and the provider's income are now facts."""
    voucher = Voucher.objects.select_for_update().get(number=payment.case_number)
    voucher.paid_on = on
    move(voucher, "pay", by=by, fields=("paid_on",), after={"amount_fen": voucher.redeem_fen})
    settle_outcome(voucher)


def voucher_dropped(payment: Payment, *, by: Any, on: date) -> None:
    """Note that a voucher left its batch: its money is set aside again, under the same lock, and it waits for the next batch."""
    voucher = Voucher.objects.select_for_update().get(number=payment.case_number)
    voucher.reservation = reserve(
        account=payment.reservation.account,
        amount_fen=voucher.redeem_fen,
        case_kind=voucher.case_kind,
        case_number=voucher.number,
        business_key=business_key(voucher),
        by=by,
        key=f"voucher:again:{payment.number}",
        on=on,
    )
    move(voucher, "release", by=by, reason=payment.drop_reason, fields=("reservation",))
    free_papers(cases=[(voucher.case_kind, voucher.number)])


def lock_voucher(number: str) -> None:
    """Lock a voucher whose money comes back, and the year of its holder that gets room, before a line is written."""
    voucher = Voucher.objects.select_for_update().get(number=number)
    lock_room(voucher)


def voucher_recovered(payment: Payment, *, by: Any, on: date) -> None:
    """Note that a recovery is over: the whole ends the voucher; of a part (the rest was written off or due) the remainder stands as paid."""
    voucher = Voucher.objects.select_for_update().get(number=payment.case_number)
    voucher.recovered_fen = payment.recovery.received_fen
    if voucher.recovered_fen < voucher.redeem_fen:
        after = {"recovered_fen": voucher.recovered_fen}
        move(voucher, "keep", by=by, fields=("recovered_fen",), after=after)
    else:
        voucher.ended_on = on
        move(voucher, "recovered", by=by, fields=("recovered_fen", "ended_on"))
    give_room_back(voucher, voucher.recovered_fen)


@transaction.atomic
def recover_voucher(*, voucher: Voucher, by: Any, on: date, reason: str, entitled_fen: int = 0) -> Voucher:
    """Open the recovery of what was paid beyond `entitled_fen` (whole fen), the whole by default; the holder is told.

    Once for a payment; refused when nothing would have to come back.
    """
    require(by, Permission.VOUCHER_DECIDE)
    require_impartial(by, permissions.matter_of(voucher))
    lock_payments(voucher.case_kind, [voucher.number])
    stand_still(voucher)
    payment = payment_of(voucher.case_kind, voucher.number)
    if payment is None:
        raise Refusal(_("没有找到这张券的付款。"), way_out=_("请在“拨付批次”里核对。"), code="no_payment")
    if is_called_back(payment):
        raise Conflict(
            _("这张券已经追缴过一次。"), way_out=_("请在“追缴”里查看那一次。"), code="recovered_before"
        )
    if voucher.state != VoucherState.PAID:
        raise Conflict(
            _("这张券现在是“%(state)s”，不能追缴。") % {"state": voucher.state_label},
            way_out=_("请刷新后再看。"),
            code="moved_on",
        )
    facts = {"paid_fen": voucher.redeem_fen, "entitled_fen": entitled_fen}
    owed = policy.clawback(facts, queries.values_on(on))["clawback_fen"]
    if entitled_fen < 0 or not owed:
        raise Refusal(
            _("应得金额须在零和已兑付的%(paid)s元之间。") % {"paid": yuan_text(voucher.redeem_fen)},
            field="entitled_fen",
            way_out=_("全额追缴的填0；一分不退的不用追缴。"),
            code="nothing_owed",
        )
    open_recovery(payment=payment, amount_fen=owed, ground=reason, by=by, on=on)
    move(voucher, "recover", by=by, reason=reason)
    notices.recovering(voucher, owed, reason)
    return voucher
