"""Registers the app `journal` with Django, and its entry in the auditor's menu."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    """The append-only, hash-chained journal."""

    name = "zhuanhua.shared.journal"
    label = "journal"
    verbose_name = _("日志")

    def ready(self) -> None:
        """Enter the menu."""
        from zhuanhua.shared.access.permissions import Permission
        from zhuanhua.ui.menu import Tab, register_own

        register_own(Tab(_("操作日志"), "journal:list", Permission.JOURNAL_READ), order=50)
