"""Registers the app `people` with Django, its sentences with the journal, and the table of roles with the menu."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Accounts, organisations, memberships."""

    name = "zhuanhua.shared.people"
    label = "people"
    verbose_name = _("单位和账号")

    def ready(self) -> None:
        """Word the journal's lines and enter the menu."""
        from zhuanhua.shared.access.permissions import Permission
        from zhuanhua.shared.journal.sentences import register_sentences
        from zhuanhua.shared.people.sentences import SENTENCES
        from zhuanhua.ui.menu import Tab, register_own

        register_sentences(SENTENCES)
        register_own(Tab(_("接口令牌"), "people:tokens", Permission.API_TOKEN_MANAGE), order=40)
        register_own(
            Tab(_("角色和权限"), "access:table", (Permission.JOURNAL_READ, Permission.ROLE_GRANT)), order=70
        )
