"""Compile every app's catalogue, so that Django can read it."""

from typing import Any

from django.core.management.base import BaseCommand

from zhuanhua.ui import catalogues
from zhuanhua.ui.management.commands.messages import own_apps


class Command(BaseCommand):
    """manage.py compilecatalogues."""

    help = "Compile each django.po into django.mo; what is up to date stays."

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile what is older than its source."""
        files = [catalogues.po_path(folder) for folder in own_apps().values()]
        written = sum(catalogues.compile_file(path) for path in files if path.exists())
        self.stdout.write(f"{written} catalogues compiled")
