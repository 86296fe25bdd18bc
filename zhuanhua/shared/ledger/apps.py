"""Registers the app `ledger` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """Public money (财政资金)."""

    name = "zhuanhua.shared.ledger"
    label = "ledger"
    verbose_name = _("预算和资金")

    def ready(self) -> None:
        """Word the journal's lines, and enter the schedule."""
        import zhuanhua.shared.ledger.checking  # the module puts its jobs into the schedule
        import zhuanhua.shared.ledger.figures  # noqa: F401  the module registers itself
        from zhuanhua.shared.ledger import exports, sentences  # noqa: PLC0415 - models are loaded by now, not before

        sentences.register()
        exports.register()
