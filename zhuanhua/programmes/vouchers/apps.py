"""Registers the app `vouchers` with Django, and what it offers to menu, search, files, journal, figures and clock."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VouchersConfig(AppConfig):
    """Innovation vouchers (科技创新券)."""

    name = "zhuanhua.programmes.vouchers"
    label = "vouchers"
    verbose_name = _("创新券")

    def ready(self) -> None:
        """Hang up the programme's signs."""
        from zhuanhua.programmes.vouchers import offerings  # noqa: PLC0415 - models are loaded by now, not before

        offerings.register()
