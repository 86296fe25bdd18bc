"""What do we keep of innovation vouchers?"""

from zhuanhua.programmes.vouchers.models.lines import Hold, Outcome, VoucherInvoice, VoucherSlip
from zhuanhua.programmes.vouchers.models.provider import Provider, Service
from zhuanhua.programmes.vouchers.models.voucher import Allowance, Voucher

__all__ = [
    "Allowance",
    "Hold",
    "Outcome",
    "Provider",
    "Service",
    "Voucher",
    "VoucherInvoice",
    "VoucherSlip",
]
