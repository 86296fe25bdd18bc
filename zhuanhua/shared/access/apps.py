"""Registers the app `access` with Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Every permission, every role, the one door."""

    name = "zhuanhua.shared.access"
    label = "access"
