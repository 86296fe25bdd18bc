"""Who may decide about money on its way, and who stands aside? Each payment is the case it is paid for, in the hands of its payee."""

from zhuanhua.shared.payments.models import Batch, Payment
from zhuanhua.shared.payments.states import PaymentState
from zhuanhua.shared.people.avoidance import Matter


def matter_of(payment: Payment) -> Matter:
    """A payment as its judges see it: so that it does not become free by lying until its batch, its case counts."""
    return Matter(payment.case_kind, payment.case_number, frozenset({payment.payee_id}))


def matters_of(batch: Batch) -> list[Matter]:
    """What a batch decides: every payment that is still in it."""
    return [matter_of(payment) for payment in batch.payments.exclude(state=PaymentState.DROPPED)]
