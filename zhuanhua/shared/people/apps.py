"""Registers the app `people` with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Accounts, organisations, memberships."""

    name = "zhuanhua.shared.people"
    label = "people"
