"""Registers the app `needs` with Django, and what it offers to menu, search, files, journal and figures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    """技术需求."""

    name = "zhuanhua.programmes.needs"
    label = "needs"
    verbose_name = _("技术需求")

    def ready(self) -> None:
        """Hang up the programme's signs."""
        from zhuanhua.programmes.needs import offerings  # noqa: PLC0415 - models are loaded by now, not before

        offerings.register()
