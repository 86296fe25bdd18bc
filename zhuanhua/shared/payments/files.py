"""What does the treasury get? A workbook of one sheet: one line a payment, the total in the last, nothing that calculates."""

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhuanhua.shared.exchange.exports import ExportColumn
from zhuanhua.shared.exchange.writing import write_xlsx

COLUMNS = (
    ExportColumn(_("付款编号"), "number"),
    ExportColumn(_("收款单位"), "payee.name"),
    ExportColumn(_("统一社会信用代码"), "payee.uscc"),
    ExportColumn(_("户名"), "account_name"),
    ExportColumn(_("开户银行"), "bank_name"),
    ExportColumn(_("账号"), "bank_account"),
    ExportColumn(_("金额"), "amount_fen", kind="money", unit="yuan"),
    ExportColumn(_("用途"), "purpose"),
    ExportColumn(_("第几次报送"), "sent_times"),
    ExportColumn(_("结果"), "result"),
    ExportColumn(_("付款日期"), "answered_on"),
    ExportColumn(_("银行流水号"), "reference"),
    ExportColumn(_("失败原因"), "failure"),
)


def treasury_file(batch: Any, payments: Sequence[Any], *, edition: int, on: date) -> bytes:
    """Write the file in Chinese, whoever exports it; the bank fills in the last four columns and sends it back."""
    rows = [
        {
            "number": payment.number,
            "payee": {"name": payment.payee.name, "uscc": payment.payee.uscc or ""},
            "account_name": payment.account_name,
            "bank_name": payment.bank_name,
            "bank_account": payment.bank_account,
            "amount_fen": payment.amount_fen,
            "purpose": batch.title,
            "sent_times": str(payment.sent_times),
        }
        for payment in payments
    ]
    with tempfile.TemporaryDirectory() as folder, translation.override(settings.LANGUAGE_CODE):
        path = Path(folder) / "payments.xlsx"
        write_xlsx(path, f"{batch.number}-{edition} {on.isoformat()}", COLUMNS, rows, lambda _done: None)
        return path.read_bytes()
