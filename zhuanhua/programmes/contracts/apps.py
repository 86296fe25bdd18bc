"""Registers the app `contracts` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContractsConfig(AppConfig):
    """Technology contract registration (技术合同认定登记)."""

    name = "zhuanhua.programmes.contracts"
    label = "contracts"
    verbose_name = _("技术合同")

    def ready(self) -> None:
        """Enter the figures of this programme in the catalogue."""
        from zhuanhua.programmes.contracts import figures  # noqa: F401, PLC0415 - models must be ready first
