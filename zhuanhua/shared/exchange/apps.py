"""Registers the app `exchange` with Django."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Spreadsheets in and out."""

    name = "zhuanhua.shared.exchange"
    label = "exchange"
