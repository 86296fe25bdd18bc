"""Registers the app `contracts` with Django."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """Technology contract registration (技术合同认定登记)."""

    name = "zhuanhua.programmes.contracts"
    label = "contracts"
