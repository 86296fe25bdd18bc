"""Registers the app `achievements` with Django, and what it offers to menu, search, files, journal and figures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AchievementsConfig(AppConfig):
    """科技成果."""

    name = "zhuanhua.programmes.achievements"
    label = "achievements"
    verbose_name = _("科技成果")

    def ready(self) -> None:
        """Hang up the programme's signs."""
        from zhuanhua.programmes.achievements import offerings  # noqa: PLC0415 - models are loaded by now, not before

        offerings.register()
