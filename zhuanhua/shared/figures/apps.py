"""Registers the app `figures` with Django."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """The catalogue of indicators."""

    name = "zhuanhua.shared.figures"
    label = "figures"
