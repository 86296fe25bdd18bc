"""Registers the app `overview` with Django."""

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """Home, inbox, search, exports."""

    name = "zhuanhua.overview"
    label = "overview"
