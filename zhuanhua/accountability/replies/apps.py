"""Registers the app `replies` with Django, its menu entries, its search, its files and its journal sentences."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RepliesConfig(AppConfig):
    """Letters: read, audited, answered."""

    name = "zhuanhua.accountability.replies"
    label = "replies"
    verbose_name = _("建议提案答复")

    def ready(self) -> None:
        """Hang up the signs."""
        from zhuanhua.accountability.replies import offerings  # noqa: PLC0415 - models are loaded by now, not before

        offerings.register()
