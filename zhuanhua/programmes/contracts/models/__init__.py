"""What do we keep about a technology contract?"""

from zhuanhua.programmes.contracts.models.certificate import Certificate
from zhuanhua.programmes.contracts.models.change import Change, Objection
from zhuanhua.programmes.contracts.models.contract import NATIONAL, Contract
from zhuanhua.programmes.contracts.models.examination import Examination
from zhuanhua.programmes.contracts.models.price import ExpenseItem, RoyaltyReceipt
from zhuanhua.programmes.contracts.models.subsidy import Subsidy, SubsidyInvoice, SubsidySlip

__all__ = [
    "NATIONAL",
    "Certificate",
    "Change",
    "Contract",
    "Examination",
    "ExpenseItem",
    "Objection",
    "RoyaltyReceipt",
    "Subsidy",
    "SubsidyInvoice",
    "SubsidySlip",
]
