"""Registers the command line with Django, so that its texts are translated like all others."""

from django.apps import AppConfig


class CliConfig(AppConfig):
    """The console script `zhuanhua`."""

    name = "zhuanhua.cli"
    label = "cli"
