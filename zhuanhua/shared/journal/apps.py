"""Registers the app `journal` with Django."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The append-only, hash-chained journal."""

    name = "zhuanhua.shared.journal"
    label = "journal"
