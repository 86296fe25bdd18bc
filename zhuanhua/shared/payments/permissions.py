"""Who may decide about this batch, and who stands aside from it?"""

from typing import TYPE_CHECKING

from zhuanhua.shared.payments.states import PaymentState
from zhuanhua.shared.people.avoidance import Matter

if TYPE_CHECKING:
    from zhuanhua.shared.payments.models import Batch


def matter_of(batch: "Batch") -> Matter:
    """The batch as its judges see it: a case of every payee that is still paid from it."""
    paid = batch.payments.exclude(state=PaymentState.DROPPED)
    return Matter.of(batch, parties=paid.values_list("payee", flat=True))
