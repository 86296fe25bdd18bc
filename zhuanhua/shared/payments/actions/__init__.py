"""What can be done with money on its way? Batches are made, published, approved, sent, answered, reconciled; paid money is recovered."""

from zhuanhua.shared.payments.actions.accounts import set_bank_account
from zhuanhua.shared.payments.actions.answers import Answer, compare_answers, faults_of_answers
from zhuanhua.shared.payments.actions.approving import (
    approve_batch,
    publish_batch,
    reopen_batch,
    return_batch,
    submit_batch,
)
from zhuanhua.shared.payments.actions.batches import (
    Item,
    cancel_batch,
    drop_payment,
    known_batch,
    make_batch,
)
from zhuanhua.shared.payments.actions.locking import lock_payments
from zhuanhua.shared.payments.actions.papers import (
    end_papers,
    free_papers,
    offer_papers,
    refuse_repeated,
    take_papers,
    use_papers,
)
from zhuanhua.shared.payments.actions.recovering import (
    demand_recovery,
    open_recovery,
    receive_recovery,
    waive_recovery,
)
from zhuanhua.shared.payments.actions.sending import reconcile_batch, send_batch
from zhuanhua.shared.payments.actions.taking import take_answers

__all__ = [
    "Answer",
    "Item",
    "approve_batch",
    "cancel_batch",
    "compare_answers",
    "demand_recovery",
    "drop_payment",
    "end_papers",
    "faults_of_answers",
    "free_papers",
    "known_batch",
    "lock_payments",
    "make_batch",
    "offer_papers",
    "open_recovery",
    "publish_batch",
    "receive_recovery",
    "reconcile_batch",
    "refuse_repeated",
    "reopen_batch",
    "return_batch",
    "send_batch",
    "set_bank_account",
    "submit_batch",
    "take_answers",
    "take_papers",
    "use_papers",
    "waive_recovery",
]
