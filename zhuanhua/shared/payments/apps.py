"""Registers the app `payments` with Django, and what it offers to menu, exchange, files and journal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    """Payment batches and recoveries (资金拨付)."""

    name = "zhuanhua.shared.payments"
    label = "payments"
    verbose_name = _("资金拨付")

    def ready(self) -> None:
        """Hang up the room's signs."""
        from zhuanhua.shared.payments import offerings  # noqa: PLC0415 - models are loaded by now, not before

        offerings.register()
