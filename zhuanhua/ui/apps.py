"""Registers the app `ui` with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base page, components and static files."""

    name = "zhuanhua.ui"
    label = "ui"
