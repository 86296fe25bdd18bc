"""Registers the app `jobs` with Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background jobs, retries and the schedule."""

    name = "zhuanhua.shared.jobs"
    label = "jobs"
