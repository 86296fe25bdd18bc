"""Collect the texts of apps into their catalogues, or check that every one of them is in English."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from zhuanhua.ui import catalogues


def own_apps() -> dict[str, Path]:
    """Our apps and their folders, by label."""
    return {
        config.label: Path(config.path)
        for config in apps.get_app_configs()
        if config.name.startswith("zhuanhua.")
    }


class Command(BaseCommand):
    """manage.py messages [label …] [--check]."""

    help = "Collect texts into <app>/locale/en/LC_MESSAGES/django.po; --check only tells what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take labels and --check."""
        parser.add_argument("labels", nargs="*", help="apps, by label; without any, all")
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail when a text lacks its English"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Renew or check each app."""
        folders = own_apps()
        unknown = set(options["labels"]) - set(folders)
        if unknown:
            message = (
                f"No app is called {', '.join(sorted(unknown))}. There are: {', '.join(sorted(folders))}."
            )
            raise CommandError(message)
        chosen = options["labels"] or sorted(folders)
        root, all_folders = Path(settings.ROOT), list(folders.values())
        if options["check"]:
            for conflict in catalogues.conflicts(all_folders):
                self.stdout.write(f"two ways to say {conflict}")
            found = [
                fault for label in chosen for fault in catalogues.faults(folders[label], all_folders, root)
            ]
            if found:
                raise CommandError("\n".join(found))
            self.stdout.write("Every text is in English.")
            return
        for label in chosen:
            total, missing = catalogues.renew(folders[label], all_folders, root)
            if total:
                self.stdout.write(f"{label}: {total} texts, {missing} without English")
                catalogues.compile_file(catalogues.po_path(folders[label]))
