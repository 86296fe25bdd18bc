"""Registers the app `ledger` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LedgerConfig(AppConfig):
    """Public money (财政资金)."""

    name = "zhuanhua.shared.ledger"
    label = "ledger"
    verbose_name = _("预算和资金")

    def ready(self) -> None:
        """Word the journal's lines, and enter the schedule."""
        import zhuanhua.shared.ledger.checking  # noqa: F401  the module puts its jobs into the schedule
        from zhuanhua.shared.access.permissions import Permission
        from zhuanhua.shared.ledger import exports, sentences  # noqa: PLC0415 - models are loaded by now, not before
        from zhuanhua.ui.menu import Tab, register_tabs

        sentences.register()
        exports.register()
        register_tabs(
            "ledger",
            [
                Tab(pgettext_lazy("list", "预算"), "ledger:list", Permission.BUDGET_READ, also=("ledger:*",)),
                Tab(_("拨付批次"), "payments:list", Permission.PAYMENT_READ),
                Tab(_("追缴"), "payments:recoveries", Permission.PAYMENT_READ),
            ],
            title=_("财政资金"),
        )
