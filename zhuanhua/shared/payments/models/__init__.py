"""What do we keep of money on its way?"""

from zhuanhua.shared.payments.models.accounts import BankAccount
from zhuanhua.shared.payments.models.batches import Batch, Payment, PaymentFile
from zhuanhua.shared.payments.models.papers import OfferedPaper, OfferState, Paper
from zhuanhua.shared.payments.models.recoveries import Receipt, Recovery

__all__ = [
    "BankAccount",
    "Batch",
    "OfferState",
    "OfferedPaper",
    "Paper",
    "Payment",
    "PaymentFile",
    "Receipt",
    "Recovery",
]
