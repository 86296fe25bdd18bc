"""Registers the app `figures` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    """The catalogue of indicators."""

    name = "zhuanhua.shared.figures"
    label = "figures"
    verbose_name = _("指标")

    def ready(self) -> None:
        """Word the journal's lines about figures."""
        from zhuanhua.shared.journal.sentences import register_sentences

        register_sentences(
            {
                "figure:freeze": _("冻结%(year)s年的指标，编号%(number)s，用于“%(title)s”。"),
                "series:import": _(
                    "导入参考数据%(file)s，出自%(document)s：%(numbers)s个数，问题%(faults)s处。"
                ),
            },
            {"figure:freeze": _("冻结指标"), "series:import": _("导入参考数据")},
        )
