"""Registers the app `documents` with Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Private files and their checks."""

    name = "zhuanhua.shared.documents"
    label = "documents"

    def ready(self) -> None:
        """Word the journal's lines about files."""
        from zhuanhua.shared.documents import kinds  # noqa: PLC0415 - models are loaded by now, not before
        from zhuanhua.shared.journal.sentences import register_sentences  # noqa: PLC0415 - the same

        register_sentences(
            {
                "file:store": kinds.stored_words,
                "file:keep": kinds.kept_words,
                "file:remove": kinds.removed_words,
            }
        )
