"""Registers the app `matching` with Django, and what it offers to menu and journal."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class MatchingConfig(AppConfig):
    """供需对接."""

    name = "zhuanhua.programmes.matching"
    label = "matching"
    verbose_name = pgettext_lazy("match", "供需对接")

    def ready(self) -> None:
        """Hang up the programme's signs."""
        from zhuanhua.programmes.matching import jobs, offerings  # noqa: F401, PLC0415 - models are loaded by now; jobs register their rhythm

        offerings.register()
