"""Registers the app `figures` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    """The catalogue of indicators."""

    name = "zhuanhua.shared.figures"
    label = "figures"
    verbose_name = _("指标")
