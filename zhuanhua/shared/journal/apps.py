"""Registers the app `journal` with Django, and its entry in the auditor's menu."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    """The append-only, hash-chained journal."""

    name = "zhuanhua.shared.journal"
    label = "journal"
    verbose_name = _("日志")

    def ready(self) -> None:
        """Enter the menu and the schedule."""
        import zhuanhua.shared.journal.signing  # noqa: F401  the module puts its job into the schedule
        from zhuanhua.shared.access.permissions import Permission
        from zhuanhua.ui.menu import Tab, register_top

        register_top(Tab(_("操作日志"), "journal:list", Permission.JOURNAL_READ), order=55)
