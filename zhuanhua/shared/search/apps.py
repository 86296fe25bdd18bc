"""Registers the app `search` with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """The search index and saved searches."""

    name = "zhuanhua.shared.search"
    label = "search"
    verbose_name = _("查找")

    def ready(self) -> None:
        """Let the worker keep the index and send alerts."""
        from zhuanhua.shared.journal.sentences import register_sentences
        from zhuanhua.shared.search import jobs  # noqa: F401 - it registers its rhythm
        from zhuanhua.shared.search.sentences import SENTENCES

        register_sentences(SENTENCES)
