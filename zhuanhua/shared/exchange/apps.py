"""Registers the app `exchange` with Django, and how its events read in the journal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Spreadsheets in and out."""

    name = "zhuanhua.shared.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Word the events."""
        from zhuanhua.shared.journal.sentences import register_sentences  # noqa: PLC0415 - models are loaded by now

        register_sentences(
            {
                "import:upload": _("上传表格“%(file)s”，等待核对。"),
                "import:store": _("导入表格：新增%(new)s行，更新%(changed)s行，有错未导入%(bad)s行。"),
                "import:cancel": _("取消导入，文件已删除。"),
                "export:make": _("导出清单，共%(rows)s行。"),
                "export:cancel": _("取消导出。"),
            },
            {
                "import:upload": _("上传表格"),
                "import:store": _("导入表格"),
                "export:make": _("导出清单"),
            },
        )
