"""How does a holder use a voucher, or give it back?"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.programmes.vouchers import permissions
from zhuanhua.programmes.vouchers.actions.reviewing import give_room_back
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.shared.ledger.actions import lock_money, void
from zhuanhua.shared.payments.actions import end_papers
from zhuanhua.shared.workflow.actions import close_tasks
from zhuanhua.shared.workflow.moves import move


@transaction.atomic
def begin_voucher(*, voucher: Voucher, by: Any, on: date) -> Voucher:
    """Say that the service has begun; from now on the voucher cannot be given back."""
    _own(voucher, by)
    if voucher.use_by is not None and on > voucher.use_by:
        raise Refusal(
            _("使用截止日期%(day)s已过。") % {"day": voucher.use_by},
            way_out=_("这张券不能再用，可以重新申领。"),
            code="late",
        )
    voucher.began_on = on
    move(voucher, "begin", by=by, fields=("began_on",))
    return voucher


@transaction.atomic
def give_back_voucher(*, voucher: Voucher, by: Any, on: date, reason: str) -> Voucher:
    """Give back what was not used: the money is free again, and so is the limit of the year."""
    _own(voucher, by)
    lock_money(voucher.reservation)
    voucher.ended_on = on
    move(voucher, "give_back", by=by, reason=reason, fields=("ended_on",))
    free_money(voucher, by=by, on=on, reason=reason)
    close_tasks(voucher, by=by)
    return voucher


def free_money(voucher: Voucher, *, by: Any, on: date, reason: str) -> None:
    """Release what a voucher that ends unpaid holds: reservation, limit of the year, papers."""
    reservation = voucher.reservation
    if reservation is not None:
        reservation.refresh_from_db()
        if reservation.open_fen:
            void(reservation=reservation, by=by, key=f"voucher:end:{voucher.number}", on=on, reason=reason)
    give_room_back(voucher, voucher.redeem_fen or voucher.face_fen)
    end_papers(cases=[(voucher.case_kind, voucher.number)])


def _own(voucher: Voucher, by: Any) -> None:
    verdict = permissions.may_act(by, voucher)
    if not verdict:
        raise Forbidden(verdict.reason)
