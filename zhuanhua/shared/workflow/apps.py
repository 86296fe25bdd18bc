"""Registers the app `workflow` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    """States, moves, tasks, clocks, returns and public notice."""

    name = "zhuanhua.shared.workflow"
    label = "workflow"

    def ready(self) -> None:
        """Word the events of public notices for the journal."""
        from zhuanhua.shared.journal.sentences import register_sentences  # noqa: PLC0415 - models are loaded by now

        register_sentences(
            {
                "publicity:publish": _("公示“%(title)s”，%(starts_on)s至%(ends_on)s。"),
                "publicity:object": _("收到一件公示异议。"),
                "publicity:answer": _("答复一件公示异议。"),
                "publicity:close": _("公示期满，办结公示。"),
                "publicity:stop": _("终止公示。%(reason)s"),
            },
            {"publicity:publish": _("发布公示"), "publicity:stop": _("终止公示")},
        )
