"""What do payments offer to the rooms they borrow: tabs, files, sentences, sheets, lists?"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.documents.kinds import register_kinds
from zhuanhua.shared.documents.queries import register_reader
from zhuanhua.shared.ledger.programmes import register_due
from zhuanhua.shared.ledger.verifying import register_reconciliation
from zhuanhua.shared.payments import exports, permissions, queries, sentences, sheets
from zhuanhua.shared.payments.models import Batch
from zhuanhua.shared.people.avoidance import Matter
from zhuanhua.shared.people.holds import register_hold
from zhuanhua.shared.workflow.matters import register_matters
from zhuanhua.ui.menu import Tab, register_tabs

TABS = [
    Tab(pgettext_lazy("list", "预算"), "ledger:list", Permission.BUDGET_READ, also=("ledger:*",)),
    Tab(
        _("拨付批次"),
        "payments:list",
        Permission.PAYMENT_READ,
        count=queries.waiting,
        also=("payments:batch",),
    ),
    Tab(_("追缴"), "payments:recoveries", Permission.PAYMENT_READ, also=("payments:recovery",)),
    Tab(_("收款"), "payments:mine", Permission.BANK_ACCOUNT_EDIT_OWN, also=("payments:account",)),
]


def may_open(person: Any, stored: Any) -> bool:  # noqa: ARG001 - every treasury file holds bank accounts
    """Open the treasury's files: finance alone, for they hold bank accounts."""
    return bool(allows(person, Permission.PAYMENT_EXECUTE))


def matters_of(number: str) -> list[Matter]:
    """Say whose case the public notice of a batch is."""
    found = Batch.objects.filter(number=number)
    return [matter for batch in found for matter in permissions.matters_of(batch)]


def register() -> None:
    """Hang up every sign once."""
    register_tabs(
        "payments",
        TABS,
        title=_("财政资金"),
        about=_("预算、拨付批次、付款文件、银行回单、追缴"),
        order=90,
        shares=("ledger",),
    )
    register_matters(Batch.case_kind, matters_of)
    register_reader(Batch.case_kind, may_open)
    register_kinds({"treasury_file": _("付款文件")})
    register_due(queries.due_of)
    register_reconciliation("payments", queries.odd_payments)
    register_hold(queries.on_its_way)
    sentences.register()
    sheets.register()
    exports.register()
