"""Registers the app `overview` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OverviewConfig(AppConfig):
    """Home, inbox, search, exports."""

    name = "zhuanhua.overview"
    label = "overview"

    def ready(self) -> None:
        """Enter the menu's common entries and what the search finds beside cases."""
        from zhuanhua.overview import searchers, searching
        from zhuanhua.shared.access.permissions import Permission
        from zhuanhua.shared.search.sources import register_source
        from zhuanhua.shared.workflow.queries import tasks_for
        from zhuanhua.ui.menu import Tab, register_own, register_top
        from zhuanhua.ui.search import register_searcher
        from zhuanhua.ui.welcome import APPLICANTS, Lead, Reader, register_leads

        register_top(
            Tab(
                _("待办"),
                "overview:inbox",
                Permission.TASK_READ,
                count=lambda person: tasks_for(person).count(),
            ),
            order=10,
        )
        register_top(
            Tab(_("公示"), "workflow:publicities", public=True, also=("workflow:*",), spare=True), order=30
        )
        register_top(Tab(_("统计"), "statistics:index", public=True, also=("statistics:*",)), order=40)
        register_top(Tab(_("规则"), "policy:list", public=True, also=("policy:*",), spare=True), order=50)
        register_own(Tab(_("我的账号"), "people:profile"), order=10)
        register_own(Tab(_("保存的查找"), "search:saved"), order=20)
        register_own(Tab(_("我的导出"), "overview:exports", Permission.EXPORT_USE), order=30)
        register_own(Tab(_("本单位"), "people:own_organisation", Permission.ORGANISATION_EDIT_OWN), order=50)
        register_own(
            Tab(pgettext_lazy("menu", "单位"), "people:organisations", Permission.ORGANISATION_READ), order=50
        )
        register_top(
            Tab(
                pgettext_lazy("menu", "账号"),
                "people:accounts",
                (Permission.ACCOUNT_MANAGE, Permission.ROLE_GRANT),
                also=("people:account", "people:invite"),
            ),
            order=12,
        )
        register_top(
            Tab(_("账号申请"), "people:applications", Permission.ROLE_GRANT, also=("people:application",)),
            order=14,
        )
        register_top(Tab(_("运行状况"), "overview:running", Permission.SYSTEM_OPERATE), order=16)
        register_leads(
            "overview",
            Lead(_("我的待办"), "overview:inbox", (Reader.BUREAU,), order=10),
            Lead(_("操作日志"), "journal:list", (Reader.OVERSIGHT,), order=10),
            Lead(_("账号申请"), "people:applications", (Reader.OVERSIGHT,), order=12),
            Lead(_("全部账号"), "people:accounts", (Reader.OVERSIGHT,), order=14),
            Lead(_("角色和权限"), "access:table", (Reader.OVERSIGHT,), order=16),
            Lead(_("运行状况"), "overview:running", (Reader.OVERSIGHT,), order=18),
            Lead(_("全部登记合同"), "contracts:records", (Reader.OVERSIGHT,), order=20),
            Lead(_("全部预算"), "ledger:list", (Reader.OVERSIGHT,), order=22),
            Lead(_("拨付批次"), "payments:list", (Reader.OVERSIGHT,), order=24),
            Lead(_("查看公示"), "workflow:publicities", (Reader.PUBLIC,), order=10),
            Lead(_("查统计数据"), "statistics:index", (Reader.PUBLIC,), order=30),
            Lead(_("看规则与数值"), "policy:list", (*APPLICANTS, Reader.PUBLIC), order=90),
            Lead(_("核对文稿里的数字"), "replies:index", (Reader.BUREAU,), order=80),
        )
        register_source(searching.source(searchers.organisations))
        register_searcher("figures", searchers.figures, title=_("数字"), order=30)
        register_searcher("notices", searchers.notices, title=_("公示"), order=40)
        register_searcher("pages", searchers.pages, title=_("网页"), order=50)
