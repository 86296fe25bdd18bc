"""Which lists of contracts go out as a file? Those that stand on the screen, with the very same columns, filters and order."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Forbidden
from zhuanhua.programmes.contracts import queries
from zhuanhua.programmes.contracts.models import Contract, Subsidy
from zhuanhua.programmes.contracts.queries.lists import VIEWS
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.exchange.exports import Export, ExportColumn, register_export
from zhuanhua.shared.workflow.clock import clock_face


def register() -> None:
    """Offer the three lists."""
    for export in EXPORTS:
        register_export(export)


def queue_rows(person: Any, params: QueryDict) -> QuerySet[Contract]:
    """The desk, in the saved view that was open."""
    _open_to(person, Permission.CONTRACT_EXAMINE, Permission.CONTRACT_REVIEW)
    view = params.get("view", "mine")
    view = view if view in VIEWS else "mine"
    return queries.with_text_ground(
        queries.filtered(queries.queue(person, view=view, on=city_today()), params)
    )


def records_rows(person: Any, params: QueryDict) -> QuerySet[Contract]:
    """The register."""
    _open_to(person, Permission.CONTRACT_READ_ALL, Permission.CONTRACT_READ_OWN)
    return queries.with_text_ground(queries.filtered(queries.records(person), params))


def mine_rows(person: Any, params: QueryDict) -> QuerySet[Contract]:
    """The contracts of the person's organisation."""
    _open_to(person, Permission.CONTRACT_READ_OWN)
    return queries.filtered(queries.my_contracts(person), params)


def subsidy_rows(person: Any, params: QueryDict) -> QuerySet[Subsidy]:
    """The subsidies."""
    _open_to(person, Permission.SUBSIDY_EXAMINE, Permission.PAYMENT_READ)
    return queries.filtered_subsidies(queries.visible_subsidies(person), params)


def _open_to(person: Any, *permissions: Permission) -> None:
    verdicts = [allows(person, permission) for permission in permissions]
    if not any(verdicts):
        raise Forbidden(verdicts[0].reason, code="forbidden")


def _name(contract: Contract) -> str:
    return contract.project_name or _("（未填合同名称）")


def _clock(contract: Contract) -> str:
    return clock_face(contract, on=city_today()).words


def _handler(contract: Contract) -> str:
    return contract.handler.name if contract.handler else _("未分派")


NAME = (
    ExportColumn(gettext_lazy("合同"), _name),
    ExportColumn(gettext_lazy("编号"), "number"),
    ExportColumn(gettext_lazy("卖方"), "seller.name"),
    ExportColumn(gettext_lazy("买方"), "buyer.name"),
    ExportColumn(gettext_lazy("类型"), Contract.get_kind_display),
)
AMOUNTS = (
    ExportColumn(gettext_lazy("合同额"), "total_fen", "money"),
    ExportColumn(gettext_lazy("核定交易额"), "verified_trade_fen", "money"),
)
STANDING = (
    ExportColumn(gettext_lazy("状态"), Contract.get_state_display),
    ExportColumn(gettext_lazy("时限"), _clock),
)
TEXT = ExportColumn(gettext_lazy("没有合同文本而登记的理由"), "text_ground")
REGISTRATION = ExportColumn(gettext_lazy("登记编号"), "registration_number")

EXPORTS = (
    Export(
        "contracts-queue",
        gettext_lazy("登记队列"),
        (*NAME, *AMOUNTS, *STANDING, ExportColumn(gettext_lazy("经办"), _handler), TEXT),
        queue_rows,
        Permission.CONTRACT_EXPORT,
    ),
    Export(
        "contracts-records",
        gettext_lazy("已登记的技术合同"),
        (
            *NAME,
            ExportColumn(gettext_lazy("技术领域"), Contract.get_field_display),
            *AMOUNTS,
            ExportColumn(gettext_lazy("签订日期"), "signed_on", "date"),
            ExportColumn(gettext_lazy("登记日期"), "registered_on", "date"),
            REGISTRATION,
            TEXT,
        ),
        records_rows,
        Permission.CONTRACT_EXPORT,
    ),
    Export(
        "contracts-mine",
        gettext_lazy("我的技术合同"),
        (*NAME, *AMOUNTS, *STANDING, REGISTRATION),
        mine_rows,
        Permission.CONTRACT_EXPORT,
    ),
    Export(
        "contract-subsidies",
        gettext_lazy("合同补贴"),
        (
            ExportColumn(gettext_lazy("享受单位"), "payee.name"),
            ExportColumn(gettext_lazy("补贴编号"), "number"),
            ExportColumn(gettext_lazy("合同"), "contract.project_name"),
            ExportColumn(gettext_lazy("编号"), "contract.number"),
            ExportColumn(gettext_lazy("补贴"), Subsidy.get_scheme_display),
            ExportColumn(gettext_lazy("补贴基数"), "base_fen", "money", "yuan"),
            ExportColumn(gettext_lazy("补贴金额"), "amount_fen", "money", "yuan"),
            ExportColumn(gettext_lazy("状态"), Subsidy.get_state_display),
            ExportColumn(gettext_lazy("到账日期"), "paid_on", "date"),
        ),
        subsidy_rows,
        Permission.CONTRACT_EXPORT,
    ),
)
