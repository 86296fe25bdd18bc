"""Registers the app `projects` with Django, and what it offers to menu, search, files, journal and figures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """Project calls (科技项目)."""

    name = "zhuanhua.programmes.projects"
    label = "projects"
    verbose_name = _("科技项目")

    def ready(self) -> None:
        """Hang up the programme's signs."""
        from zhuanhua.programmes.projects import offerings  # noqa: PLC0415 - models are loaded by now, not before

        offerings.register()
