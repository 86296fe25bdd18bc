"""Registers the app `statistics` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatisticsConfig(AppConfig):
    """The indicators, as pages."""

    name = "zhuanhua.accountability.statistics"
    label = "statistics"
    verbose_name = _("统计")

    def ready(self) -> None:
        """Put the pages into the second bar, and the reference figures into the catalogue."""
        import zhuanhua.accountability.statistics.figures  # noqa: F401  it registers itself
        from zhuanhua.shared.access.permissions import Permission
        from zhuanhua.ui.menu import Tab, register_tabs

        register_tabs(
            "statistics",
            [
                Tab(_("指标目录"), "statistics:index", public=True, also=("statistics:figure",)),
                Tab(
                    _("冻结版本"),
                    "statistics:frozen",
                    Permission.FIGURE_READ,
                    also=("statistics:frozen_figure", "statistics:freeze"),
                ),
                Tab(
                    _("参考数据"),
                    "statistics:series",
                    public=True,
                    also=("statistics:series_values", "statistics:series_file", "statistics:series_import"),
                ),
                Tab(_("此后变化"), "statistics:drift", Permission.FIGURE_READ),
            ],
            title=_("统计"),
        )
