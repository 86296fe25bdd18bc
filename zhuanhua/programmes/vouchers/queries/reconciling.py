"""Do vouchers, their money and their holders' years say the same? One sentence for each that differs; the ledger's nightly check asks."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from zhuanhua.programmes.vouchers.models import Allowance, Voucher
from zhuanhua.programmes.vouchers.states import NEVER_ISSUED, STANDING, VoucherState
from zhuanhua.shared.payments.models import Payment
from zhuanhua.shared.payments.queries import standing_payments
from zhuanhua.shared.payments.states import PaymentState

_S = VoucherState
HOLDS_FACE = (_S.ISSUED, _S.IN_USE, _S.REDEEMING, _S.INCOMPLETE)
AT_THE_BANK = (PaymentState.PLANNED, PaymentState.SENT, PaymentState.REJECTED)
EXPECTED = {  # in which states the payment of a voucher stands; in all other states it has none
    _S.GRANTED: AT_THE_BANK,
    _S.PAID: (PaymentState.PAID,),
    _S.RECOVERING: (PaymentState.PAID,),
    _S.RECOVERED: (PaymentState.PAID,),
}
Taken = dict[tuple[int, int], int]


def odd_vouchers() -> Iterator[str]:
    """Say which vouchers stand otherwise than their money, and which years are filled otherwise than with vouchers."""
    payments = {payment.case_number: payment for payment in standing_payments(Voucher.case_kind)}
    taken: Taken = defaultdict(int)
    for voucher in Voucher.objects.select_related("reservation").order_by("pk").iterator(2_000):
        if voucher.issued_on is not None:
            taken[voucher.holder_id, voucher.issued_on.year] += taken_by(voucher)
        yield from _odd_money(voucher)
        yield from _odd_payment(voucher, payments.pop(voucher.number, None))
    for number in sorted(payments):
        yield _("付款属于创新券%(number)s，没有这张券。") % {"number": number}
    yield from _odd_years(taken)


def taken_by(voucher: Voucher) -> int:
    """How much of its holder's year a voucher fills; nothing once it has ended unpaid or was called back whole."""
    return voucher.filled_fen if voucher.state in STANDING else 0


def set_aside(voucher: Voucher) -> int:
    """How much a voucher has to hold in the ledger by itself; from its batch on, its payment holds it."""
    if voucher.state in HOLDS_FACE:
        return voucher.face_fen
    return voucher.redeem_fen if voucher.state == _S.ACCEPTED else 0


def _odd_money(voucher: Voucher) -> Iterator[str]:
    held = voucher.reservation
    words = {"number": voucher.number, "state": voucher.state_label}
    if held is None:
        if voucher.state not in NEVER_ISSUED:
            yield _("创新券%(number)s是“%(state)s”，却没有预留资金。") % words
    elif held.open_fen != set_aside(voucher) or held.posted_fen:
        yield _("创新券%(number)s是“%(state)s”，预留的金额和它不符。") % words


def _odd_payment(voucher: Voucher, payment: Payment | None) -> Iterator[str]:
    expected = EXPECTED.get(VoucherState(voucher.state))
    words = {"number": voucher.number, "state": voucher.state_label}
    if payment is None:
        if expected is not None:
            yield _("创新券%(number)s是“%(state)s”，却没有它的付款。") % words
    elif expected is None or payment.state not in expected:
        words["payment"] = payment.state_label
        yield _("创新券%(number)s是“%(state)s”，它的付款是“%(payment)s”。") % words
    elif (voucher.redeem_fen, voucher.paid_on) != (payment.amount_fen, payment.paid_on):
        yield _("创新券%(number)s的金额或到账日期和它的付款不符。") % words


def _odd_years(taken: Taken) -> Iterator[str]:
    for allowance in Allowance.objects.select_related("holder").order_by("pk").iterator(2_000):
        should = taken.pop((allowance.holder_id, allowance.year), 0)
        if allowance.taken_fen != should:
            yield _("%(holder)s%(year)s年的额度记着另一个已发放数。") % {
                "holder": allowance.holder.name,
                "year": allowance.year,
            }
    if any(taken.values()):
        yield _("有创新券没有计入持券单位的年度额度。")
