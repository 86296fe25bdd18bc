"""Registers the app `policy` with Django."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """Dated policy values, rules and cases."""

    name = "zhuanhua.shared.policy"
    label = "policy"
