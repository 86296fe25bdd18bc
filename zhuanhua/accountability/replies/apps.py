"""Registers the app `replies` with Django, its menu entry and its journal sentences."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RepliesConfig(AppConfig):
    """Letters: read, audited, answered."""

    name = "zhuanhua.accountability.replies"
    label = "replies"
    verbose_name = _("建议提案答复")

    def ready(self) -> None:
        """Enter the menu."""
        from zhuanhua.accountability.replies.sentences import NAMES, SENTENCES
        from zhuanhua.shared.access.permissions import Permission
        from zhuanhua.shared.journal.sentences import register_sentences
        from zhuanhua.ui.menu import Tab, register_top

        register_sentences(SENTENCES, NAMES)
        register_top(Tab(_("答复"), "replies:index", Permission.LETTER_AUDIT, also=("replies:*",)), order=60)
