"""Registers the app `notices` with Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """In-site messages and mail."""

    name = "zhuanhua.shared.notices"
    label = "notices"
