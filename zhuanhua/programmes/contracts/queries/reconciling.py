"""Do subsidies and their payments say the same? One sentence for each that differs; the ledger's nightly check asks."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from zhuanhua.programmes.contracts.models import Subsidy
from zhuanhua.programmes.contracts.states_subsidy import SubsidyState
from zhuanhua.shared.payments.queries import standing_payments
from zhuanhua.shared.payments.states import PaymentState

AT_THE_BANK = {PaymentState.PLANNED, PaymentState.SENT, PaymentState.REJECTED}
PAID = {PaymentState.PAID}
EXPECTED = {
    SubsidyState.GRANTED: AT_THE_BANK,
    SubsidyState.PAID: PAID,
    SubsidyState.RECOVERING: PAID,
    SubsidyState.RECOVERED: PAID,
}


def odd_subsidies() -> Iterator[str]:
    """Say which subsidies stand otherwise than their payments, and which payments belong to no subsidy."""
    payments = {payment.case_number: payment for payment in standing_payments(Subsidy.case_kind)}
    for subsidy in Subsidy.objects.order_by("pk").iterator(2_000):
        payment = payments.pop(subsidy.number, None)
        expected = EXPECTED.get(SubsidyState(subsidy.state))
        words = {"number": subsidy.number, "state": subsidy.state_label}
        if payment is None:
            if expected is not None:
                yield _("补贴%(number)s是“%(state)s”，却没有它的付款。") % words
        elif expected is None or payment.state not in expected:
            words["payment"] = payment.state_label
            yield _("补贴%(number)s是“%(state)s”，它的付款是“%(payment)s”。") % words
        elif (subsidy.amount_fen, subsidy.paid_on) != (payment.amount_fen, payment.paid_on):
            yield _("补贴%(number)s的金额或到账日期和它的付款不符。") % words
    for number in sorted(payments):
        yield _("付款属于补贴%(number)s，没有这项补贴。") % {"number": number}
