"""Which lists of payments go out as a file? Those on the screen, without bank accounts."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.exchange.exports import Export, ExportColumn, register_export
from zhuanhua.shared.payments import queries


def _payments(person: Any, params: QueryDict) -> Any:
    return queries.payments_of(queries.batch_for(person, params.get("batch", "")))


def register() -> None:
    """Hang up the list."""
    register_export(
        Export(
            "payments",
            _("拨付明细"),
            (
                ExportColumn(_("付款编号"), "number"),
                ExportColumn(_("收款单位"), "payee.name"),
                ExportColumn(_("用途"), "title"),
                ExportColumn(_("金额"), "amount_fen", kind="money", unit="yuan"),
                ExportColumn(_("状态"), "state_label"),
                ExportColumn(_("到账日期"), "paid_on", kind="date"),
                ExportColumn(_("银行流水号"), "bank_reference"),
                ExportColumn(_("退回原因"), "reject_reason"),
            ),
            _payments,
            Permission.PAYMENT_READ,
        )
    )
