"""Which lists of vouchers go out as a file? Those that stand on the screen, with the very same columns, filters and order."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.errors import Forbidden
from zhuanhua.programmes.vouchers import queries
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.exchange.exports import Export, ExportColumn, register_export


def register() -> None:
    """Offer both lists."""
    for export in EXPORTS:
        register_export(export)


def desk_rows(person: Any, params: QueryDict) -> QuerySet[Voucher]:
    """The desk, in the view that was open."""
    _open_to(person, Permission.VOUCHER_READ, Permission.VOUCHER_DISTRICT)
    views = queries.desk_views(person)
    view = params.get("view", views[0])
    return queries.filtered(queries.view_of(person, view if view in views else views[0]), params)


def mine_rows(person: Any, params: QueryDict) -> QuerySet[Voucher]:
    """The vouchers of the person's organisation."""
    _open_to(person, Permission.VOUCHER_APPLY)
    return queries.filtered(queries.my_vouchers(person), params)


def _open_to(person: Any, *wanted: Permission) -> None:
    verdicts = [allows(person, permission) for permission in wanted]
    if not any(verdicts):
        raise Forbidden(verdicts[0].reason, code="forbidden")


COLUMNS = (
    ExportColumn(_("持券单位"), "holder.name"),
    ExportColumn(_("编号"), "number"),
    ExportColumn(_("券号"), "voucher_number"),
    ExportColumn(_("服务合同名称"), "contract_name"),
    ExportColumn(_("服务机构"), "provider.organisation.name"),
    ExportColumn(_("服务类型"), Voucher.get_service_kind_display),  # type: ignore[attr-defined]
    ExportColumn(_("合同金额"), "contract_fen", "money", "yuan"),
    ExportColumn(_("面额"), "face_fen", "money", "yuan"),
    ExportColumn(_("兑付金额"), "redeem_fen", "money", "yuan"),
    ExportColumn(_("追回金额"), "recovered_fen", "money", "yuan"),
    ExportColumn(_("状态"), Voucher.get_state_display),
    ExportColumn(_("发放日期"), "issued_on", "date"),
    ExportColumn(_("到账日期"), "paid_on", "date"),
)
EXPORTS = (
    Export("vouchers-desk", _("创新券"), COLUMNS, desk_rows, Permission.VOUCHER_EXPORT),
    Export("vouchers-mine", _("我的创新券"), COLUMNS, mine_rows, Permission.VOUCHER_EXPORT),
)
