"""Registers the app `catalogue` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    """The common floor of the catalogues of achievements and needs."""

    name = "zhuanhua.shared.catalogue"
    label = "catalogue"
    verbose_name = _("成果与需求")

    def ready(self) -> None:
        """Let the worker end what has expired."""
        from zhuanhua.shared.catalogue import expiring  # noqa: F401, PLC0415 - it registers its rhythm
