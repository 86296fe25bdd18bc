"""Registers the app `notices` with Django, and its entry in the person's menu."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """In-site messages and mail."""

    name = "zhuanhua.shared.notices"
    label = "notices"

    def ready(self) -> None:
        """Hang up the menu entry, and listen for changes of passwords and second factors."""
        from zhuanhua.shared.notices import security  # noqa: PLC0415 - models are loaded by now
        from zhuanhua.shared.notices.queries import unread_count  # noqa: PLC0415 - models are loaded by now
        from zhuanhua.ui.menu import Tab, register_own  # noqa: PLC0415 - the same

        register_own(Tab(_("我的消息"), "notices:list", count=unread_count), order=10)
        security.connect()
