"""Registers the app `documents` with Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Private files and their checks."""

    name = "zhuanhua.shared.documents"
    label = "documents"
