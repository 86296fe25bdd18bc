"""Registers the app `contracts` with Django, and what it offers to menu, search, files, journal and figures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContractsConfig(AppConfig):
    """Technology contract registration (技术合同认定登记)."""

    name = "zhuanhua.programmes.contracts"
    label = "contracts"
    verbose_name = _("技术合同")

    def ready(self) -> None:
        """Hang up the programme's signs."""
        from zhuanhua.programmes.contracts import offerings  # noqa: PLC0415 - models are loaded by now, not before

        offerings.register()
