"""Registers the app `workflow` with Django."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """States, moves, tasks, clocks, returns and public notice."""

    name = "zhuanhua.shared.workflow"
    label = "workflow"
